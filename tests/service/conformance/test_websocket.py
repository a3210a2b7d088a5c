"""The WebSocket."""

import base64
import contextlib
import json
import re
import time

import pytest
from websockets.exceptions import InvalidStatus

fact = pytest.mark.fact
GUIDE = "docs.inworld.ai, WebSocket guide and reference"
ISSUES = "client issues, 2026"
SAMPLES = "the vendor's WebSocket samples, autumn 2026"


def create(service, name="a", **more):
    form = {"audioConfig": {"audioEncoding": "PCM", "sampleRateHertz": 8000}}
    return {"create": service.body(**form) | {"text": None} | more, "contextId": name}


def send(text, name="a", **more):
    return {"send_text": {"text": text, **more}, "contextId": name}


def flush(name="a"):
    return {"flush_context": {}, "contextId": name}


def close(name="a"):
    return {"close_context": {}, "contextId": name}


def kinds(frames):
    """What each frame tells, runs of audio as one."""
    names = [next((k for k in f.get("result", f) if k not in {"contextId", "status"}), "status") for f in frames]  # fmt: skip
    return [name for n, name in enumerate(names) if not n or names[n - 1] != name or name != "audioChunk"]  # fmt: skip


def chunks(frames):
    return [f["result"]["audioChunk"] for f in frames if "audioChunk" in f.get("result", {})]


def receive(socket, seconds):
    """The frames that come within some seconds."""
    frames, until = [], time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        try:
            frames.append(json.loads(socket.recv(timeout=left)))
        except TimeoutError:
            break
    return frames


@fact("socket.echo", "contextCreated repeats what create set.", GUIDE, "documented", switch="context_created=echo")  # fmt: skip
def test_an_echo(service):
    sent = create(service)
    frame = service.talk([sent], "contextCreated")[0]["result"]
    assert (frame["contextId"], frame["contextCreated"]) == ("a", sent["create"])


@fact("socket.echo-full", "A published session shows unset keys of contextCreated as null.", "a published session", "third-party", switch="context_created=full")  # fmt: skip
def test_a_full_echo(other):
    made = other.talk([create(other)], "contextCreated")[0]["result"]["contextCreated"]
    assert made["pronunciationDictionarySettings"] is None
    assert made["synthesisContext"] is None


@fact("socket.order", "Messages are handled in order; nobody need wait for contextCreated.", GUIDE, "documented")  # fmt: skip
def test_messages_in_one_go(service):
    frames = service.talk([create(service), send("Reef the main."), flush(), close()])
    assert kinds(frames) == ["contextCreated", "audioChunk", "flushCompleted", "contextClosed"]


@fact("socket.close", "close_context speaks what is left, then closes.", GUIDE, "documented")
def test_closing_speaks_the_rest(service):
    frames = service.talk([create(service), send("Reef the main."), close()])
    assert kinds(frames)[-3:] == ["audioChunk", "flushCompleted", "contextClosed"]


@fact("socket.flush-inside", "send_text may flush at once.", GUIDE, "documented")
def test_a_flush_inside_a_text(service):
    frames = service.talk([create(service), send("Reef the main.", flush_context={})], "flushCompleted")  # fmt: skip
    assert len(chunks(frames)) > 0


@fact("socket.origin", "Times start again with every flush, manual or automatic.", GUIDE, "documented")  # fmt: skip
def test_times_start_again(service):
    talk = [create(service, timestampType="WORD", autoMode=True), send("Wind is rising."), send(" Reef the main."), close()]  # fmt: skip
    rows = [chunk["timestampInfo"]["wordAlignment"] for chunk in chunks(service.talk(talk)) if "timestampInfo" in chunk]  # fmt: skip
    assert [row["wordStartTimeSeconds"][0] for row in rows if row["words"][:1] == [""]] == [0, 0]


@fact("socket.count", "The count of an audio chunk is that of all characters of the context so far.", GUIDE, "documented")  # fmt: skip
def test_counts_add_up(service):
    talk = [create(service), send("Wind is rising.", flush_context={}), send("Reef it."), close()]
    counts = [c["usage"]["processedCharactersCount"] for c in chunks(service.talk(talk))]
    assert (counts[0], counts[-1]) == (15, 23)


