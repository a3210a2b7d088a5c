"""Which words of a script a reader may stumble over: names, and words no dictionary knows."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vivavoce.phonetics.lexicon import covers
from vivavoce.phonetics.marking import find_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from vivavoce.syntax import Script

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s\Z|(?<=s)['’]\Z")
_OPENING = re.compile(r"(?:\A|[.!?…:;\n\r\]>])[\"'“‘”’)\]]*\s*[\"'“‘(\[—–-]*\Z")
_SHORTEST = 2
_PRONOUN = re.compile("I(?:['’]|\\Z)")


@dataclass(frozen=True, slots=True)
class Unusual:
    """A word worth an entry.

    Attributes:
        word: as it is spelt.
        count: how often it is spoken, in IPA or not.
        ipa: how a `// say:` note says it, or "".
    """

    word: str
    count: int
    ipa: str = ""


def find_unusual(
    scripts: Iterable[Script], is_known: Callable[[str], bool] | None
) -> list[Unusual]:
    """Names and unusual words, most frequent first.

    Args:
        scripts: where to look.
        is_known: whether a dictionary has a word in lower case; None if there is none, and then
            only capitals inside a sentence tell.
    """
    inside: Counter[str] = Counter()
    opening: Counter[str] = Counter()
    noted: dict[str, str] = {}
    for script in scripts:
        _count(script, inside, opening)
        for say in script.says:
            noted.setdefault(say.headword, say.ipa)
            inside[say.headword] += script.text.count(f"/{say.ipa}/") - 1
    found = [
        Unusual(word, inside[word] + opening[word], noted.get(word, ""))
        for word in inside.keys() | opening.keys() | noted.keys()
        if word in noted or _is_unusual(word, inside, is_known)
    ]
    return sorted(found, key=lambda unusual: (-unusual.count, unusual.word))


def _count(script: Script, inside: Counter[str], opening: Counter[str]) -> None:
    """Count the words of a script, those that open a sentence apart: capitals say nothing there."""
    text = script.text
    language = str(script.front_matter.value("language") or "")
    for utterance in script.utterances:
        for start, end, spoken in find_plain(utterance.document, language):
            if not covers(spoken, language):
                continue
            for match in _WORD.finditer(text, start, end):
                word = _POSSESSIVE.sub("", match[0])
                opens = match.start() == start or _opens(text, start, match.start())
                (opening if opens and word[:1].isupper() else inside)[word] += 1


def _opens(text: str, start: int, at: int) -> bool:
    return bool(_OPENING.search(text[max(start, at - 16) : at]))


def _is_unusual(word: str, inside: Counter[str], is_known: Callable[[str], bool] | None) -> bool:
    low = word.lower()
    if len(word) < _SHORTEST or _PRONOUN.match(word):
        return False
    if is_known is None:
        return word[:1].isupper() and not word.isupper() and word in inside
    if any(is_known(part) for part in (low, re.split("['’]", low)[0])):
        return False
    if "-" in low and all(is_known(part) for part in low.split("-") if part):
        return False
    if word[:1].isupper() and not word.isupper():
        return word in inside or low not in inside
    return not word.isupper()
