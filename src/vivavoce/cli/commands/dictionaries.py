"""`viva dictionaries`: pronunciation dictionaries that the service keeps, as lexicon files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from vivavoce.cli.vendor import Access, open_client, service_options
from vivavoce.text.visible import make_visible

if TYPE_CHECKING:
    from vivavoce.inworld.wire import Dictionary, DictionaryUpdate, Pronunciation
    from vivavoce.phonetics.lexicon import Lexicon

workspace_option = click.option(
    "--workspace",
    envvar="INWORLD_WORKSPACE",
    required=True,
    metavar="NAME",
    help="The workspace; INWORLD_WORKSPACE names it once for all.",
)


@click.group("dictionaries")
def dictionaries() -> None:
    """List, show, push, pull and delete the service's pronunciation dictionaries."""


@dictionaries.command("list")
@workspace_option
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text")
@service_options
def list_dictionaries(
    workspace: str, output: str, base_url: str | None, key_file: str | None, no_key: bool
) -> None:
    """List the dictionaries of a workspace: full name, words, title."""
    with open_client(Access(base_url, key_file, no_key)) as client:
        found = client.dictionaries.list(workspace)
    if output == "json":
        from vivavoce.lint.report import dump_json

        click.echo(dump_json([_describe(each) for each in found], indent=2))
        return
    from vivavoce.cli.tables import lay_out

    rows = [(d.name, str(len(d.pronunciations)), d.update_time, d.display_name) for d in found]
    click.echo(lay_out(rows, heading=("NAME", "WORDS", "CHANGED", "TITLE")), nl=False)


@dictionaries.command("show")
@click.argument("name")
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text")
@service_options
def show(name: str, output: str, base_url: str | None, key_file: str | None, no_key: bool) -> None:
    """Show the words of a dictionary, by its full name."""
    with open_client(Access(base_url, key_file, no_key)) as client:
        found = client.dictionaries.get(name)
    if output == "json":
        from vivavoce.lint.report import dump_json

        words = [
            {"word": p.display_headword, "language": p.language_code, "phones": p.phone_symbols}
            for p in found.pronunciations
        ]
        click.echo(dump_json({**_describe(found), "words": words}, indent=2))
        return
    for each in found.pronunciations:
        phones = "".join(each.phone_symbols)
        click.echo(make_visible(f"{each.display_headword}  /{phones}/  {each.language_code}"))


@dictionaries.command("pull")
@click.argument("name")
@click.argument("file")
@service_options
def pull(name: str, file: str, base_url: str | None, key_file: str | None, no_key: bool) -> None:
    """Write a dictionary to a lexicon FILE; its ending says in which format, such as `.toml`."""
    from pathlib import Path

    from vivavoce._files import write_atomic
    from vivavoce.lexicon_files import find_format, refuse_faults

    form = find_format(file)
    with open_client(Access(base_url, key_file, no_key)) as client:
        lexicon = _read(client.dictionaries.get(name))
    refuse_faults(file, form.check(lexicon))
    write_atomic(Path(file), form.dump(lexicon).encode("utf-8", "replace"))
    click.echo(f"{len(lexicon.entries)} words in {file}")


@dictionaries.command("push")
@click.argument("file")
@click.argument("name", required=False)
@click.option(
    "--workspace",
    envvar="INWORLD_WORKSPACE",
    metavar="NAME",
    help="Where to create it, if no NAME is given.",
)
@click.option("--title", metavar="TEXT", help="What to call it.")
@click.option("--replace", is_flag=True, help="Also take out words that FILE does not have.")
@click.option("--dry-run", is_flag=True, help="Say what would change, change nothing.")
@service_options
def push(
    file: str,
    name: str | None,
    workspace: str | None,
    title: str | None,
    replace: bool,
    dry_run: bool,
    base_url: str | None,
    key_file: str | None,
    no_key: bool,
) -> None:
    """Create a dictionary from a lexicon FILE, or bring the words of FILE into the one called NAME.

    Words that only the service has stay there unless --replace is given, so that two people can
    push without undoing each other.
    """  # fmt: skip
    from vivavoce.errors import UsageError
    from vivavoce.lexicon_files import read_lexicon

    words = _prepare(file, read_lexicon(file))
    if name is None and not workspace:
        raise UsageError("Name the dictionary to change, or the --workspace to create one in.")
    access = Access(base_url, key_file, no_key)
    if name is None:
        assert workspace
        _create(workspace, title or _title_of(file), words, access, dry_run=dry_run)
    else:
        _change(name, title, words, access, replace=replace, dry_run=dry_run)


