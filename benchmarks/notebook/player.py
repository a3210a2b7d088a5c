"""The player on a page: how late words light, what a frame costs, what else one could use.

Run: python benchmarks/notebook/player.py

Lag is the time from the start of a word to the moment it is lit, in milliseconds of the listener's
clock, by `currentTime`; wrong are painted frames in which another word is due. The peer is the same
player lit by `timeupdate`, which is what other word highlighters listen to. Frame work and
readiness are measured beside wavesurfer.js 8 with a region a word (from `npm ci` in frontend/).
Needs playwright, Debian's chromium and espeak-ng.
"""

from __future__ import annotations

import json
import tempfile
import time
from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING, Any

from browsing import find_quantile, make_take, open_browser, tell, trace_frames

import vivavoce
from vivavoce.exports.html import page_html

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from vivavoce.speech import Take

WAVESURFER = Path(__file__).parents[2] / "frontend/node_modules/wavesurfer.js/dist"
TEXT = (
    "The ferry reached the shore at dawn, and nobody saw it come in. A boy ran down to the water; "
    "he had a letter in his hand, and his name stood on it. He read it twice, and ran home again."
)

WATCH = """(speed) => new Promise((done) => {
  const audio = document.querySelector('audio'), root = document.querySelector('.text');
  const {words} = JSON.parse(document.querySelector('script[type="application/json"]').textContent);
  const starts = words.filter((_, at) => at % 2 === 0);
  const due = (time) => starts.findLastIndex((start) => start <= time);
  const lit = () => Number(root.querySelector('[aria-current]')?.dataset.w ?? -1);
  let frames = 0, wrong = 0, last = -1;
  const lags = [];
  new MutationObserver(() => {
    if (lit() < 0 || lit() === last) return;
    last = lit();
    lags.push(1000 * (audio.currentTime - starts[last]) / speed);
  }).observe(root, {subtree: true, attributeFilter: ['aria-current']});
  audio.addEventListener('play', () => requestAnimationFrame(function frame() {
    if (!audio.paused) { frames++; wrong += lit() !== due(audio.currentTime); }
    if (!audio.ended) requestAnimationFrame(frame);
  }));
  audio.addEventListener('ended', () => done({frames, wrong, lags, words: starts.length}));
})"""

PEER = """<!doctype html><meta charset=utf-8><title>x</title><div id=wave></div>
<script>%s</script><script>%s</script><script type="module">
const words = %s;
const regions = WaveSurfer.Regions.create();
window.surfer = WaveSurfer.create({
  container: '#wave', url: 'data:audio/wav;base64,%s', plugins: [regions], minPxPerSec: 180,
  autoScroll: true, autoCenter: true,
});
surfer.on('ready', () => {
  for (const [content, start, end] of words)
    regions.addRegion({content, start, end, drag: false, resize: false});
  document.body.dataset.ready = '';
});
regions.on('region-in', (region) => region.element.setAttribute('aria-current', 'true'));
regions.on('region-out', (region) => region.element.removeAttribute('aria-current'));
document.body.addEventListener('click', () => surfer.play());
</script>"""


def measure_lag(browser: Browser, folder: Path, take: Take, speed: int, *, peer: bool) -> float:
    """Play a take to its end; gives the lag that nineteen words of twenty keep."""
    html = page_html(take)
    if peer:
        html = html.replace("requestAnimationFrame(", "(()=>0)(")
        html = html.replace('http-equiv="Content-Security-Policy"', "")
    path = folder / "page.html"
    path.write_text(html, encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    page.locator("select").select_option(str(speed))
    page.evaluate(f"() => {{ window.watching = ({WATCH})({speed}) }}")
    page.get_by_role("button", name="Play", exact=True).click()
    seen: dict[str, Any] = page.evaluate("() => window.watching")
    page.close()
    late = find_quantile(seen["lags"], 0.95)
    tell(
        lit_by="timeupdate" if peer else "the painted frame",
        speed=speed,
        words_lit=f"{len(seen['lags'])} of {seen['words']}",
        median_ms=find_quantile(seen["lags"], 0.5),
        p95_ms=late,
        wrong_percent=round(100 * seen["wrong"] / seen["frames"], 2),
    )
    return late


def measure_frames(browser: Browser, folder: Path, take: Take, name: str, html: str) -> float:
    """Open a page, play it for ten seconds; gives the median of processor time a frame."""
    path = folder / "page.html"
    path.write_text(html, encoding="utf-8")
    page = browser.new_page(viewport={"width": 1100, "height": 900})
    begun = time.perf_counter()
    page.goto(path.as_uri(), wait_until="commit")
    page.wait_for_selector("[data-ready]", state="attached")
    ready = round(1000 * (time.perf_counter() - begun))
    page.locator(".play, body").last.click()
    page.wait_for_timeout(1500)
    frames = trace_frames(page, folder / "trace.json", 10)
    page.close()
    tell(page=name, words=len(take.alignment.words), ready_ms=ready, **frames)
    return frames["cpu_median_ms"]


def draw_peer(take: Take) -> str:
    """A page in which wavesurfer shows the same take."""
    words = [(word.text, word.start, word.end) for word in take.alignment.words]
    core = (WAVESURFER / "wavesurfer.min.js").read_text(encoding="utf-8")
    regions = (WAVESURFER / "plugins/regions.min.js").read_text(encoding="utf-8")
    return PEER % (core, regions, json.dumps(words), b64encode(take.audio.to_wav()).decode())


def run() -> None:
    """Print one JSON object a measurement, and ratios at the end."""
    spoken = vivavoce.say(TEXT)
    long = make_take(200 * 0.36 / 60, 200)
    with tempfile.TemporaryDirectory() as temporary, open_browser() as browser:
        folder = Path(temporary)
        for speed in (1, 2):
            ours = measure_lag(browser, folder, spoken, speed, peer=False)
            theirs = measure_lag(browser, folder, spoken, speed, peer=True)
            tell(speed=speed, lag_p95_over_timeupdate=round(ours / theirs, 3))
        ours = measure_frames(browser, folder, long, "player", page_html(long))
        if not (WAVESURFER / "wavesurfer.min.js").exists():
            print("wavesurfer is missing: `npm ci --ignore-scripts` in frontend/")
            return
        theirs = measure_frames(browser, folder, long, "wavesurfer", draw_peer(long))
        tell(frame_median_over_wavesurfer=round(ours / theirs, 2))


if __name__ == "__main__":
    run()
