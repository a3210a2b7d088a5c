"""From one model to another: what can be rewritten, and what will sound different anyway."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vivavoce.dialects import TagKind
from vivavoce.dialects.dialect import fold
from vivavoce.lint.context import Context
from vivavoce.syntax import NodeKind
from vivavoce.text import Edit, Span, apply_edits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.dialects import Dialect, Tag
    from vivavoce.lint.context import TagUse
    from vivavoce.syntax import Node, Script, Setting, Utterance

_MOST_IN_CAPITALS = 3
_FIELDS = ("temperature", "delivery_mode", "instruction")
_MARKUP = {"lang": "language tags", "verbatim": "verbatim spans", "break": "breaks"}


@dataclass(frozen=True, slots=True)
class Rewrite:
    """The same in the other model's spelling."""

    edit: Edit
    reason: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that will sound different although its text need not change."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Migration:
    """The way of one script from one model to another.

    Attributes:
        script: as it was.
        rewrites: in order of place.
        notices: in order of place.
    """

    script: Script
    rewrites: tuple[Rewrite, ...]
    notices: tuple[Notice, ...]

    @property
    def text(self) -> str:
        """The script rewritten."""
        return apply_edits(self.script.text, [rewrite.edit for rewrite in self.rewrites])


def migrate(
    script: Script, before: Dialect, after: Dialect, *, language: str | None = None
) -> Migration:
    """Compare a script under two models.

    Args:
        script: the script.
        before: the model it was written for.
        after: the model it shall be for.
        language: BCP-47 tag that beats the script's own.
    """
    if language is None:
        told = script.front_matter.value("language")
        language = str(told) if told else None
    old = Context(script, before, language=language)
    new = Context(script, after, language=language)
    found = [*_move_head(script, before, after), *_move_emphasis(old, after)]
    for use in old.tags:
        found += _move_tag(use, before, after)
    spans = {item.span for item in found if isinstance(item, Notice)}
    told = {use.utterance.index for use in old.tags if use.node.span in spans}
    for utterance in script.utterances:
        if utterance.index not in told:
            found += _compare_delivery(utterance, old, new)
    found += _move_markup(old, after)
    rewrites = [item for item in found if isinstance(item, Rewrite)]
    notices = [item for item in found if isinstance(item, Notice)]
    return Migration(
        script,
        tuple(sorted(rewrites, key=lambda r: r.edit)),
        tuple(sorted(notices, key=lambda n: n.span)),
    )


def _move_head(script: Script, before: Dialect, after: Dialect) -> Iterator[Rewrite | Notice]:
    settings = script.front_matter.settings
    model = settings.get("model")
    if model is not None and model.value != after.name:
        yield Rewrite(Edit(model.span, after.name), f"The script is for {after.name} now.")
    for setting in _list_settings(settings):
        if (
            setting.key in _FIELDS
            and before.accepts(setting.key)
            and not after.accepts(setting.key)
        ):
            message = f"{after.name} has no {setting.key}; the setting will do nothing."
            yield Notice(setting.key_span, message)


def _list_settings(settings: dict[str, Setting]) -> Iterator[Setting]:
    for setting in settings.values():
        yield setting
        if isinstance(setting.value, dict):
            yield from _list_settings(setting.value)


def _move_tag(use: TagUse, before: Dialect, after: Dialect) -> Iterator[Rewrite | Notice]:
    was, node = use.tag, use.node
    loses_steering = before.steers and not after.steers
    now = after.classify(was.body)
    if was.kind is TagKind.SOUND:
        name = _find_sound(was, after)
        if name is None:
            yield Notice(node.span, f"{after.name} has no sound [{was.name}].{_tell_fate(now)}")
        elif was.name != name or _is_doubtful(was, now):
            yield Rewrite(Edit(node.span, f"[{name}]"), f"{after.name} spells it [{name}].")
    elif was.kind is not now.kind or (was.kind is TagKind.INSTRUCTION and loses_steering):
        yield Notice(node.span, _tell_change(was, now, before, after))


