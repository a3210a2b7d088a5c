from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from vivavoce.errors import UsageError
from vivavoce.exports.html import page_html, player_html
from vivavoce.exports.player.data import embed_json
from vivavoce.exports.player.peaks import draw_outline, read_peaks
from vivavoce.speech import Alignment, Audio


def read_data(html):
    return json.loads(re.search(r'<script type="application/json">(.*?)</script>', html)[1])


def test_the_fragment_says_everything_without_its_script(dialogue):
    html = re.sub(
        r"<script.*?</script>|<style.*?</style>", "", player_html(dialogue), flags=re.DOTALL
    )
    assert '<audio controls src="data:audio/wav;base64,UklGR' in html
    text = re.sub(r"<[^>]+>", "", html.split('class="text"')[1])
    assert "Did you hear that?" in text
    assert "[whispering]" in text


def test_times_are_the_takes_own(dialogue):
    data = read_data(player_html(dialogue))
    words = dialogue.alignment.words
    assert data["words"][::2] == pytest.approx([w.start for w in words], abs=1e-4)
    assert data["words"][1::2] == pytest.approx([w.end for w in words], abs=1e-4)
    assert [lane["kind"] for lane in data["lanes"]] == ["delivery", "words", "phones", "visemes"]


def test_a_take_without_phones_carries_no_lanes(speak):
    assert "lanes" not in read_data(player_html(speak("One.", sounds=False)))


def test_a_take_without_words_is_still_a_player(without_times):
    assert read_data(player_html(without_times))["words"] == []


def test_sound_may_lie_beside_the_page(dialogue):
    html = player_html(dialogue, source="out/a.wav")
    assert 'src="out/a.wav"' in html
    assert "data:audio" not in html


def test_takes_that_share_a_title_get_letters(dialogue):
    html = page_html([dialogue, dialogue])
    assert "<h2>The crossing A</h2>" in html
    assert "<h2>The crossing B</h2>" in html


@pytest.mark.parametrize(("count", "sources"), [(0, []), (2, ["one.wav"])])
def test_a_page_needs_takes_and_a_source_for_each(dialogue, count, sources):
    with pytest.raises(UsageError):
        page_html([dialogue] * count, sources=sources)


def test_json_cannot_leave_its_script():
    value = "</script><!-- & \u2028\u2029"
    text = embed_json(value)
    assert not set(text) & set("<>&\u2028\u2029")
    assert json.loads(text) == value


def test_peaks_follow_the_sound():
    loud = (b"\xff\x7f\x00\x80" * 200) + bytes(800)
    peaks = read_peaks(Audio(loud, 8000))
    assert peaks[0] == 255
    assert peaks[-2] == 0
    assert draw_outline(peaks).startswith("M0 2L")
    assert draw_outline(b"") == ""


def test_silence_draws_a_line():
    assert "49" in draw_outline(read_peaks(Audio.silence(1, 8000)))


def test_an_empty_take_is_a_page(speak):
    take = replace(
        speak("x"), script="", audio=Audio(b"", 8000), alignment=Alignment(), passages=()
    )
    assert page_html(take).endswith("</html>\n")
