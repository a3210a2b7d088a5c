"""What a listener can do with the player."""

from __future__ import annotations

import itertools
import re

import pytest

from vivavoce.exports.html import page_html, player_html

pytestmark = pytest.mark.browser

LIT = ".text [aria-current]"


def word(page, text):
    return page.locator(".text [data-w]", has_text=re.compile(rf"^{text}$"))


def lit(page):
    return page.locator(LIT).all_text_contents()


def time(page, at=0):
    return page.evaluate(f"() => document.querySelectorAll('audio')[{at}].currentTime")


def is_playing(page, at=0):
    return page.evaluate(f"() => !document.querySelectorAll('audio')[{at}].paused")


def start_of(take, text):
    return next(w.start for w in take.alignment.words if w.text == text)


@pytest.fixture
def page(open_page, dialogue):
    return open_page(page_html(dialogue))


def test_a_click_on_a_word_plays_from_there(page, dialogue):
    word(page, "hear").click()
    page.wait_for_function("() => !document.querySelector('audio').paused")
    assert lit(page) in (["hear"], ["that"])
    assert time(page) >= start_of(dialogue, "hear") - 0.001


def test_play_pause_and_the_clock(page):
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_function("() => document.querySelector('audio').currentTime > 0.3")
    page.get_by_role("button", name="Pause").click()
    assert not is_playing(page)
    assert re.fullmatch(r"0:00\.\d / 0:0\d\.\d", page.locator(".clock").text_content())


def test_a_seek_while_paused_lights_the_word(page, dialogue):
    middle = start_of(dialogue, "Never") + 0.01
    page.get_by_role("slider", name="Position").fill(f"{middle:.2f}")
    page.wait_for_function("() => document.querySelector('.text [aria-current]')")
    assert lit(page) == ["Never"]
    assert not is_playing(page)
    page.evaluate(f"() => {{ document.querySelector('audio').currentTime = {middle - 1} }}")
    page.wait_for_function(
        "() => document.querySelector('.text [aria-current]').textContent !== 'Never'"
    )


# A tab that is not shown paints no frames: they wait until it is.
HIDE = """() => {
  const paint = window.requestAnimationFrame, waiting = [];
  window.requestAnimationFrame = (step) => waiting.push(step);
  window.showAgain = () => {
    window.requestAnimationFrame = paint;
    waiting.forEach((step) => paint(step));
  };
}"""


def test_a_hidden_tab_goes_on_and_shows_the_right_word_afterwards(page, dialogue):
    page.evaluate(HIDE)
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_function("() => document.querySelector('audio').currentTime > 1", polling=50)
    first, now = lit(page), time(page)
    begun = [w.text for w in dialogue.alignment.words if w.start <= now]
    assert first, "without frames the slower clock lights words"
    assert first[0] in begun
    page.evaluate("() => { window.showAgain(); document.querySelector('audio').pause(); }")
    due = [w.text for w in dialogue.alignment.words if w.start <= time(page)][-1]
    page.wait_for_function(
        f"(due) => document.querySelector('{LIT}')?.textContent === due", arg=due
    )


def test_a_second_play_lights_again(page, dialogue):
    last = dialogue.alignment.words[-1]
    page.evaluate("""() => { window.seen = []; new MutationObserver(() => {
      const word = document.querySelector('.text [aria-current]');
      if (word && seen.at(-1) !== word.textContent) seen.push(word.textContent);
    }).observe(document.querySelector('.text'), {subtree: true, attributeFilter: ['aria-current']}) }""")
    for _ in range(2):
        page.evaluate(
            f"() => {{ document.querySelector('audio').currentTime = {last.start - 0.1} }}"
        )
        page.wait_for_selector(LIT)
        page.get_by_role("button", name="Play", exact=True).click()
        page.wait_for_function("() => document.querySelector('audio').ended")
        page.wait_for_selector(LIT, state="detached")
    assert page.evaluate("() => seen") == ["in", "1998", "in", "1998"]


