"""What the workbench speaks, and what stays when speaking breaks off."""

from __future__ import annotations

import threading

import pytest

from vivavoce.errors import EngineError, SpeechError, UsageError
from vivavoce.facade import find_engine
from vivavoce.notebook.widgets.workbench.studio import BrokenOffError, CancelledError
from vivavoce.speech import Engine

SECOND = 'Keep still. <break time="1s"/> Wait here.'
TURNS = f"Stay low.\n\n{SECOND}\n\nNobody knows."


class Faltering(Engine):
    """The local voice, until it has had enough."""

    name = "faltering"

    def __init__(self, chunks, price=0.0):
        self._voice, self.left, self._price = find_engine("espeak"), chunks, price
        self.asked = []

    def status(self):
        return self._voice.status()

    def voices(self):
        return self._voice.voices()

    def stream(self, request):
        self.asked.append(request.text)
        for chunk in self._voice.stream(request):
            if not self.left:
                raise EngineError("The line went dead.")
            self.left -= 1
            yield chunk

    def provenance(self, request):
        from dataclasses import replace

        return replace(self._voice.provenance(request), cost=self._price)


def test_a_line_is_spoken_alone_in_the_delivery_in_force(make_bench):
    text = "😀 [whisper in fear] Stay low.\nKeep still."
    bench = make_bench(text)
    at = len(text[: text.index("still")].encode("utf-16-le")) // 2
    take = bench.say("one", span=(at, at))
    assert bench.words("one") == ["Keep", "still"]
    assert take.requests[0].text == "[whisper in fear] Keep still."
    units = text.encode("utf-16-le")
    for word in bench.of("take.end")[0].words:
        start, end = (2 * at for at in word["span"])
        assert units[start:end].decode("utf-16-le") == word["text"]


def test_a_selection_is_spoken_alone(make_bench):
    bench = make_bench("Stay low and keep still.")
    bench.say("one", span=(5, 12))
    assert bench.words("one") == ["low", "and"]


def test_a_cursor_on_an_empty_line_says_so(make_bench):
    with pytest.raises(SpeechError, match="Put the cursor on spoken text"):
        make_bench("Stay low.\n\nKeep still.").say("one", span=(10, 10))


def test_what_was_heard_is_kept_and_a_second_try_pays_for_the_rest_alone(make_bench):
    whole = sum(1 for _ in Faltering(99).stream(_request("Stay low.")))
    engine = Faltering(whole + 1)
    bench = make_bench(TURNS, engine=engine)
    with pytest.raises(BrokenOffError, match=r"line went dead.*kept as a take"):
        bench.say("one")
    assert bench.words("one") == ["Stay", "low", "Keep", "still"]
    assert bench.rows[0]["partial"]
    assert bench.rows[0]["notes"][-1].startswith("Broke off: The line went dead.")
    assert bench.of("take.end")[0].buffers[0][:4] == b"RIFF"
    engine.left, engine.asked = 99, []
    bench.say("two")
    assert engine.asked == [SECOND, "Nobody knows."]
    assert bench.words("two") == ["Stay", "low", "Keep", "still", "Wait", "here", "Nobody", "knows"]
    engine.asked = []
    bench.say("three")
    assert len(engine.asked) == 3


def test_nothing_is_listed_where_nothing_was_heard(make_bench):
    bench = make_bench(TURNS, engine=Faltering(0))
    with pytest.raises(EngineError) as caught:
        bench.say("one")
    assert not isinstance(caught.value, BrokenOffError)
    assert "takes" not in bench.outlet.traits


@pytest.mark.parametrize(("price", "listed"), [(0.0, False), (0.01, True)])
def test_a_stopped_take_stays_only_if_it_was_paid_for(make_bench, price, listed):
    bench = make_bench(TURNS, engine=Faltering(99, price))
    post = bench.outlet.post

    def stop_soon(content, buffers):
        post(content, buffers)
        if len(bench.of("take.chunk")) == 2:
            bench.studio.cancel("one")

    bench.outlet.post = stop_soon
    with pytest.raises(CancelledError):
        bench.say("one")
    assert ("one" in bench.studio.entries) is listed


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"speaking_rate": 3.0}, "Pace 3 is out of bounds: it goes from 0.5 to 1.5"),
        ({"temperature": 9.5, "model": "inworld-tts-1.5-max"}, "Temperature 9.5 .* 0 to 2"),
    ],
)
def test_settings_out_of_bounds_are_named(make_bench, settings, message):
    with pytest.raises(UsageError, match=message):
        make_bench("Stay low.").say("one", **settings)


def test_findings_come_while_something_is_spoken(make_bench):
    go_on = threading.Event()
    engine = Faltering(99)
    speak = engine.stream

    def stream(request):
        assert go_on.wait(20)
        return speak(request)

    engine.stream = stream
    bench = make_bench("Stay low.", engine=engine)
    voice = threading.Thread(target=bench.say, args=("one",))
    voice.start()
    bench.tell("lint", revision=1, text="[clear_thorat] Low.")
    items = bench.outlet.traits["diagnostics"]["items"]
    assert "VV102" in {item["rule"] for item in items}
    assert voice.is_alive()
    go_on.set()
    voice.join(20)
    assert bench.words("one") == ["Stay", "low"]


def test_streamed_words_are_those_of_the_script_where_a_lexicon_says_how(make_bench, tmp_path):
    (tmp_path / "names.toml").write_text('[[entry]]\nheadword = "Crete"\nipa = "kriːt"\n')
    bench = make_bench("---\nlexicon: names.toml\n---\nMIRA: To Crete now.")
    take = bench.say("one")
    assert "/kriːt/" in take.requests[0].text
    streamed = [word["text"] for chunk in bench.of("take.chunk") for word in chunk.words]
    assert streamed == ["To", "Crete", "now"] == [w["text"] for w in bench.of("take.end")[0].words]


def test_a_respelt_word_can_be_respelt_again_and_keeps_its_name(make_bench):
    bench = make_bench("The crete is far.")
    bench.say("one")
    settings = {"voice": "en-us"}
    for take, new, ipa in [("one", "two", "kɹiːt"), ("two", "three", "kɹɛt")]:
        bench.tell("respell", take=take, word=1, spelling=ipa, new=new, settings=settings)
        assert bench.studio.text == f"The /{ipa}/ is far."
        word = bench.of("take.end")[-1].words[1]
        assert (word["text"], word["ipa"], word["respelt"]) == ("crete", ipa, True)


def _request(text):
    from vivavoce.speech import Request

    return Request(text=text, voice="en-us", model="inworld-tts-2")
