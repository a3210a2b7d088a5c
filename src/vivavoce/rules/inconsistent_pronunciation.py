"""One word said in two ways.

A name that sounds different from one line to the next is the first thing a listener hears. Told are
transcriptions that nearly match one used more often, one of the lexicon, or one of a `// say:`
note, and notes that say one word in two ways. All scripts of one run are held to each other.

## Example
```script
MIRA: From /kriːt/ to the coast and back to /kriːt/ again, and never to /krɛt/.
```

## Use instead
```script
MIRA: From /kriːt/ to the coast and back to /kriːt/ again, and never to /kriːt/.
```

## Fix safety
A suggestion: two words may really be that close.

## Evidence
Reasoned; "close" is one letter or less by phonetic features, in words of four sounds or more.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.text import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vivavoce.lint.context import Context
    from vivavoce.lint.transcriptions import Transcription


_CLOSE = 0.1
_SHORTEST = 4
_MOST = 40


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Notes at odds with each other, and the odd one out among close transcriptions."""
    if not context.transcriptions:
        return
    from vivavoce.phonetics.lexicon import sound_key  # noqa: PLC0415 - few texts have IPA

    usage = _Usage(context)
    for found in context.transcriptions:
        other = usage.differing(found, sound_key(found.body))
        if not other:
            continue
        fix = Fix(f"Write /{other}/", (Edit.replace(found.span, other),), Safety.SUGGEST)
        yield Finding(
            found.whole,
            f"/{found.body}/ is said /{other}/ elsewhere, so one word may sound in two ways. "
            "Take one of them throughout.",
            (fix,),
        )


class _Usage:
    """Which transcriptions a script uses, and which of them are agreed on."""

    def __init__(self, context: Context) -> None:
        from vivavoce.phonetics.lexicon import sound_key  # noqa: PLC0415

        self._counts: Counter[str] = Counter()
        self._spelt: dict[str, str] = {}
        self._noted: dict[str, str] = {}
        agreed = [(e.headword, e.ipa) for e in context.lexicon.entries] if context.lexicon else []
        agreed += list(context.usage.noted) if context.usage else []
        agreed += [(t.headword, t.body) for t in context.transcriptions if t.headword]
        for headword, ipa in agreed:
            if ipa:
                self._noted.setdefault(headword, ipa)
                self._spelt.setdefault(sound_key(ipa), ipa)
        self._agreed = set(self._spelt)
        for ipa, count in _count(context).items():
            key = sound_key(ipa)
            self._counts[key] += count
            self._spelt.setdefault(key, ipa)
        self._groups: dict[str, list[str]] = {}
        for key in self._spelt:
            self._groups.setdefault(_skeleton(key), []).append(key)

    def differing(self, found: Transcription, key: str) -> str:
        """How the word is said elsewhere, or "" if nothing speaks against `found`."""
        from vivavoce.phonetics.features import distance  # noqa: PLC0415
        from vivavoce.phonetics.lexicon import sound_key  # noqa: PLC0415

        if found.headword:
            first = self._noted[found.headword]
            return first if sound_key(first) != key else ""
        if key in self._agreed or len(key) < _SHORTEST:
            return ""
        for other in self._groups[_skeleton(key)][:_MOST]:
            beats = other in self._agreed or self._counts[other] > self._counts[key]
            if beats and other != key and 0 < distance(self._spelt[other], found.body) < _CLOSE:
                return self._spelt[other]
        return ""


def _count(context: Context) -> Mapping[str, int]:
    """How often each transcription is spoken in the project, or in this script alone."""
    own = Counter(found.body for found in context.transcriptions if found.utterance is not None)
    return {**own, **context.usage.counts} if context.usage else own


def _skeleton(key: str) -> str:
    """The consonants of a transcription: words that share none of them are not compared."""
    from vivavoce.phonetics.ipa.symbols import Code, symbols  # noqa: PLC0415

    codes = symbols().codes
    return "".join(letter for letter in key if codes.get(letter) == Code.CONSONANT)


RULE = Rule(
    code="VV411",
    name="inconsistent-pronunciation",
    severity=Severity.WARNING,
    check=check,
    manual=__doc__,
    evidence="reasoned",
    date="2026-11",
    fix=Safety.SUGGEST,
)