@fact("socket.async", "With ASYNC transport the times come in chunks without audio.", GUIDE, "documented")  # fmt: skip
def test_times_behind_the_audio(service):
    form = {"timestampType": "WORD", "timestampTransportStrategy": "ASYNC"}
    found = chunks(service.talk([create(service, **form), send("Wind is rising."), close()]))
    assert found[-1]["audioContent"] == ""
    assert "timestampInfo" in found[-1]
    assert "timestampInfo" not in found[0]


@fact("socket.blank-flush", "A flush with blanks or punctuation only gets no flushCompleted.", SAMPLES, "SDK")  # fmt: skip
@pytest.mark.parametrize("text", [" ", "…", ""])
def test_a_flush_without_words(service, text):
    frames = service.talk([create(service), send(text), flush(), close()])
    assert kinds(frames) == ["contextCreated", "contextClosed"]


@fact("socket.threshold", "A flush longer than bufferCharThreshold is spoken in parts, each with its own flushCompleted.", SAMPLES, "SDK")  # fmt: skip
def test_a_flush_in_parts(service):
    text = "Reef the main and stow the jib. " * 6
    frames = service.talk([create(service, bufferCharThreshold=80), send(text, flush_context={}), close()])  # fmt: skip
    assert kinds(frames).count("flushCompleted") >= 3


@fact("socket.threshold-flushes", "Text over bufferCharThreshold is spoken without a flush.", GUIDE, "documented")  # fmt: skip
def test_a_full_buffer_is_spoken(service):
    text = "Reef the main and stow the jib. " * 3
    frames = service.talk([create(service, bufferCharThreshold=50), send(text)], "flushCompleted")
    assert chunks(frames)


@fact("socket.threshold-limit", "bufferCharThreshold is at most 2,000; 0 stands for 1,000.", GUIDE, "documented")  # fmt: skip
def test_the_largest_threshold(service):
    frames = service.talk([create(service, bufferCharThreshold=2001)], "error")
    assert frames[0]["error"]["code"] == 3
    assert kinds(service.talk([create(service, bufferCharThreshold=0)], "Created")) == ["contextCreated"]  # fmt: skip


@fact("socket.threshold-older", "bufferCharThreshold was at most 1,000 earlier.", GUIDE, "documented", switch="websocket_limit=1000")  # fmt: skip
def test_the_largest_threshold_earlier(other):
    frames = other.talk([create(other, bufferCharThreshold=1001)], "error")
    assert frames[0]["error"]["code"] == 3


@fact("socket.span", "A language span may open in one flush and close in a later one.", "the vendor's language-switching sample", "SDK")  # fmt: skip
def test_a_language_span_across_flushes(service, alike):
    def hear(first, second):
        talk = [create(service), send(first, flush_context={}), send(second), close()]
        frames = service.talk(talk)
        done = next(n for n, frame in enumerate(frames) if "flushCompleted" in frame["result"])
        return b"".join(base64.b64decode(c["audioContent"]) for c in chunks(frames[done:]))

    opened = hear('<lang lang="de-DE">Guten Abend.', " Wind und Regen.</lang>")
    assert alike(opened, hear("Guten Abend.", ' <lang lang="de-DE">Wind und Regen.</lang>'))
    assert not alike(opened, hear("Guten Abend.", " Wind und Regen."))


@fact("socket.waits", "Without a flush a short text waits.", GUIDE, "documented")
def test_a_short_text_waits(service):
    with service.dial() as socket:
        for message in (create(service), send("Reef the main.")):
            socket.send(json.dumps(message))
        assert kinds(receive(socket, 0.8)) == ["contextCreated"]


@fact("socket.delay", "maxBufferDelayMs speaks what waits after so long; new text starts the timer again.", GUIDE, "documented")  # fmt: skip
def test_a_text_waits_no_longer_than_told(service):
    frames = service.talk([create(service, maxBufferDelayMs=200), send("Reef "), send("the main.")], "flushCompleted")  # fmt: skip
    assert kinds(frames) == ["contextCreated", "audioChunk", "flushCompleted"]


@fact("socket.auto", "With autoMode whole sentences are spoken as they come.", GUIDE, "documented")
def test_auto_mode(service):
    talk = [create(service, autoMode=True), send("Wind is"), send(" rising.")]
    assert kinds(service.talk(talk, "flushCompleted"))[-1] == "flushCompleted"