def _is_doubtful(was: Tag, now: Tag) -> bool:
    """Whether the spelling that did for one model may not do for the other."""
    return (now.kind, now.certain) != (was.kind, was.certain)


def _find_sound(was: Tag, after: Dialect) -> str | None:
    """The other model's spelling of a sound."""
    wanted = fold(was.name)
    return next((name for name in after.sounds if fold(name) == wanted), None)


def _tell_fate(now: Tag) -> str:
    if now.kind is TagKind.INSTRUCTION:
        return " It is taken for an instruction, or dropped."
    return " It may be read aloud."


def _tell_change(was: Tag, now: Tag, before: Dialect, after: Dialect) -> str:
    kinds = {
        TagKind.INSTRUCTION: "an instruction, in force until the next tag",
        TagKind.SOUND: f"the sound [{now.name}], heard once",
        TagKind.RESET: "the end of the delivery in force",
        TagKind.UNKNOWN: "nothing it knows, so it may be read aloud",
    }
    if now.kind is TagKind.INSTRUCTION and not after.steers:
        told = "an instruction, which it drops"
    else:
        told = kinds.get(now.kind) or _add_article(now.kind)
    first = "the end of a delivery" if was.kind is TagKind.RESET else _add_article(was.kind)
    return f"[{was.body}] is {first} to {before.name}. To {after.name} it is {told}."


def _add_article(kind: TagKind) -> str:
    if kind is TagKind.UNKNOWN:
        return "unknown"
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _move_emphasis(old: Context, after: Dialect) -> Iterator[Rewrite | Notice]:
    if old.dialect.emphasis == after.emphasis:
        return
    for node, _ in old.of_kind(NodeKind.EMPHASIS):
        capitals = _capitalise(old.text, node)
        if old.dialect.emphasis != "asterisks":
            continue
        if after.emphasis == "capitals" and capitals:
            yield Rewrite(Edit(node.span, capitals), f"{after.name} stresses capitals.")
        else:
            message = f"{after.name} does not stress what stands between asterisks."
            yield Notice(node.span, message)


def _capitalise(text: str, node: Node) -> str:
    """What stands between the asterisks in capitals, or "" if that would be no stress."""
    inner = node.children[1:-1]
    words = text[inner[0].start : inner[-1].end] if inner else ""
    plain = all(child.kind is NodeKind.TEXT for child in inner)
    return words.upper() if plain and len(words.split()) <= _MOST_IN_CAPITALS else ""


def _compare_delivery(utterance: Utterance, old: Context, new: Context) -> Iterator[Notice]:
    """One notice where the same tags reach differently far, or with less certainty."""
    was, now = (
        [
            (s.span, s.force.name if s.force else "", s.force is None or s.force.certain)
            for s in context.stretches(utterance)
        ]
        for context in (old, new)
    )
    reach = [(span, fold(name)) for span, name, _ in was] != [(s, fold(n)) for s, n, _ in now]
    doubts = [certain for *_, certain in was] != [certain for *_, certain in now]
    if not reach and not doubts:
        return
    changed = next((n for n in now if n not in was), now[-1] if now else None)
    if changed is None:
        return
    span, name, certain = changed
    state = name or "no delivery"
    doubt = "" if certain else ", with mixed results"
    before = next((n for s, n, _ in was if s.overlaps(span)), "") or "no delivery"
    yield Notice(
        span, f"To {new.dialect.name}, {state} is in force here{doubt}; it was {before} before."
    )


def _move_markup(old: Context, after: Dialect) -> Iterator[Notice]:
    for name, words in _MARKUP.items():
        if old.dialect.accepts(name) and not after.accepts(name):
            for use in old.angles:
                if use.angle.name == name:
                    yield Notice(use.angle.span, f"{after.name} has no {words}.")
    most = int(after.limit("breaks"))
    if most < old.dialect.limit("breaks") and len(old.breaks) > most:
        span = old.breaks[most].angle.span
        yield Notice(span, f"{after.name} heeds {most} breaks in a request; this is one more.")
