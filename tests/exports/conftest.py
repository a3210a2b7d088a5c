"""Takes made by hand: one tone a word, so that every time is known to the sample."""

from __future__ import annotations

import math
import re
from array import array
from dataclasses import replace

import pytest

from vivavoce.speech import (
    Alignment,
    Audio,
    Passage,
    Phone,
    Provenance,
    Request,
    SourceMap,
    Take,
    Viseme,
    Word,
)
from vivavoce.text import Span

RATE = 8000
PHONES = ("k", "ɹ", "iː", "t", "ə", "n", "ˈaʊ", "s")
VISEMES = ("cdgknstxyz", "r", "ee", "aei", "o", "bmp")
MARKUP = re.compile(r"\[[^\]]*\]|<[^<>]*>|\*")


def tone(seconds: float, pitch: float) -> bytes:
    count = round(seconds * RATE)
    return array(
        "h",
        (
            int(9000 * math.sin(math.pi * n / count) * math.sin(2 * math.pi * pitch * n / RATE))
            for n in range(count)
        ),
    ).tobytes()


def length_of(word: str) -> float:
    return 0.12 + 0.03 * min(len(word), 12)


def make_take(
    *lines: str | tuple[str, str],
    title: str = "A test",
    voice: str = "Ashley",
    model: str = "inworld-tts-2",
    pace: float = 1.0,
    gap: float = 0.05,
    sounds: bool = True,
) -> Take:
    """Speak lines (`text` or `(speaker, text)`), markup left out, a tone for every word."""
    script, at = "", 0.0
    words, phones, visemes, passages, requests = [], [], [], [], []
    samples = bytearray()
    for line in lines:
        speaker, text = line if isinstance(line, tuple) else ("", line)
        script += f"{speaker}: " if speaker else ""
        offset, opened = len(script), at
        bare = MARKUP.sub(lambda match: " " * len(match[0]), text)
        for match in re.finditer(r"/[^/\s]+/|[^\s.,;:!?—…“”]+", bare):
            seconds = round(length_of(match[0]) * pace * RATE) / RATE
            samples += tone(seconds, 160 + 17 * (len(words) % 9)) + bytes(2 * round(gap * RATE))
            span = Span(*match.span()).shift(offset)
            for part in range(3 if sounds else 0):
                start = at + part * seconds / 3
                phones.append(
                    Phone(PHONES[(len(phones)) % 8], start, start + seconds / 3, len(words))
                )
                visemes.append(Viseme(VISEMES[len(visemes) % 6], start, start + seconds / 3))
            words.append(Word(match[0].strip("/"), at, at + seconds, span))
            at += seconds + round(gap * RATE) / RATE
        span = Span(offset, offset + len(text))
        passages.append(Passage(span, opened, at, speaker, voice))
        requests.append(
            Request(text, voice, model, source_map=SourceMap.shifted(offset, len(text)))
        )
        script += text + "\n\n"
    return Take(
        script=script,
        requests=tuple(requests),
        audio=Audio(bytes(samples), RATE),
        alignment=Alignment(tuple(words), tuple(phones), tuple(visemes)),
        provenance=Provenance(
            "test", "1", model=model, made_at="2026-08-01T12:00:00Z", notes=("A tone a word.",)
        ),
        passages=tuple(passages),
        title=title,
    )


@pytest.fixture
def speak():
    return make_take


@pytest.fixture
def dialogue():
    """Two speakers, a style that reaches two lines, a sound, a break, an emphasis, an IPA."""
    return make_take(
        ("NARRATOR", "The ferry reached /kriːt/ at dawn."),
        ("MIRA", '[whispering] Did you hear that? [sigh] <break time="500ms" /> Never *mind*.'),
        ("TOM", "[very excited] Land! Land, at last 😀 and tea in 1998."),
        title="The crossing",
    )


@pytest.fixture
def without_times(dialogue):
    return replace(dialogue, alignment=Alignment())