AUTO = [
    pytest.param("CLIENT_SEGMENTED", ["Wind is", "rising."], 2, marks=fact("socket.client-segmented", "CLIENT_SEGMENTED takes every text as a piece of its own.", GUIDE, "inferred"), id="client"),
    pytest.param("SENTENCE_BOUNDARY", ["Wind is rising. Reef", " the main."], 2, marks=fact("socket.sentence-boundary", "SENTENCE_BOUNDARY speaks to the last end of a sentence and keeps the rest.", GUIDE, "inferred"), id="sentence"),
]  # fmt: skip


@pytest.mark.parametrize(("strategy", "texts", "flushes"), AUTO)
def test_auto_strategies(service, strategy, texts, flushes):
    talk = [create(service, autoMode=True, autoModeStrategy=strategy), *map(send, texts)]
    with service.dial() as socket:
        for message in talk:
            socket.send(json.dumps(message))
        assert kinds(receive(socket, 1.5)).count("flushCompleted") == flushes


@fact("socket.split-tag", "A tag that is cut across messages is held back until it is whole.", SAMPLES, "SDK")  # fmt: skip
@pytest.mark.parametrize("cut", [("Wait. <bre", 'ak time="2s" /> Go.'), ("Wait. [very", " slow] Go on to the end of the pier.")])  # fmt: skip
def test_a_tag_across_messages(service, cut):
    def length(*texts):
        talk = [create(service, bufferCharThreshold=8), *map(send, texts), close()]
        return sum(len(c["audioContent"]) for c in chunks(service.talk(talk)))

    assert length(*cut) > 1.2 * length("Wait. ", re.sub(r".*[>\]]", "", cut[1]))


@fact("socket.open-angle", "A `<` that never closes holds back everything behind it.", SAMPLES, "SDK")  # fmt: skip
def test_an_angle_that_never_closes(service):
    text = "Wind is rising and so is the sea. <break Reef the main and stow the jib now."
    with service.dial() as socket:
        for message in (create(service, bufferCharThreshold=20), send(text)):
            socket.send(json.dumps(message))
        said = [f["result"]["audioChunk"]["usage"]["processedCharactersCount"] for f in receive(socket, 1) if "audioChunk" in f["result"]]  # fmt: skip
    assert 0 < max(said) <= text.index("<")


@fact("socket.cancel", "cancel_context throws away what is not spoken yet.", GUIDE, "documented")
def test_cancelling(service):
    frames = service.talk([create(service), send("Wind is rising."), {"cancel_context": {}, "contextId": "a"}])  # fmt: skip
    assert kinds(frames) == ["contextCreated", "contextClosed"]


@fact("socket.steering", "An instruction holds for later texts of its context.", "docs.inworld.ai, Steering", "documented")  # fmt: skip
def test_steering_crosses_flushes(service):
    def length(first):
        talk = [create(service), send(first, flush_context={}), send("They are here already, all of them."), close()]  # fmt: skip
        frames = service.talk(talk)
        done = next(n for n, frame in enumerate(frames) if "flushCompleted" in frame["result"])
        return sum(len(chunk["audioContent"]) for chunk in chunks(frames[done:]))

    assert length("[very slow] Stay low.") > 1.15 * length("Stay low.")


@fact("socket.no-instruction", "create has no field `instruction`.", GUIDE, "documented")
def test_create_has_no_instruction(service):
    def length(**more):
        found = chunks(service.talk([create(service, **more), send("They are here already."), close()]))  # fmt: skip
        return sum(len(c["audioContent"]) for c in found)

    assert length(instruction="very slow") == pytest.approx(length(), rel=0.02)


@fact("socket.five", "A connection has five contexts at most: `Max contexts limit reached`.", f"{GUIDE}; {ISSUES}", "third-party")  # fmt: skip
def test_the_sixth_context(service):
    frames = service.talk([create(service, str(n)) for n in range(6)], "limit reached")
    status = frames[-1]["result"]["status"]
    assert (status["code"], status["message"]) == (8, "Max contexts limit reached")


@fact("socket.contexts", "Contexts of a connection are spoken side by side, each frame with its contextId.", GUIDE, "documented")  # fmt: skip
def test_two_contexts(service):
    talk = [create(service, "a"), create(service, "b"), send("One.", "a"), send("Two.", "b"), close("a"), close("b")]  # fmt: skip
    with service.dial() as socket:
        for message in talk:
            socket.send(json.dumps(message))
        frames = receive(socket, 2)
    assert [kinds([f for f in frames if f["result"]["contextId"] == name])[-1] for name in "ab"] == ["contextClosed"] * 2  # fmt: skip