@dictionaries.command("delete")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
@service_options
def delete(name: str, yes: bool, base_url: str | None, key_file: str | None, no_key: bool) -> None:
    """Delete a dictionary, as long as nobody changes it meanwhile."""
    with open_client(Access(base_url, key_file, no_key)) as client:
        found = client.dictionaries.get(name)
        if not yes:
            title = make_visible(found.display_name)
            click.confirm(f"Delete {title} with {len(found.pronunciations)} words?", abort=True)
        client.dictionaries.delete(name, found.etag)
    click.echo(f"deleted {make_visible(name)}")


def _prepare(file: str, lexicon: Lexicon) -> tuple[Pronunciation, ...]:
    """The words as they are sent, once the service would take them all."""
    import msgspec

    from vivavoce.inworld.wire import Pronunciation
    from vivavoce.lexicon_files import refuse_faults
    from vivavoce.phonetics.lexicons import inworld

    refuse_faults(file, inworld.check(lexicon))
    return msgspec.convert(inworld.to_wire(lexicon)["pronunciations"], tuple[Pronunciation, ...])


def _create(
    workspace: str, title: str, words: tuple[Pronunciation, ...], access: Access, *, dry_run: bool
) -> None:
    from vivavoce.inworld.wire import DictionaryDraft

    if dry_run:
        click.echo(f"would create {make_visible(title)} with {len(words)} words")
        return
    with open_client(access) as client:
        made = client.dictionaries.create(
            workspace, DictionaryDraft(display_name=title, pronunciations=words)
        )
    click.echo(make_visible(made.name))


def _change(
    name: str,
    title: str | None,
    words: tuple[Pronunciation, ...],
    access: Access,
    *,
    replace: bool,
    dry_run: bool,
) -> None:
    from vivavoce.inworld.wire import DictionaryUpdate

    told = ""

    def merge(now: Dictionary) -> DictionaryUpdate:
        nonlocal told
        merged, told = _merge(now, words, replace=replace)
        return DictionaryUpdate(etag=now.etag, display_name=title, pronunciations=merged)

    with open_client(access) as client:
        if dry_run:
            merge(client.dictionaries.get(name))
        else:
            client.dictionaries.edit(name, merge)
    click.echo(f"{'would be ' if dry_run else ''}{told}")


def _merge(
    now: Dictionary, words: tuple[Pronunciation, ...], *, replace: bool
) -> tuple[tuple[Pronunciation, ...], str]:
    """The words to send, and a line that says what changes."""
    from vivavoce.inworld.wire import Pronunciation

    old = {
        _key(each): Pronunciation(
            display_headword=each.display_headword,
            language_code=each.language_code,
            phone_symbols=each.phone_symbols,
        )
        for each in now.pronunciations
    }
    new = {_key(word): word for word in words}
    added = len(new.keys() - old.keys())
    changed = sum(old[key] != new[key] for key in new.keys() & old.keys())
    removed = len(old.keys() - new.keys()) if replace else 0
    merged = new if replace else old | new
    return tuple(merged.values()), f"{added} added, {changed} changed, {removed} taken out"


def _key(word: Any) -> tuple[str, str]:
    return word.language_code, word.display_headword.casefold()


def _title_of(file: str) -> str:
    from pathlib import Path

    return Path(file).name.partition(".")[0][:64] or "Lexicon"


def _read(found: Dictionary) -> Lexicon:
    import json

    from vivavoce.inworld.wire import encode
    from vivavoce.lexicon_files import refuse_faults
    from vivavoce.phonetics.lexicons import inworld

    parsed = inworld.from_wire(json.loads(encode(found)))
    refuse_faults(found.name, parsed.faults)
    return parsed.lexicon


def _describe(found: Dictionary) -> dict[str, Any]:
    return {
        "name": found.name,
        "title": found.display_name,
        "words": len(found.pronunciations),
        "etag": found.etag,
        "changed": found.update_time,
    }


COMMAND = dictionaries
