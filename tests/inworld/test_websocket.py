"""WebSocket contexts against a scripted server on a real socket, with both kinds of session."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import threading
from pathlib import Path

import pytest
from websockets.datastructures import Headers
from websockets.http11 import Response
from websockets.sync.server import serve

from vivavoce.inworld import (
    BearerToken,
    ContextSettings,
    NoAuth,
    Secret,
    Settings,
    Timeouts,
    errors,
)
from vivavoce.inworld import wire as w
from vivavoce.inworld.sockets import Mark, SocketCore
from vivavoce.speech import Encoding

KEY = "dGVzdGtleTp0ZXN0c2VjcmV0"
PAYLOADS = Path(__file__).parent / "payloads"
SETTINGS = ContextSettings(
    voice_id="Dennis",
    model_id="inworld-tts-2",
    audio_config=w.AudioConfig(audio_encoding=Encoding.LINEAR16, sample_rate_hertz=8000),
    timestamp_type=w.TimestampType.WORD,
)
WIND = "Wind is rising from the west."
REEF = " Reef the main now."


def frames(name):
    return [json.loads(line) for line in (PAYLOADS / name).read_bytes().splitlines()]


class Sea:
    """A server whose behaviour is a function of (connection, message)."""

    def __init__(self):
        self.got = []
        self.headers = []
        self.refuse = None
        self.behave = lambda connection, message: None
        self.greet = lambda connection: None
        self._server = serve(
            self._serve,
            "127.0.0.1",
            0,
            process_request=self._check,
            compression=None,
            select_subprotocol=lambda connection, offered: offered[0] if offered else None,
        )
        self.url = f"http://127.0.0.1:{self._server.socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def _check(self, connection, request):
        self.headers.append((request.path, dict(request.headers.raw_items())))
        if self.refuse is not None:
            status, body = self.refuse
            return Response(status, "No", Headers({"Content-Length": str(len(body))}), body)
        return None

    def _serve(self, connection):
        self.greet(connection)
        for data in connection:
            message = json.loads(data)
            self.got.append(message)
            self.behave(connection, message)

    def stop(self):
        self._server.shutdown()
        self._thread.join(5)


def play(connection, name, context_id=None):
    for frame in frames(name):
        if context_id and "result" in frame:
            frame["result"]["contextId"] = context_id
        connection.send(json.dumps(frame))


@pytest.fixture
def sea():
    sea = Sea()
    yield sea
    sea.stop()


@pytest.fixture
def session(make_client, sea):
    with make_client(base_url=sea.url).connect() as session:
        yield session


def on_close(name):
    def behave(connection, message):
        if "close_context" in message:
            play(connection, name, message["contextId"])

    return behave


def test_frames_are_sent_as_documented(session, sea):
    sea.behave = on_close("ws-server-messages.ndjson")
    context = session.open(SETTINGS, "demo-ctx-1")
    context.send(WIND, flush=True)
    context.send(REEF)
    context.flush()
    context.finish()
    list(context.speech())
    wanted = frames("ws-client-messages.ndjson")
    assert sea.got[1:] == wanted[1:]
    assert sea.got[0]["create"]["voiceId"] == "Dennis"
    path, headers = sea.headers[0]
    assert path == "/tts/v1/voice:streamBidirectional"
    assert headers["Authorization"] == f"Basic {KEY}"


def test_speech_and_words_come_back(session, sea):
    sea.behave = on_close("ws-server-messages.ndjson")
    context = session.open(SETTINGS)
    context.send(WIND)
    context.finish()
    chunks = list(context.speech())
    assert chunks[0].content[:4] == b"RIFF"
    words = chunks[0].alignment.words
    assert [word.text for word in words] == ["Wind", "is", "rising", "from", "the", "west"]
    assert [WIND[word.span.start : word.span.end] for word in words] == [w.text for w in words]
    assert context.characters == 29


def test_times_run_on_through_flushes(session, sea):
    sea.behave = on_close("ws-server-two-flushes.ndjson")
    context = session.open(SETTINGS)
    context.send(WIND)
    context.send(REEF)
    context.finish()
    words = [word for chunk in context.speech() for word in chunk.alignment.words]
    said = WIND + REEF
    assert [said[word.span.start : word.span.end] for word in words][-4:] == [
        "Reef",
        "the",
        "main",
        "now",
    ]
    starts = [word.start for word in words]
    assert starts == sorted(starts)
    assert words[6].start >= words[5].end
    assert words[6].start == pytest.approx(1.95 + 0.2)
    assert context.characters == 48


def test_words_may_come_after_their_audio(session, sea):
    sea.behave = lambda connection, message: (
        play(connection, "ws-server-async-trailer.ndjson", message["contextId"])
        if "flush_context" in message
        else None
    )
    context = session.open(SETTINGS)
    context.send(WIND)
    context.flush()
    chunks = list(context.speech(flush=True))
    assert [bool(chunk.content) for chunk in chunks] == [True, False]
    assert len(chunks[1].alignment.words) == 6


def test_a_flush_without_words_is_never_sent(session, sea):
    sea.behave = on_close("ws-server-messages.ndjson")
    context = session.open(SETTINGS)
    context.flush()
    context.send(" ... ", flush=True)
    context.flush()
    context.send("Go", flush=True)
    context.flush()
    context.finish()
    context.finish()
    list(context.speech())
    assert [next(k for k in message if k != "contextId") for message in sea.got] == [
        "create",
        "send_text",
        "send_text",
        "close_context",
    ]
    assert "flush_context" not in sea.got[1]["send_text"]
    assert "flush_context" in sea.got[2]["send_text"]


def test_several_contexts_share_a_connection(session, sea):
    def behave(connection, message):
        if "close_context" in message and message["contextId"] == "b":
            play(connection, "ws-server-messages.ndjson", "b")
            play(connection, "ws-server-messages.ndjson", "a")

    sea.behave = behave
    first, second = session.open(SETTINGS, "a"), session.open(SETTINGS, "b")
    for context in (first, second):
        context.send(WIND)
        context.finish()
    assert len(list(first.speech())) == 1
    assert len(list(second.speech())) == 1
    assert len(sea.headers) == 1


def test_a_cancelled_context_is_over(session, sea):
    context = session.open(SETTINGS)
    context.send(WIND)
    context.cancel()
    assert list(context.speech()) == []
    with pytest.raises(errors.ProtocolError, match="closed"):
        context.send("more")


def test_signs_of_life_go_to_every_open_context(session, sea):
    sea.behave = on_close("ws-server-messages.ndjson")
    context = session.open(SETTINGS, "a")
    session.open(SETTINGS, "b")
    session.keepalive()
    context.finish()
    list(context.speech())
    assert [m["contextId"] for m in sea.got if m.get("send_text") == {"text": ""}] == ["a", "b"]


@pytest.mark.parametrize(
    ("number", "kind", "words"),
    [
        (0, errors.NotFoundError, "not found"),
        (1, errors.RateLimitError, "Max contexts limit reached"),
        (2, errors.InvalidRequestError, "context_id is required"),
        (3, errors.InvalidRequestError, "wrong type"),
    ],
)
def test_error_frames(number, kind, words, session, sea):
    frame = frames("ws-server-error-frames.ndjson")[number]

    def behave(connection, message):
        if "result" in frame:
            frame["result"]["contextId"] = message["contextId"]
        connection.send(json.dumps(frame))

    sea.behave = behave
    context = session.open(SETTINGS)
    with pytest.raises(kind, match=words):
        list(context.speech())


def test_not_found_after_our_own_close_is_harmless(session, sea):
    def behave(connection, message):
        if "close_context" in message:
            status = {"code": 5, "message": "Context x not found"}
            result = {"contextId": message["contextId"], "status": status}
            connection.send(json.dumps({"result": result}))

    sea.behave = behave
    context = session.open(SETTINGS)
    context.finish()
    assert list(context.speech()) == []


def test_missing_credentials_show_in_the_first_frame(make_client, sea):
    sea.greet = lambda connection: play(connection, "ws-server-handshake-error.ndjson")
    with make_client(base_url=sea.url, auth=NoAuth()).connect() as session:
        context = session.open(SETTINGS)
        with pytest.raises(errors.AuthError, match="authentication is required"):
            list(context.speech())


def test_a_wrong_key_is_met_with_silence(session):
    context = session.open(SETTINGS)
    with pytest.raises(errors.AuthError, match="wrong key"):
        list(context.speech())


def test_silence_later_on_is_a_stall(session, sea):
    sea.behave = lambda connection, message: connection.send(
        json.dumps({"result": {"contextId": message["contextId"], "contextCreated": {}}})
    )
    context = session.open(SETTINGS)
    with pytest.raises(errors.StalledError, match="said nothing for"):
        list(context.speech())


@pytest.mark.parametrize(
    ("status", "kind"), [(429, errors.RateLimitError), (403, errors.ForbiddenError)]
)
def test_a_refused_handshake(status, kind, make_client, sea):
    sea.refuse = (status, b'{"code": 8, "message": "no"}')
    with make_client(base_url=sea.url).connect() as session, pytest.raises(kind):
        session.open(SETTINGS)


def test_nobody_listens(make_client):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with (
        make_client(base_url=f"http://127.0.0.1:{port}").connect() as session,
        pytest.raises(errors.NetworkError, match="Check the base URL"),
    ):
        session.open(SETTINGS)


def test_a_lost_connection_keeps_what_came_and_a_new_context_connects_again(session, sea):
    def behave(connection, message):
        if "flush_context" in message:
            name = message["contextId"]
            for frame in frames("ws-server-messages.ndjson")[:2]:
                frame["result"]["contextId"] = name
                connection.send(json.dumps(frame))
            connection.socket.shutdown(socket.SHUT_RDWR)
        on_close("ws-server-messages.ndjson")(connection, message)

    sea.behave = behave
    context = session.open(SETTINGS)
    context.send(WIND)
    context.flush()
    heard = context.speech()
    first = next(iter(heard))
    with pytest.raises(errors.NetworkError) as caught:
        list(heard)
    assert caught.value.arrived == (first,)
    again = session.open(SETTINGS)
    again.send(WIND)
    again.finish()
    assert len(list(again.speech())) == 1
    assert len(sea.headers) == 2


def test_a_message_that_cannot_be_read_keeps_its_audio(session, sea):
    def behave(connection, message):
        frame = json.dumps(frames("ws-server-messages.ndjson")[1])
        connection.send(frame.replace("demo-ctx-1", message["contextId"])[:500])

    sea.behave = behave
    context = session.open(SETTINGS)
    with pytest.raises(errors.ProtocolError, match="cannot be read") as caught:
        list(context.speech())
    assert caught.value.arrived[0].content[:4] == b"RIFF"


def test_a_token_travels_as_subprotocol_and_nothing_is_logged(make_client, sea, caplog):
    caplog.set_level(logging.DEBUG)
    sea.behave = on_close("ws-server-messages.ndjson")
    for auth in (BearerToken(Secret("one-time.token_1234567890")), None):
        options = {} if auth is None else {"auth": auth}
        with make_client(base_url=sea.url, **options).connect() as session:
            context = session.open(SETTINGS)
            context.finish()
            list(context.speech())
    assert sea.headers[0][1]["Sec-WebSocket-Protocol"] == "bearer_one-time.token_1234567890"
    assert all("token_123" not in path for path, _ in sea.headers)
    ours = [r.getMessage() for r in caplog.records if "server" not in r.name]
    assert ours
    assert not any("token_1234567890" in line or KEY in line for line in ours)


def test_auto_mode_times_that_restart_without_a_mark_run_on():
    core = SocketCore()
    state, _ = core.create(SETTINGS, "a")
    core.send_text(state, "one two", flush=False)
    for word in ("one", "two"):
        alignment = {"words": [word], "wordStartTimeSeconds": [0.1], "wordEndTimeSeconds": [0.6]}
        chunk = {"audioContent": "", "timestampInfo": {"wordAlignment": alignment}}
        core.receive(json.dumps({"result": {"contextId": "a", "audioChunk": chunk}}))
    words = [word for event in state.events for word in event.alignment.words]
    assert [(word.text, word.start) for word in words] == [("one", 0.1), ("two", 0.7)]


def test_waiting_readers_share_one_connection(make_client, sea):
    def behave(connection, message):
        if "close_context" in message:
            play(connection, "ws-server-two-flushes.ndjson", message["contextId"])

    sea.behave = behave
    client = make_client(base_url=sea.url, settings=Settings(timeouts=Timeouts(read=5)))
    if make_client.kind == "sync":
        with client.connect() as session:
            contexts = [session.open(SETTINGS) for _ in range(6)]
            [context.send(WIND + REEF) for context in contexts]
            counts = []

            def listen(context):
                context.finish()
                counts.append(len(list(context.speech())))

            threads = [threading.Thread(target=listen, args=(context,)) for context in contexts]
            [thread.start() for thread in threads]
            [thread.join() for thread in threads]
    else:

        async def scene():
            async with client._target.connect() as session:
                contexts = [await session.open(SETTINGS) for _ in range(6)]
                [await context.send(WIND + REEF) for context in contexts]

                async def listen(context):
                    await context.finish()
                    return len([chunk async for chunk in context.speech()])

                return await asyncio.gather(*map(listen, contexts))

        counts = client._loop.run_until_complete(scene())
    assert counts == [2] * 6


def test_marks_are_seen_by_who_wants_them(session, sea):
    sea.behave = on_close("ws-server-messages.ndjson")
    context = session.open(SETTINGS)
    context.finish()
    marks = [event for event in context.events() if isinstance(event, Mark)]
    assert marks == [Mark.CREATED, Mark.FLUSHED, Mark.CLOSED]