@fact("socket.unknown", "A message to no context says `Context X not found`, code 5; so does closing twice.", ISSUES, "third-party")  # fmt: skip
@pytest.mark.parametrize("talk", [[flush("x")], [send("Go.", "x")], [close("x")]])
def test_an_unknown_context(service, talk):
    status = service.talk(talk, "not found")[0]["result"]["status"]
    assert (status["code"], status["message"]) == (5, "Context x not found")


@fact("socket.close-twice", "Closing twice gives an error frame.", ISSUES, "third-party")
def test_closing_twice(service):
    frames = service.talk([create(service), close(), close()], "not found")
    assert frames[-1]["result"]["status"]["code"] == 5


@fact("socket.bad-create", "After a refused create, later messages hear that there is no such context.", ISSUES, "third-party")  # fmt: skip
def test_after_a_bad_create(service):
    frames = service.talk([create(service, timestampType=1), flush()], "not found")
    assert [list(frame) for frame in frames] == [["error"], ["result"]]


@fact("socket.values", "What sync would refuse, create refuses: an unknown model or voice.", "follows from the gateway", "inferred")  # fmt: skip
@pytest.mark.parametrize(("change", "code"), [({"modelId": "x"}, 3), ({"voiceId": "Nobody"}, 5)])
def test_a_create_with_bad_values(service, change, code):
    assert service.talk([create(service, **change)], "error")[0]["error"]["code"] == code


@fact("socket.keepalive", "A text that is empty is a sign of life.", "client code", "third-party")
def test_signs_of_life(service):
    frames = service.talk([create(service), send(""), send(""), send("Go."), close()])
    assert "error" not in json.dumps(frames)


@fact("socket.deflate", "Clients offer permessage-deflate.", "client code", "third-party")
def test_compressed_frames(service):
    frames = service.talk([create(service), send("Go on."), close()], compression="deflate")
    assert chunks(frames)


AUTOMATIC = ("socket.automatic", "Messages without contextId go to an automatic context; earlier only where exactly one was open.", GUIDE, "documented")  # fmt: skip


@fact(*AUTOMATIC, switch="auto_context=always")
def test_no_context_at_all(service):
    talk = [create(service), {"send_text": {"text": "Go on."}}, {"close_context": {}}]
    talk = [{k: v for k, v in message.items() if k != "contextId"} for message in talk]
    assert kinds(service.talk(talk))[-1] == "contextClosed"


@fact(*AUTOMATIC, switch="auto_context=single")
def test_the_one_open_context(other):
    talk = [create(other), {"send_text": {"text": "Go on."}}, {"close_context": {}}]
    frames = other.talk(talk)
    assert {frame["result"]["contextId"] for frame in frames} == {"a"}
    refused = other.talk([{"flush_context": {}}], "error")[0]["error"]
    assert (refused["code"], refused["message"]) == (3, "context_id is required")


@fact("socket.connections", "A key may hold ten open connections for each call in flight; above that the handshake is HTTP 429.", "docs.inworld.ai, Concurrency limits", "documented")  # fmt: skip
def test_too_many_connections(begin):
    service = begin("--key", "a2V5OnNlY3JldA==", "--plan", "on-demand", "--workers", "1", key="a2V5OnNlY3JldA==")  # fmt: skip
    with contextlib.ExitStack() as stack:
        for _ in range(50):
            stack.enter_context(service.dial())
        with pytest.raises(InvalidStatus) as refused:
            service.dial()
        assert refused.value.response.status_code == 429


@fact("socket.idle-contexts", "A context counts as in flight only while messages flow.", "docs.inworld.ai, Concurrency limits", "documented")  # fmt: skip
def test_idle_contexts_do_not_count(on_demand):
    with contextlib.ExitStack() as stack:
        for _ in range(2):
            socket = stack.enter_context(on_demand.dial())
            for name in "abcde":
                socket.send(json.dumps(create(on_demand, name)))
            assert kinds(receive(socket, 0.5)) == ["contextCreated"] * 5
        assert on_demand.ask().status_code == 200
