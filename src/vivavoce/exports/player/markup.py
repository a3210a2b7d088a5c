"""A take as HTML that says everything without a script: sound, words, speakers, deliveries."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from vivavoce.exports.player.peaks import OUTLINE, draw_outline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.exports.transcript import Line, Piece, Token, Transcript
    from vivavoce.speech import Take

PLAIN = "mathjax_ignore tex2jax_ignore"
"""Classes of what notebooks must not read as TeX: a price in dollars is none."""

_PART = 20
"""Lines of a long script that are drawn, or skipped, together."""


def draw_text(transcript: Transcript) -> str:
    """The lines of a script."""
    pen = _Pen(transcript.tokens, transcript.hues())
    lines = [pen.draw_line(line) for line in transcript.lines]
    if len(lines) <= 2 * _PART:
        return "".join(lines)
    # A browser skips what is out of sight; to ask it line by line costs more than that saves.
    parts = ("".join(lines[at : at + _PART]) for at in range(0, len(lines), _PART))
    return "".join(f'<div class="part">{part}</div>' for part in parts)


@dataclass(frozen=True, slots=True)
class _Pen:
    """Draws lines; knows the words and the colour of every delivery."""

    tokens: tuple[Token, ...]
    hues: dict[str, int]

    def draw_line(self, line: Line) -> str:
        heading = f'<p class="scene">{_safe(line.heading)}</p>' if line.heading else ""
        who = f"<b>{_safe(line.speaker)}</b>" if line.speaker else ""
        labels = dict.fromkeys(piece.delivery for piece in line.pieces if piece.delivery)
        gutter = "".join(f"<i{self._hue(label)}>{_safe(label)}</i>" for label in labels)
        title = f' title="{_safe(line.voice)}"' if line.voice else ""
        who = f'<div class="who"{title}>{who}{gutter}</div>'
        runs = groupby(line.pieces, key=lambda piece: piece.delivery)
        words = "".join(self._draw_run(label, "".join(map(self._draw, ps))) for label, ps in runs)
        return f'{heading}<div class="line">{who} <p>{words}</p></div>'

    def _draw_run(self, label: str, html: str) -> str:
        """Words in one delivery held together; spaces at the edges stay outside its colour."""
        if not label:
            return html
        body = html.strip()
        before, after = html[: html.index(body)], html[html.index(body) + len(body) :]
        return f'{before}<span class="run"{self._hue(label)}>{body}</span>{after}'

    def _draw(self, piece: Piece) -> str:
        index = "" if piece.token is None else f" data-w={piece.token}"
        if piece.mark is not None:
            hue = self._hue(piece.text)
            name = f"chip {piece.mark.kind}"
            return f'<span class="{name}"{index}{hue}><u>[</u>{_safe(piece.text)}<u>]</u></span>'
        if piece.token is None:
            return _safe(piece.text)
        token = self.tokens[piece.token]
        ipa = f' title="/{_safe(token.ipa)}/"' if token.ipa else ""
        name = f"w{' ipa' if token.ipa else ''}{' ghost' if token.span is None else ''}"
        gap = " " if token.span is None else ""
        return f'{gap}<span class="{name}"{index}{ipa}>{_safe(piece.text)}</span>{gap}'

    def _hue(self, label: str) -> str:
        return f' style="--h:{self.hues[label]}"' if label in self.hues else ""


def draw_wave(peaks: bytes) -> str:
    """The overview of the whole take."""
    return (
        f'<div class="wave"><svg viewBox="0 0 {OUTLINE} 100" preserveAspectRatio="none" '
        f'aria-hidden="true"><path d="{draw_outline(peaks)}"/></svg></div>'
    )


def draw_audio(take: Take, source: str = "") -> str:
    """Native controls; the sound inside the page, or beside it under `source`."""
    where = _safe(source) or "data:audio/wav;base64," + b64encode(take.audio.to_wav()).decode()
    preload = ' preload="metadata"' if source else ""
    return f'<audio controls{preload} src="{where}"></audio>'


def draw_link(name: str, file: str, media_type: str, text: str) -> str:
    """A download that needs no script and no server."""
    content = b64encode(text.encode("utf-8", "replace")).decode()
    return (
        f'<a download="{_safe(file)}" href="data:{media_type};charset=utf-8;base64,{content}">'
        f"{_safe(name)}</a>"
    )


def draw_about(take: Take) -> str:
    """Where a take comes from, folded away."""
    rows = "".join(
        f"<dt>{_safe(name)}</dt><dd>{_safe(value)}</dd>" for name, value in _read_facts(take)
    )
    notes = "".join(f"<li>{_safe(note)}</li>" for note in take.provenance.notes)
    listed = f"<ul>{notes}</ul>" if notes else ""
    return f"<details><summary>About this take</summary><dl>{rows}</dl>{listed}</details>"


def _read_facts(take: Take) -> Iterator[tuple[str, str]]:
    made = take.provenance
    voices = dict.fromkeys(request.voice for request in take.requests)
    yield "Voice", ", ".join(voices)
    yield "Engine", f"{made.engine} {made.engine_version}".strip()
    if made.model:
        yield "Model", made.model
    if made.made_at:
        yield "Made", made.made_at
    if made.latency:
        yield "First sound after", f"{made.latency:.3f} s"
    if made.cost:
        yield "Cost", f"${made.cost:.4f} for {made.characters} characters"
    yield "Take", take.id
    if take.alignment.estimated:
        yield "Word times", "estimated; the engine reported none"


def _safe(text: str) -> str:
    return escape(text)
