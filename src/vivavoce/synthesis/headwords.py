"""Show words for sounds: `/kriːt/` was spoken, and a reader sees Crete."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from vivavoce.syntax import NodeKind, parse

if TYPE_CHECKING:
    from vivavoce.speech import Alignment, Word
    from vivavoce.synthesis.plan import Step


def place_words(alignment: Alignment, step: Step, script: str) -> Alignment:
    """The alignment of a request with spans into the script and words as readers know them.

    A word of the script that was sent as IPA or as an alias is shown as it is spelt there; IPA
    written in the script is shown as the headword of the lexicon or of a `// say:` note. Where
    several words were heard for one of the script, they become one.

    Args:
        alignment: with spans into the request's text.
        step: the request.
        script: the text of the script.
    """
    headwords = _Headwords(step)
    words: list[Word] = []
    moved: list[int] = []
    for heard in alignment.words:
        span = step.request.source_map.span(heard.span) if heard.span else None
        sent = heard.span.of(step.request.text) if heard.span else ""
        written = span.of(script) if span else ""
        stands_in = bool(span) and written != sent
        last = words[-1].span if words else None
        if stands_in and span and last and last.start <= span.start and span.end <= last.end:
            words[-1] = replace(words[-1], end=max(words[-1].end, heard.end))
        else:
            shown = written if stands_in else headwords.find(heard)
            words.append(replace(heard, text=shown or heard.text, span=span))
        moved.append(len(words) - 1)
    phones = tuple(
        phone if phone.word is None else replace(phone, word=moved[phone.word])
        for phone in alignment.phones
    )
    return replace(alignment, words=tuple(words), phones=phones)


class _Headwords:
    """What the IPA of one request is the sound of."""

    def __init__(self, step: Step) -> None:
        self._lexicon, self._request = step.lexicon, step.request
        known = step.lexicon is not None and "/" in step.request.text
        leaves = parse(step.request.text).leaves() if known else ()
        self._nodes = [node for node in leaves if node.kind is NodeKind.SLASH]
        self._starts = [node.start for node in self._nodes]

    def find(self, word: Word) -> str:
        """The headword of a word that was read from IPA, or ""."""
        if self._lexicon is None or word.span is None:
            return ""
        index = bisect_right(self._starts, word.span.end - 1) - 1
        if index < 0 or word.span.start >= self._nodes[index].end:
            return ""
        ipa = self._nodes[index].of(self._request.text)[1:-1]
        return self._lexicon.headword_of(ipa, self._request.language or "") or ""