def test_keys_on_words(page, dialogue):
    word(page, "ferry").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("() => document.activeElement.textContent") == "reached"
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("() => document.activeElement.textContent") == "Did"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("End")
    assert page.evaluate("() => document.activeElement.textContent") == "1998"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.wait_for_function("() => !document.querySelector('audio').paused")
    assert time(page) >= start_of(dialogue, "in")
    page.keyboard.press("Space")
    assert not is_playing(page)
    page.keyboard.press("+")
    assert page.locator("select").input_value() == "1.25"
    page.keyboard.press("-")
    page.keyboard.press("-")
    assert page.evaluate("() => document.querySelector('audio').playbackRate") == 0.75


def test_one_word_is_the_tab_stop(page):
    assert page.locator(".text [tabindex='0']").count() == 1
    word(page, "dawn").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator(".text [tabindex='0']").all_text_contents() == ["Did"]


def test_keys_stay_in_the_player_but_for_shortcuts(page):
    page.evaluate(
        "() => { window.keys = []; document.addEventListener('keydown', (e) => keys.push(e.key)) }"
    )
    word(page, "ferry").focus()
    for key in ("d", "x", "b", "ArrowRight", "Enter", "Space"):
        page.keyboard.press(key)
    page.get_by_role("button", name="Loop").focus()
    page.keyboard.press("a")
    assert page.evaluate("() => keys") == []
    page.keyboard.press("Control+Shift+y")
    assert "y" in page.evaluate("() => keys.map((key) => key.toLowerCase())")


def test_a_looped_word_comes_back(page, dialogue):
    word(page, "reached").focus()
    page.keyboard.press("l")
    ferry = next(w for w in dialogue.alignment.words if w.text == "reached")
    times = []
    for _ in range(12):
        page.wait_for_timeout(90)
        times.append(time(page))
    assert all(ferry.start - 0.02 <= t <= ferry.end + 0.2 for t in times)
    assert any(b < a for a, b in itertools.pairwise(times))
    assert page.get_by_role("button", name="Loop").get_attribute("aria-pressed") == "true"
    page.keyboard.press("Shift+ArrowRight")
    assert page.locator("[data-looped]").all_text_contents() == ["reached", "kriːt"]
    page.keyboard.press("Escape")
    assert page.locator("[data-looped]").count() == 0


def test_a_phone_can_be_heard_alone(page, dialogue):
    phone = dialogue.alignment.phones[4]
    page.locator(".lanes .phones").nth(4).click()
    page.wait_for_function(
        "() => document.querySelector('audio').paused && document.querySelector('audio').currentTime > 0"
    )
    assert phone.end - 0.01 <= time(page) <= phone.end + 0.25


def test_lanes_answer_to_arrows(page, dialogue):
    page.locator(".lanes .phones").first.focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("() => document.activeElement.dataset.i") == "2 1"
    page.keyboard.press("ArrowUp")
    assert page.evaluate("() => document.activeElement.textContent") == "The"


def test_following_a_long_script_keeps_the_word_in_view(open_page, speak):
    lines = [f"Line {n} goes on and on until it is quite long enough." for n in range(60)]
    take = speak(*lines, sounds=False, pace=0.2)
    page = open_page(page_html(take), reduced_motion="reduce")
    page.evaluate(
        f"() => {{ document.querySelector('audio').currentTime = {take.audio.duration * 0.8} }}"
    )
    page.wait_for_selector(LIT)
    assert page.evaluate("""() => {
      const box = document.querySelector('.text').getBoundingClientRect();
      const word = document.querySelector('.text [aria-current]').getBoundingClientRect();
      return word.top >= box.top && word.bottom <= box.bottom;
    }""")


