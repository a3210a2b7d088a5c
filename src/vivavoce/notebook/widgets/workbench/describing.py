"""Values as the page reads them. Offsets count UTF-16 units; `text.Source` converts them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from vivavoce.exports import transcript
from vivavoce.exports.player.data import read_data
from vivavoce.exports.player.differences import (
    align_words,
    describe,
    find_differences,
    find_paces,
    tell_differences,
)
from vivavoce.exports.player.peaks import RATE, encode_peaks, read_peaks
from vivavoce.text import Source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vivavoce.exports.transcript import Token, Transcript
    from vivavoce.lint import Diagnostic
    from vivavoce.speech import Take, Word
    from vivavoce.text import Span


_BLANKS = re.compile(r"\s+")


def describe_diagnostics(
    source: Source, diagnostics: list[Diagnostic], revision: int
) -> dict[str, Any]:
    """The value of the `diagnostics` trait."""
    items = [
        {
            "rule": found.code,
            "start": source.to_utf16(found.span.start),
            "end": source.to_utf16(found.span.end),
            "severity": found.severity.value,
            "message": found.message,
            "fixes": [fix.title for fix in found.fixes if fix.edits],
        }
        for found in diagnostics
    ]
    return {"revision": revision, "items": items}


def describe_word(source: Source, word: Word, *, after: float = 0.0) -> dict[str, Any]:
    """A word of a take that is being made, its span in `source`.

    Args:
        source: the script.
        word: the word.
        after: seconds by which it is heard later.
    """
    return {
        "text": word.text,
        "start": round(word.start + after, 4),
        "end": round(word.end + after, 4),
        "span": _place(source, word.span),
    }


def describe_words(take: Take, spelt: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """The words of a finished take, as its player lights them.

    Args:
        take: the take.
        spelt: by IPA, the word that was respelt so.
    """
    script = transcript.of(take)
    source = Source(take.script)
    phones = _read_phones(take, script.tokens)
    marks = {p.token for line in script.lines for p in line.pieces if p.mark}
    after = _read_between(script)
    return [
        {
            "text": (spelt or {}).get(token.ipa, token.text),
            "start": round(token.start, 4),
            "end": round(token.end, 4),
            "span": _place(source, token.span),
            "ipa": token.ipa or phones[index],
            "respelt": bool(token.ipa),
            "mark": index in marks,
            "after": after.get(index, " "),
        }
        for index, token in enumerate(script.tokens)
    ]


def describe_sound(take: Take) -> dict[str, Any]:
    """What a player reads of a take; how loud it is even where no sounds are known."""
    peaks = read_peaks(take.audio)
    loudness = {"peaks": encode_peaks(peaks), "peak_rate": RATE}
    return loudness | read_data(take, transcript.of(take), peaks)


def compare_takes(takes: Sequence[Take]) -> dict[str, Any]:
    """Takes word against word: rows of words that belong together, and what differs in each."""
    scripts = [transcript.of(take) for take in takes]
    names = ["A", "B"]
    rows = align_words(scripts)
    found = find_differences(takes, scripts, rows)
    return {
        "rows": rows,
        "kinds": [difference.kind for difference in found],
        "titles": [describe(d, names) if d.kind else "" for d in found],
        "told": tell_differences(found, names, find_paces(scripts, rows)),
    }


def _read_phones(take: Take, tokens: tuple[Token, ...]) -> list[str]:
    home = {word: at for at, token in enumerate(tokens) for word in range(*token.words)}
    heard = [""] * len(tokens)
    for phone in take.alignment.phones:
        if phone.word is not None and phone.word in home:
            heard[home[phone.word]] += phone.symbol
    return heard


def _read_between(script: Transcript) -> dict[int | None, str]:
    """What stands behind each token: stops and blanks, and a new line behind an utterance."""
    after: dict[int | None, str] = {}
    for line in script.lines:
        token = None
        for piece in line.pieces:
            if piece.token is not None:
                token = piece.token
                after[token] = ""
            elif token is not None and not piece.mark:
                after[token] = _BLANKS.sub(" ", after[token] + piece.text)
        if token is not None:
            after[token] += "\n"
    return after


def _place(source: Source, span: Span | None) -> list[int] | None:
    return [source.to_utf16(span.start), source.to_utf16(span.end)] if span else None
