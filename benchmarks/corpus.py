"""Texts to measure with: made from a fixed seed, so that every run sees the same ones."""

from __future__ import annotations

import random

_SUBJECTS = ("The keeper", "Her brother", "Nobody in the village", "The old harbour master", "She")
_VERBS = ("had counted", "remembered", "was still looking at", "did not trust", "walked towards")
_OBJECTS = ("the boats", "the second window", "a lamp that was not lit", "the road to the mill")
_TAILS = (
    "before the rain came",
    "as if nothing had happened",
    "long after the others had gone home",
    "and then thought better of it",
    "for the third time that week",
    "while the kettle sang on the stove",
)
_LINES = (
    "I never said that, did I?",
    "You will have to ask him yourself.",
    "Wait, that is not the right key.",
    "Fine. Have it your way, but do not say I kept quiet.",
    "It was here a moment ago, I am quite sure of it!",
    "Nobody told me, and I was standing right there.",
    "Then we leave at seven, with or without the map.",
)
_STEER = ("[whisper]", "[say playfully]", "[very slow]", "[sound concerned]", "[say excitedly]")
_SOUNDS = ("[sigh]", "[laugh]", "[clear throat]", "[gasp]")
_IPA = ("/kriːt/", "/ˈnaɪəl/", "/ˈʃɪvɔːn/")

HEAD = """---
title: Benchmark
model: inworld-tts-2
language: en-US
cast:
  NARRATOR: Dennis
  MIRA: { voice: Ashley, speaking_rate: 0.95 }
  TOM: Theodore
---
"""


def prose(size: int, seed: int = 7) -> str:
    """About `size` characters of plain English in paragraphs."""
    rng = random.Random(seed)
    paragraphs: list[str] = []
    length = 0
    while length < size:
        paragraph = " ".join(_sentence(rng) for _ in range(rng.randint(3, 7)))
        paragraphs.append(paragraph)
        length += len(paragraph) + 2
    return "\n\n".join(paragraphs)


def script(size: int, seed: int = 7) -> str:
    """About `size` characters of a `.vv` script, with about one mark every 120 letters."""
    rng = random.Random(seed)
    lines = [HEAD]
    length = number = 0
    while length < size:
        number += 1
        if number % 60 == 1:
            line = f"\n# Scene {number // 60 + 1}\n\n"
        elif rng.random() < 0.45:
            line = f"NARRATOR: {_narration(rng)}  #id:line-{number}\n\n"
        else:
            line = f"{rng.choice(('MIRA', 'TOM'))}: {_spoken(rng)}  #id:line-{number}\n\n"
        lines.append(line)
        length += len(line)
    return "".join(lines)


def _sentence(rng: random.Random) -> str:
    parts = (rng.choice(_SUBJECTS), rng.choice(_VERBS), rng.choice(_OBJECTS), rng.choice(_TAILS))
    return " ".join(parts) + "."


def _narration(rng: random.Random) -> str:
    sentences = [_sentence(rng) for _ in range(rng.randint(1, 4))]
    if rng.random() < 0.25:
        sentences[-1] = sentences[-1][:-1] + f", and {rng.choice(_IPA)} was far behind them."
    if rng.random() < 0.3:
        sentences.insert(rng.randrange(len(sentences)), '<break time="700ms" />')
    return " ".join(sentences)


def _spoken(rng: random.Random) -> str:
    sentences = [rng.choice(_LINES) for _ in range(rng.randint(1, 3))]
    if rng.random() < 0.5:
        sentences.insert(0, rng.choice(_STEER))
        sentences.append("[reset]" if rng.random() < 0.3 else "Come on.")
    if rng.random() < 0.4:
        sentences.insert(rng.randrange(len(sentences)), rng.choice(_SOUNDS))
    while sentences[-1].startswith("["):
        sentences.append(rng.choice(_LINES))
    return " ".join(sentences)


HOSTILE = {
    "brackets": "[",
    "slashes": "/",
    "open tags": "<a ",
    "stars": "*",
    "spaced stars": "* ",
    "combining marks": "\u0301",
    "mixed": "[<*/",
    "words in slashes": "/a b",
}


def hostile(unit: str, size: int) -> str:
    """`size` characters of one unit again and again."""
    return (unit * (size // len(unit) + 1))[:size]
