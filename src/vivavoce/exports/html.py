"""A take as a page in which each word lights as it is heard.

One HTML, four homes: a notebook, a notebook that nobody trusts (sound and words stay), an exported
page, a file opened from disk. It loads nothing and needs no network.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape
from typing import TYPE_CHECKING

from vivavoce._resources import read_text
from vivavoce.errors import UsageError
from vivavoce.exports import Export, transcript
from vivavoce.exports.captions import render_srt, render_vtt
from vivavoce.exports.player import markup
from vivavoce.exports.player.data import embed_json, has_sounds, read_data
from vivavoce.exports.player.differences import align_words, draw_lane, find_differences, find_paces
from vivavoce.exports.player.peaks import read_peaks
from vivavoce.speech import Take

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vivavoce.exports.transcript import Transcript

_ROOT = "__VIVAVOCE__"


def player_html(take: Take, *, source: str = "") -> str:
    """A take as an HTML fragment, for a notebook or a page of one's own.

    Args:
        take: what to show.
        source: where the sound lies, relative to the page; "" puts it into the HTML, which then
            needs no other file and is a third larger than the sound.
    """
    bundle = "lanes" if has_sounds(take) else "player"
    section = _draw_take(take, transcript.of(take), source=source)
    root = _name(section)
    body = section.replace("<section", f'<section data-vivavoce="{root}"', 1)
    return f"{_style(bundle)}{body}{_script(bundle, root)}"


def compare_html(takes: Sequence[Take], *, sources: Sequence[str] = ()) -> str:
    """Several takes side by side, word against word, as an HTML fragment.

    Args:
        takes: what to show; the first is what the others are measured against.
        sources: for each take where its sound lies, relative to the page; none puts all into it.
    """
    body, bundle = _draw_takes(takes, _name_takes(takes), sources)
    root = _name(body)
    return (
        f'{_style(bundle)}<div class="takes {markup.PLAIN}" data-vivavoce="{root}">{body}</div>'
        f"{_script(bundle, root)}"
    )


def page_html(takes: Take | Sequence[Take], *, sources: Sequence[str] = ()) -> str:
    """One take, or several to compare word by word, as a page that stands alone.

    Args:
        takes: what to show; the first of several is what the others are measured against.
        sources: for each take where its sound lies, relative to the page; none puts all into it.

    Raises:
        UsageError: if there is no take, or not one source for each.
    """
    takes = [takes] if isinstance(takes, Take) else list(takes)
    if not takes or len(sources) not in {0, len(takes)}:
        raise UsageError("A page needs at least one take, and for each take one source or none.")
    names = _name_takes(takes)
    body, bundle = _draw_takes(takes, names, sources)
    root = _name(body)
    script = _script_text(bundle, root)
    shape = ' class="takes"' if len(takes) > 1 else ""
    title = escape(" · ".join(dict.fromkeys(names)))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(script)}">'
        f'<meta name="generator" content="vivavoce"><title>{title}</title>'
        f"{_style(bundle, page=True)}</head>"
        f'<body><main{shape} data-vivavoce="{root}"><h1>{title}</h1>{body}</main>'
        f'<script type="module">{script}</script></body></html>\n'
    )


def _name_takes(takes: Sequence[Take]) -> list[str]:
    """What to call each take; a letter tells those apart that share a title."""
    titles = [take.title or "Take" for take in takes]
    if len(set(titles)) == len(titles):
        return titles
    return [f"{title} {chr(65 + at % 26)}" for at, title in enumerate(titles)]


def _draw_takes(
    takes: Sequence[Take], names: Sequence[str], sources: Sequence[str]
) -> tuple[str, str]:
    """The body of a page and the bundle it needs."""
    transcripts = [transcript.of(take) for take in takes]
    sections = [
        _draw_take(take, script, source=source, name=name if len(takes) > 1 else "")
        for take, script, name, source in zip(
            takes, transcripts, names, sources or [""] * len(takes), strict=True
        )
    ]
    if len(takes) == 1:
        return sections[0], "lanes" if has_sounds(takes[0]) else "player"
    rows = align_words(transcripts)
    lane = draw_lane(
        find_differences(takes, transcripts, rows), names, find_paces(transcripts, rows)
    )
    data = embed_json({"rows": rows, "names": names})
    columns = f'<div class="columns">{"".join(sections)}</div>'
    return f"{lane}{columns}{_json(data)}", "compare"


def _draw_take(take: Take, script: Transcript, *, source: str, name: str = "") -> str:
    """One take without the script that drives it."""
    peaks = read_peaks(take.audio)
    label = escape(name or take.title or "Take")
    language = next((r.language for r in take.requests if r.language), "")
    lang = f' lang="{escape(language)}"' if language else ""
    heading = f"<h2>{escape(name)}</h2>" if name else ""
    return (
        f'<section class="vv {markup.PLAIN}" aria-label="{label}">{heading}'
        f"{markup.draw_wave(peaks)}{markup.draw_audio(take, source)}"
        f'<div class="text"{lang}>{markup.draw_text(script)}</div>'
        f"<footer>{_draw_links(take, script)}{markup.draw_about(take)}</footer>"
        f"{_json(embed_json(read_data(take, script, peaks)))}</section>"
    )


def _draw_links(take: Take, script: Transcript) -> str:
    stem = "".join(sign if sign.isalnum() else "-" for sign in take.title).strip("-") or "take"
    captions = (
        ("VTT", "text/vtt", render_vtt(script)),
        ("SRT", "application/x-subrip", render_srt(script)),
    )
    return "".join(
        markup.draw_link(f"{name} captions", f"{stem}.{name.lower()}", kind, text)
        for name, kind, text in captions
    )


def _json(data: str) -> str:
    return f'<script type="application/json">{data}</script>'


def _name(body: str) -> str:
    """A name for a piece of HTML, the same in every run, so that outputs can be compared."""
    return "vv-" + sha256(body.encode("utf-8", "replace")).hexdigest()[:12]


def _style(bundle: str, *, page: bool = False) -> str:
    sheets = ["player"]
    sheets += ["lanes"] if bundle != "player" else []
    sheets += ["compare"] if bundle == "compare" else []
    sheets += ["page"] if page else []
    css = "".join(_read_static(f"{sheet}.css").strip() for sheet in sheets)
    return f"<style>{css}</style>"


def _script(bundle: str, root: str) -> str:
    return f'<script type="module">{_script_text(bundle, root)}</script>'


def _script_text(bundle: str, root: str) -> str:
    return _read_static(f"{bundle}.js").replace(_ROOT, root)


def _read_static(name: str) -> str:
    return read_text("exports", "static", name)


def _policy(script: str) -> str:
    """Only our own script may run, and nothing may be loaded, whatever a word smuggles in."""
    digest = b64encode(sha256(script.encode()).digest()).decode()
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; "
        "media-src data: blob: file: 'self'; base-uri 'none'; form-action 'none'"
    )


def render(take: Take) -> bytes:
    """The take as a page that stands alone."""
    return page_html(take).encode("utf-8", "replace")


EXPORT = Export(
    name="html",
    title="Page that plays and lights each word",
    suffix=".html",
    media_type="text/html",
    render=render,
)
