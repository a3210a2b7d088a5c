"""What an instruction says, word by word."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from vivavoce.dialects import TagKind, dialect
from vivavoce.dialects.dialect import fold
from vivavoce.lint.words import words
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from vivavoce.dialects import Dialect, Tag

_WORD = pattern(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_IPA = pattern("[ɪəʊæɑɔʃʒθðŋːˈˌɛʌɜɒɐɾʔɡɹ]")
_LONGEST_ACTION = 6


@lru_cache(maxsize=4096)
def words_of(body: str) -> tuple[str, ...]:
    """The words of an instruction in lower case."""
    return tuple(_WORD.findall(body.lower()))


def holds_ipa(body: str) -> bool:
    """Whether a body looks like a transcription set in the wrong kind of brackets."""
    return _IPA.search(body) is not None


def is_turning(body: str) -> bool:
    """Whether an instruction changes on its way or denies something: `slow, then fast`."""
    return not _turning().isdisjoint(words_of(body))


@lru_cache(maxsize=1)
def _turning() -> frozenset[str]:
    return frozenset(words("instructions")["turning"]["words"])


def is_documented(body: str, model: Dialect) -> bool:
    """Whether the vendor prints this very instruction as an example."""
    return fold(body) in _documented(model)


@lru_cache(maxsize=8)
def _documented(model: Dialect) -> frozenset[str]:
    return frozenset(map(fold, model.table["tags"].get("instructions", {}).get("words", ())))


def successor_tag(tag: Tag, model: Dialect) -> Tag | None:
    """What the successor of a model takes a tag for, or None if it has no successor."""
    successor = model.table["model"].get("successor")
    return dialect(successor).classify(tag.body) if successor else None


def asks_for_delivery(tag: Tag, model: Dialect) -> bool:
    """Whether an unknown tag is an instruction, or a sound, that only newer models know."""
    newer = successor_tag(tag, model)
    if newer is None:
        return False
    if newer.kind is not TagKind.INSTRUCTION:
        return True
    return len(words_of(tag.body)) > 1 or tag.body.strip().lower() in _single_words(model)


@lru_cache(maxsize=8)
def _single_words(model: Dialect) -> frozenset[str]:
    """The instructions of one word that the successor's table names."""
    known = dialect(model.table["model"]["successor"]).table["tags"]
    return frozenset((*known["instructions"]["not_sounds"], *known["directions"]["words"]))


def is_plain_instruction(body: str, model: Dialect) -> bool:
    """Whether a body says how to speak: no slip in a sound, no effect, no transcription."""
    return bool(
        words_of(body)
        and not holds_ipa(body)
        and not model.near(body)
        and not asks_for_effect(body)
    )


def asks_for_effect(body: str) -> bool:
    """Whether a body asks for a noise or a stage action instead of a way to speak."""
    said = words_of(body)
    if not 0 < len(said) <= _LONGEST_ACTION:
        return False
    lists = _effects()
    if " ".join(said) in lists["tags"] or said[0] in lists["alone"]:
        return True
    if said[0] in lists["directions"]:
        return False
    return said[-1] in lists["nouns"] or not lists["verbs"].isdisjoint(said[1:3])


@lru_cache(maxsize=1)
def _effects() -> dict[str, frozenset[str]]:
    table = words("effects")
    names = ("tags", "nouns", "verbs", "directions", "alone")
    return {name: frozenset(table[name]) for name in names}
