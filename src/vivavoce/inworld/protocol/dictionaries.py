"""Pronunciation dictionaries (docs.inworld.ai, Pronunciations, autumn 2026).

Creating has no idempotency key and updating replaces whole lists, so a lost answer is never
followed by a blind repeat: the service is asked what it has, and only then is it decided.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import quote

from vivavoce.inworld.calls import Call
from vivavoce.inworld.errors import ConflictError, DoubtError, NetworkError, NotFoundError
from vivavoce.inworld.protocol.exchange import ask, fetch
from vivavoce.inworld.retry import Repeat
from vivavoce.inworld.wire import Dictionary, DictionaryDraft, DictionaryPage, DictionaryUpdate
from vivavoce.inworld.wire import encode as encode_body

if TYPE_CHECKING:
    from vivavoce.inworld.calls import Steps
    from vivavoce.inworld.retry import RetryPolicy
    from vivavoce.inworld.wire import Pronunciation, PronunciationRecord

ROOT = "/pronunciations/v1"
PAGE_SIZE = 5
"""The service lowers larger pages to this."""
_MOST_PAGES = 1000

Change = Callable[[Dictionary], DictionaryUpdate]


def list_page(workspace: str, token: str, size: int, policy: RetryPolicy) -> Steps[DictionaryPage]:
    """One page of a workspace's dictionaries, entries and all."""
    query = (("pageSize", str(size)), *((("pageToken", token),) if token else ()))
    return ask(Call(method="GET", path=_folder(workspace), query=query), DictionaryPage, policy)


def list_all(workspace: str, policy: RetryPolicy) -> Steps[tuple[Dictionary, ...]]:
    """All pages."""
    found: list[Dictionary] = []
    token, seen = "", {""}
    for _ in range(_MOST_PAGES):
        page = yield from list_page(workspace, token, PAGE_SIZE, policy)
        found += page.pronunciation_dictionaries
        token = page.next_page_token
        if token in seen:
            break
        seen.add(token)
    return tuple(found)


def get(name: str, policy: RetryPolicy) -> Steps[Dictionary]:
    """One dictionary with its entries and its `etag`."""
    return ask(Call(method="GET", path=f"{ROOT}/{quote(name)}"), Dictionary, policy)


def create(workspace: str, draft: DictionaryDraft, policy: RetryPolicy) -> Steps[Dictionary]:
    """Create a dictionary once, even if the answer gets lost.

    Raises:
        DoubtError: if the answer was lost and a dictionary of that name and those words exists
            whose phones differ: it may be the new one, spelt the service's way, or an older one.
    """
    call = Call(
        method="POST",
        path=_folder(workspace),
        body=encode_body(draft),
        repeat=Repeat.DOUBLES,
    )
    for _ in range(max(policy.attempts - 1, 1)):
        try:
            return (yield from ask(call, Dictionary, policy))
        except NetworkError as error:
            if not error.sent:
                raise
            found = yield from _find_created(workspace, draft, policy, error)
        if found is not None:
            return found
    return (yield from ask(call, Dictionary, policy))


def update(
    name: str, change: DictionaryUpdate, mask: tuple[str, ...], policy: RetryPolicy
) -> Steps[Dictionary]:
    """Replace the fields named by the mask; a list of pronunciations is replaced whole.

    Raises:
        ConflictError: if the `etag` is stale. Read again, merge, then retry: see `edit`.
    """
    call = Call(
        method="PATCH",
        path=f"{ROOT}/{quote(name)}",
        query=(("updateMask", ",".join(mask)),),
        body=encode_body(change),
        repeat=Repeat.DOUBLES,
    )
    try:
        return (yield from ask(call, Dictionary, policy))
    except NetworkError as error:
        if not error.sent:
            raise
        now = yield from get(name, policy)
    if now.etag == change.etag:
        return (yield from ask(call, Dictionary, policy))
    if _has(now, change, mask):
        return now
    raise ConflictError(
        f"The answer to the change of {name} was lost, and the dictionary is no longer what it"
        " was. Read it again, merge, then repeat the change."
    )


def edit(name: str, change: Change, policy: RetryPolicy) -> Steps[Dictionary]:
    """Read, change, write; where somebody was faster, read and change again."""
    for attempt in range(1, max(policy.attempts, 1) + 1):
        now = yield from get(name, policy)
        wanted = change(now)
        try:
            return (yield from update(name, wanted, mask_of(wanted), policy))
        except ConflictError:
            if attempt >= policy.attempts:
                raise
    raise AssertionError  # pragma: no cover - the loop returns or raises


def delete(name: str, etag: str, policy: RetryPolicy, *, allow_missing: bool) -> Steps[None]:
    """Delete a dictionary; if the answer gets lost, look whether it is gone.

    Raises:
        ConflictError: if the `etag` is stale.
    """
    query = (("etag", etag), *((("allowMissing", "true"),) if allow_missing else ()))
    call = Call(method="DELETE", path=f"{ROOT}/{quote(name)}", query=query, repeat=Repeat.DOUBLES)
    try:
        yield from fetch(call, policy)
    except NetworkError as error:
        if not error.sent:
            raise
        try:
            yield from get(name, policy)
        except NotFoundError:
            return
        yield from fetch(call, policy)


def mask_of(change: DictionaryUpdate) -> tuple[str, ...]:
    """The fields a change sets, as the query names them."""
    names = {"displayName": change.display_name, "pronunciations": change.pronunciations}
    return tuple(name for name, value in names.items() if value is not None)


def _find_created(
    workspace: str, draft: DictionaryDraft, policy: RetryPolicy, lost: NetworkError
) -> Steps[Dictionary | None]:
    everything = yield from list_all(workspace, policy)
    alike = [
        found
        for found in everything
        if found.display_name == draft.display_name
        and _words(found.pronunciations) == _words(draft.pronunciations)
    ]
    same = [
        found for found in alike if _phones(found.pronunciations) == _phones(draft.pronunciations)
    ]
    if same:
        return max(same, key=lambda found: found.create_time)
    if alike:
        raise DoubtError(
            "The answer to creating the dictionary was lost. One of that name and with those words"
            f" exists, its phones differ: {alike[0].name}. Look at it before trying again.",
            lost.exchange,
        )
    return None


def _has(now: Dictionary, change: DictionaryUpdate, mask: tuple[str, ...]) -> bool:
    """Whether a dictionary already is what the change would make it, aliases of phones apart."""
    named = "displayName" not in mask or now.display_name == change.display_name
    filled = "pronunciations" not in mask or (
        _words(now.pronunciations) == _words(change.pronunciations or ())
    )
    return named and filled


def _words(
    entries: tuple[Pronunciation, ...] | tuple[PronunciationRecord, ...],
) -> set[tuple[str, str]]:
    return {(entry.language_code, entry.display_headword) for entry in entries}


def _phones(
    entries: tuple[Pronunciation, ...] | tuple[PronunciationRecord, ...],
) -> set[tuple[str, str, tuple[str, ...]]]:
    return {(e.language_code, e.display_headword, e.phone_symbols) for e in entries}


def _folder(workspace: str) -> str:
    bare = quote(workspace.removeprefix("workspaces/"), safe="")
    return f"{ROOT}/workspaces/{bare}/pronunciationDictionaries"
