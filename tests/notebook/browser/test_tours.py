"""Every notebook of the project, run in JupyterLab and looked at in both themes."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NOTEBOOKS = sorted((Path(__file__).parents[3] / "notebooks").glob("*.ipynb"))
# What a reader must find, and how often.
SHOWN = {
    "comparing-voices": {".vv": 3, ".takes .differences": 1},
    "pronunciation": {"audio": 1},
    "synthesis": {".vv": 1},
    "tour": {".vv": 5, ".vvf": 3},
    "tuning-a-line": {".vv": 5, ".vvf": 2, ".vvw": 1},
}

# What is wrong with how things stand on the page.
SURVEY = """() => {
  const wrong = [];
  const box = (element) => element.getBoundingClientRect();
  const name = (element) => `${element.className} ${element.textContent.trim().slice(0, 40)}`;
  const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3;
  let above = null;
  for (const output of document.querySelectorAll('.jp-OutputArea-child')) {
    const place = box(output);
    if (place.height < 2) continue;
    if (above && meet(above, place)) wrong.push(`lies on the output above: ${name(output)}`);
    above = place;
    const area = output.querySelector('.jp-OutputArea-output');
    if (area.scrollWidth > area.clientWidth + 1) wrong.push(`wider than its place: ${name(output)}`);
  }
  for (const text of document.querySelectorAll('.vv .text')) {
    const words = [...text.querySelectorAll('[data-w]')].filter((word) => box(word).bottom <= box(text).bottom);
    words.slice(1).forEach((word, at) => {
      const [last, next] = [words[at], word].map((one) => one.getClientRects()[0]);
      if (meet(last, next)) wrong.push(`two words in one place: ${name(words[at])}, ${name(word)}`);
    });
  }
  for (const part of document.querySelectorAll('.vv button, .vv select, .takes button, .vvf, .vvf li, .vvw button'))
    if (part.checkVisibility() && part.scrollWidth > part.clientWidth + 2) wrong.push(`cut off: ${name(part)}`);
  for (const path of document.querySelectorAll('.vv .wave path'))
    if (box(path).width < 100 || box(path).height < 8) wrong.push(`no waveform: ${name(path.closest('.vv'))}`);
  return wrong;
}"""

# How many colours a picture has, what share of it is not the ground, and how bright that is.
WEIGH = """async (picture) => {
  const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${picture}`)).blob());
  const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const pixels = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
  const seen = new Map();
  for (const pixel of pixels) seen.set(pixel, (seen.get(pixel) ?? 0) + 1);
  const [[ground, most]] = [...seen].sort((a, b) => b[1] - a[1]);
  const bright = ((ground & 255) + ((ground >> 8) & 255) + ((ground >> 16) & 255)) / 3;
  return {colours: seen.size, ink: 1 - most / pixels.length, bright};
}"""


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_looks_right(lab, path):
    page = (made := lab(path)).page
    made.run_to_the_end()
    assert page.locator("[data-mime-type='application/vnd.jupyter.error']").count() == 0
    assert page.locator("[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    for selector, least in SHOWN.get(path.stem, {".vv, .vvf": 1}).items():
        assert page.locator(f".jp-OutputArea {selector}").count() >= least
    look_at(made, ".jp-OutputArea-output", is_light=True)
    made.set_theme("Dark")
    try:
        look_at(made, ".jp-OutputArea-output:has(.vv, .vvf)", is_light=False)
    finally:
        made.set_theme("Light")


def look_at(made, selector, *, is_light):
    """Whether things stand where they should, and something is drawn in the colours of the theme."""
    page = made.page
    assert page.evaluate(SURVEY) == []
    outputs = [
        one for one in page.locator(selector).all() if (one.bounding_box() or {}).get("height")
    ]
    for output in outputs:
        picture = base64.b64encode(output.screenshot()).decode()
        seen = page.evaluate(WEIGH, picture)
        told = (output.inner_text()[:80], seen)
        assert seen["colours"] > 8, told
        assert seen["ink"] > 0.005, told
        assert (seen["bright"] > 200) == is_light, told