def test_lanes_show_what_is_near_and_forget_the_rest(open_page, speak):
    take = speak(*[f"Line {at} of a long tale goes on." for at in range(40)])
    page = open_page(page_html(take))
    seek = "(at) => { document.querySelector('audio').currentTime = at }"
    counts = []
    for at in (0, 100, 40, 5, 70, 120, 0):
        page.evaluate(seek, take.alignment.words[at].start + 0.01)
        page.wait_for_function(
            "(text) => document.querySelector('.text [aria-current]')?.textContent === text",
            arg=take.alignment.words[at].text,
        )
        shown = page.evaluate("""() => [...document.querySelectorAll('.row .words')].map((cell) => {
          const middle = document.querySelector('.head').getBoundingClientRect().x;
          return [cell.textContent, cell.getBoundingClientRect().x - middle];
        }).filter(([, x]) => Math.abs(x) < 300).sort((a, b) => a[1] - b[1])""")
        near = [
            w for w in take.alignment.words if abs(w.start - take.alignment.words[at].start) < 1.5
        ]
        assert " ".join(w.text for w in near) in " ".join(text for text, _ in shown)
        counts.append(page.locator(".chunk").count())
    # 280 words last a minute and a half; what is drawn is a few seconds whatever was visited.
    assert max(counts) < 40


def test_a_delivery_stays_in_sight_as_long_as_it_lasts(open_page, speak):
    take = speak("[whispering] " + "One two three four five. " * 12, "Aloud again.")
    page = open_page(page_html(take))
    named = """() => {
      const head = document.querySelector('.head').getBoundingClientRect().x;
      const over = [...document.querySelectorAll('.row .delivery')].map((cell) => {
        const {left, right} = cell.getBoundingClientRect();
        return {text: cell.textContent, left: left - head, right: right - head};
      });
      return [
        over.some(({left, right}) => left <= 0 && right > 0),
        over.some(({text, left}) => text === 'whispering' && Math.abs(left) < 400),
      ];
    }"""
    for at in (0, 30, 55, 12):
        page.evaluate(
            "(at) => { document.querySelector('audio').currentTime = at }",
            take.alignment.words[at].start + 0.01,
        )
        page.wait_for_function(
            "(at) => document.querySelector('.text [aria-current]')?.dataset.w === at", arg=str(at)
        )
        assert page.evaluate(named) == [True, True]
    page.locator(".row .delivery").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => !document.querySelector('audio').paused")


def test_a_second_player_silences_the_first(open_page, dialogue, speak):
    other = speak("Another take stands here and is long enough to be heard.", title="Other")
    page = open_page(f"<!doctype html><title>x</title>{player_html(dialogue)}{player_html(other)}")
    plays = page.get_by_role("button", name="Play", exact=True)
    plays.nth(1).click()
    plays.first.click()
    page.wait_for_function("() => document.querySelectorAll('audio')[1].paused")
    assert is_playing(page, 0)


def test_two_views_of_one_output_both_live(open_page, dialogue):
    html = player_html(dialogue)
    page = open_page(f"<!doctype html><title>x</title>{html}{html}")
    assert page.locator(".play").count() == 2


def test_a_broken_sound_is_told(open_page, dialogue, tmp_path):
    (tmp_path / "broken.wav").write_bytes(b"no sound")
    page = open_page(player_html(dialogue, source="broken.wav"))
    page.wait_for_selector("[role=status]:has-text('cannot play the sound')")


def test_sound_beside_the_page(open_page, dialogue, tmp_path):
    (tmp_path / "a take.wav").write_bytes(dialogue.audio.to_wav())
    page = open_page(page_html(dialogue, sources=["a%20take.wav"]))
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_function("() => document.querySelector('audio').currentTime > 0.2")


def test_without_script_there_is_sound_and_text(open_page, dialogue):
    page = open_page(page_html(dialogue), java_script_enabled=False)
    assert page.locator("audio[controls]").is_visible()
    text = page.locator(".text").inner_text()
    assert "The ferry reached kriːt at dawn." in text
    assert "MIRA" in text
    assert page.locator("button").count() == 0


def test_captions_download(page):
    with page.expect_download() as waiting:
        page.get_by_role("link", name="VTT captions").click()
    assert waiting.value.suggested_filename == "The-crossing.vtt"
    with open(waiting.value.path(), encoding="utf-8") as file:  # noqa: PTH123 - a temporary path
        assert "<v MIRA>" in file.read()
