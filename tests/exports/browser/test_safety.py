"""Scripts come from anyone: nothing in a take may run."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vivavoce.exports.html import page_html, player_html
from vivavoce.speech import Provenance, Word

pytestmark = pytest.mark.browser

PAYLOADS = (
    "<img src=x onerror=window.hacked=1>",
    "</script><script>window.hacked=1</script>",
    "<!--<script>window.hacked=1//-->",
    "\"onmouseover=window.hacked=1 x='",
    "' autofocus onfocus=window.hacked=1 '",
    "</style><svg onload=window.hacked=1>",
    "javascript:window.hacked=1",
    "&lt;img src=x onerror=window.hacked=1&gt;",
    "</title></textarea><iframe srcdoc='<script>parent.hacked=1</script>'>",
    "${window.hacked=1}__VIVAVOCE__",
    "\u2028window.hacked=1\u2029",
)


def poison(take, payload):
    """The payload in every place of a take that text can reach."""
    words = tuple(
        Word(payload, w.start, w.end, w.span if at % 2 else None)
        for at, w in enumerate(take.alignment.words)
    )
    phones = tuple(replace(p, symbol=payload) for p in take.alignment.phones)
    visemes = tuple(replace(v, symbol=payload) for v in take.alignment.visemes)
    return replace(
        take,
        title=payload,
        alignment=replace(take.alignment, words=words, phones=phones, visemes=visemes),
        requests=tuple(replace(r, voice=payload, language=payload) for r in take.requests),
        passages=tuple(
            replace(p, speaker=payload, voice=payload, id=payload) for p in take.passages
        ),
        provenance=Provenance(*[payload] * 5, notes=(payload,)),
    )


def ran(page):
    page.locator(".vv").first.hover()
    page.get_by_role("button", name="Play", exact=True).first.click()
    page.wait_for_timeout(60)
    return page.evaluate(
        "() => [window.hacked, document.querySelectorAll('img, iframe, object, [onerror], "
        "[onmouseover], [onfocus], [onload], [autofocus]').length]"
    )


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_runs(open_page, speak, payload):
    text = f"One {payload} two [{payload}] three."
    take = poison(speak(("ANN", text), ("BEN", text)), payload)
    # The fragment has no content policy to fall back on: escaping alone must hold.
    assert ran(open_page(f"<!doctype html><title>x</title>{player_html(take)}")) == [None, 0]
    assert ran(open_page(page_html([take, take]), width=1300)) == [None, 0]


def test_a_hostile_source_stays_an_attribute(open_page, dialogue):
    open_page.expect("ERR_FILE_NOT_FOUND")
    html = page_html(dialogue, sources=['x" onerror="window.hacked=1'])
    page = open_page(html)
    page.wait_for_selector("[role=status]:has-text('cannot play')")
    assert page.evaluate("() => window.hacked") is None


def test_words_stay_text(open_page, speak):
    take = speak("One two.", sounds=False)
    payload = "</script><b>x</b>"
    words = tuple(replace(w, text=payload, span=None) for w in take.alignment.words)
    take = replace(take, alignment=replace(take.alignment, words=words))
    page = open_page(page_html(take))
    assert page.locator(".text [data-w]").all_text_contents() == [payload, payload]


def test_the_page_lets_only_its_own_script_run(open_page, dialogue):
    open_page.expect("Executing inline script violates the following Content Security Policy")
    smuggled = "<script>window.hacked=1</script></body>"
    page = open_page(page_html(dialogue).replace("</body>", smuggled))
    page.wait_for_selector(".play")
    assert page.evaluate("() => window.hacked") is None
