"""What goes wrong between here and the service, over real sockets, with both clients.

For each fault: the error has the right type and says what to do, nothing that arrived is lost, and
nothing is paid twice.
"""

from __future__ import annotations

import asyncio
import json
import logging
import socket
from base64 import b64encode

import pytest

from vivavoce.inworld import ApiKey, BearerToken, Secret, Settings, SpeechRequest, errors
from vivavoce.inworld import wire as w
from vivavoce.inworld.async_client import AsyncClient
from vivavoce.inworld.retry import RetryPolicy
from vivavoce.speech import Encoding

KEY = "dGVzdGtleTp0ZXN0c2VjcmV0"
ID = "f" * 32
REQUEST = SpeechRequest(
    text="Good evening, harbour watch.",
    voice_id="Dennis",
    model_id="inworld-tts-2",
    audio_config=w.AudioConfig(audio_encoding=Encoding.LINEAR16, sample_rate_hertz=8000),
)
HTML = b"<html><body>Bad gateway \x1b[31m</body></html>"
GOOD = "sync-200-plain.json"
GOOD_STREAM = "stream-200-linear16.ndjson"


def sync(client):
    return client.synthesize(REQUEST)


def stream(client):
    return client.stream(REQUEST).collect()


def listen(client):
    """What a stream hands over before it fails, and how it fails."""
    heard = []
    try:
        for chunk in client.stream(REQUEST):
            heard.append(chunk)  # noqa: PERF402 - kept one by one, because it fails
    except errors.InworldError as error:
        return heard, error
    return heard, None


ASKS = pytest.mark.parametrize("ask", [sync, stream])

ANSWERS = [
    ("error-400-empty-text", 400, errors.InvalidRequestError, 3, "Text cannot be empty"),
    ("error-400-unknown-model", 400, errors.InvalidRequestError, 3, "not supported"),
    ("error-401-no-credentials", 401, errors.AuthError, 16, "check INWORLD_API_KEY"),
    ("error-403-unknown-key", 403, errors.ForbiddenError, 7, "does not exist or was deleted"),
    ("error-403-bad-signature", 403, errors.ForbiddenError, 7, "invalid authorization signature"),
    ("error-404-unknown-voice", 404, errors.NotFoundError, 5, "Unknown voice: Nobody not found"),
    ("error-404-unknown-path", 404, errors.NotFoundError, 5, "check voice id, name and base URL"),
    ("error-429-limit", 429, errors.RateLimitError, 8, "lower the concurrency"),
    ("error-500-internal", 500, errors.ServerError, 13, "try again later"),
    ("error-500-internal", 503, errors.ServerError, 13, "try again later"),
]


@ASKS
@pytest.mark.parametrize("wrapping", ["", "-wrapped"])
@pytest.mark.parametrize(("name", "status", "kind", "code", "words"), ANSWERS)
def test_error_answers(  # noqa: PLR0917 - a row of the matrix
    name, status, kind, code, words, wrapping, ask, client, server, play
):
    server.play(play.of(f"{name}{wrapping}.json", status=status))
    with pytest.raises(kind, match=words) as caught:
        ask(client)
    error = caught.value
    assert (error.status, error.code, error.request_id) == (status, code, ID)
    assert ID in str(error)
    assert len(server.got) == (3 if status in {429, 500, 503} else 1)


@ASKS
def test_a_key_fragment_in_a_message_is_masked(ask, client, server, play):
    server.play(play.of("error-403-unknown-key.json", status=403))
    with pytest.raises(errors.ForbiddenError) as caught:
        ask(client)
    assert "dGVz" not in str(caught.value)


@ASKS
@pytest.mark.parametrize("status", [409, 418])
def test_unusual_statuses_are_errors_too(status, ask, client, server, play):
    server.play(play((b'{"code": 10, "message": "busy"}',), status=status))
    with pytest.raises(errors.ConflictError, match="busy"):
        ask(client)


@ASKS
@pytest.mark.parametrize(
    ("status", "kind"), [(502, errors.ServerError), (200, errors.ProtocolError)]
)
def test_a_page_instead_of_json(status, kind, ask, client, server, play):
    server.play(play((HTML,), status=status, headers={"content-type": "text/html"}))
    with pytest.raises(kind) as caught:
        ask(client)
    assert "\x1b" not in str(caught.value)
    assert "<html>" not in str(caught.value)


@ASKS
def test_a_redirect_is_not_followed(ask, client, server, play):
    server.play(play(status=307, headers={"location": "http://127.0.0.1:9/steal"}))
    with pytest.raises(errors.InworldError, match="check the base URL"):
        ask(client)
    assert len(server.got) == 1


@ASKS
def test_a_refused_connection(ask, make_client):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(errors.NetworkError, match="Check the base URL") as caught:
        ask(make_client(base_url=f"http://127.0.0.1:{port}"))
    assert not caught.value.sent


@ASKS
def test_a_host_nobody_knows(ask, make_client):
    with pytest.raises(errors.NetworkError, match="base URL") as caught:
        ask(make_client(base_url="https://no-such-host.invalid"))
    assert not caught.value.sent


@ASKS
def test_a_server_without_tls(ask, make_client, server, play):
    server.play(play.of(GOOD))
    with pytest.raises(errors.NetworkError, match="secure connection"):
        ask(make_client(base_url=server.url.replace("http:", "https:")))


@ASKS
def test_headers_that_never_come(ask, client, server, play):
    server.play(play(fault="slow headers"))
    with pytest.raises(errors.StalledError, match="too long") as caught:
        ask(client)
    assert caught.value.sent
    assert len(server.got) == 1, "it may have been paid for: not repeated"


@ASKS
@pytest.mark.parametrize("fault", ["reset before answer", "close before answer"])
def test_a_connection_lost_before_the_answer_is_not_paid_twice(fault, ask, client, server, play):
    server.play(play(fault=fault))
    with pytest.raises(errors.NetworkError, match="lost before an answer"):
        ask(client)
    assert len(server.got) == 1


@ASKS
def test_who_wants_may_pay_twice(ask, make_client, server, play):
    answer = GOOD if ask is sync else GOOD_STREAM
    server.play(play(fault="reset before answer"), play.of(answer))
    policy = RetryPolicy(attempts=2, base=0.001, repeat_paid=True)
    assert ask(make_client(settings=Settings(retry=policy))).characters == 28


@pytest.mark.parametrize("fault", ["stall", "reset", "close"])
def test_a_stream_that_breaks_keeps_what_came(fault, client, server, play, read_payload):
    server.play(play.of(GOOD_STREAM, fault=fault))
    heard, error = listen(client)
    assert isinstance(error, errors.NetworkError)
    assert [len(chunk.content) for chunk in heard] == [844, 844]
    assert error.arrived == tuple(heard)
    assert len(server.got) == 1


@pytest.mark.parametrize("fault", ["stall", "reset", "close"])
def test_audio_of_a_line_cut_in_two_is_saved(fault, client, server, play, read_payload):
    first, second = read_payload(GOOD_STREAM).splitlines(keepends=True)
    server.play(play((first + second[: len(second) // 2],), fault=fault))
    heard, error = listen(client)
    assert isinstance(error, errors.NetworkError)
    assert [chunk.complete for chunk in heard] == [True, False]
    whole = json.loads(second)["result"]["audioContent"]
    assert heard[1].content[:4] == b"RIFF"
    assert whole.startswith(b64encode(heard[1].content[:300]).decode())


@pytest.mark.parametrize("fault", ["stall", "reset", "close"])
def test_audio_of_a_sync_answer_cut_in_two_is_saved(fault, client, server, play, read_payload):
    data = read_payload(GOOD)
    server.play(play((data[:700],), length=len(data), fault=fault))
    with pytest.raises(errors.NetworkError) as caught:
        client.synthesize(REQUEST)
    saved = caught.value.arrived[0]
    assert saved.content[:4] == b"RIFF"
    assert not saved.complete


@ASKS
def test_truncated_json_is_saved_too(ask, client, server, play, read_payload):
    server.play(play((read_payload(GOOD if ask is sync else GOOD_STREAM)[:600],)))
    with pytest.raises(errors.ProtocolError, match="saved") as caught:
        ask(client)
    assert caught.value.arrived[0].content[:4] == b"RIFF"
    assert caught.value.request_id == ID


def test_a_late_error_comes_after_what_arrived(client, server, play):
    server.play(play.of("stream-200-late-error.ndjson"))
    heard, error = listen(client)
    assert isinstance(error, errors.ServerError)
    assert "synthesis stopped early" in str(error)
    assert [len(chunk.content) for chunk in heard] == [844, 844]
    assert (error.code, error.arrived) == (13, tuple(heard))
    assert len(server.got) == 1


def test_an_error_line_before_any_audio_is_tried_again(client, server, play):
    error = b'{"error": {"code": 13, "message": "internal failure", "details": []}}\n'
    server.play(play((error,)), play.of(GOOD_STREAM))
    assert client.stream(REQUEST).collect().characters == 28


@ASKS
def test_an_error_inside_a_good_status(ask, client, server, play, read_payload):
    server.play(
        play(
            (json.dumps(json.loads(read_payload("error-404-unknown-voice-wrapped.json"))).encode(),)
        )
    )
    with pytest.raises(errors.NotFoundError):
        ask(client)


@ASKS
@pytest.mark.parametrize(
    "data",
    [
        b'{"audioContent": "%%%not base64%%%"}',
        b'{"audioContent": 7}',
        b'{"result": {"audioContent": "%%%"}}',
        b'{"something": "else"}',
        b"[1, 2]",
        b'"text"',
        b"\xff\xfe\x00",
        b"{",
    ],
)
def test_rubbish_is_a_protocol_error(data, ask, client, server, play):
    server.play(play((data,)))
    with pytest.raises(errors.ProtocolError) as caught:
        ask(client)
    assert caught.value.request_id == ID


@ASKS
def test_an_empty_body(ask, client, server, play):
    server.play(play())
    with pytest.raises(errors.ProtocolError):
        ask(client)


@ASKS
def test_empty_audio_is_no_error(ask, client, server, play):
    server.play(play.of("stream-200-empty-text.ndjson"))
    speech = ask(client)
    assert (speech.content, speech.characters, len(speech.decode())) == (b"", 0, 0)


@ASKS
def test_an_endless_answer_is_cut_off(ask, make_client, server, play):
    server.play(play(fault="endless"))
    with pytest.raises(errors.TooLargeError, match="larger than 300000 bytes"):
        ask(make_client(settings=Settings(largest_answer=300_000)))


@ASKS
def test_odd_times_cost_no_audio(ask, client, server, play, read_payload):
    answer = json.loads(read_payload(GOOD)) | {
        "timestampInfo": {"wordAlignment": {"words": [None, 3], "wordStartTimeSeconds": "soon"}},
        "usage": "many",
        "brandNew": {"field": 1},
    }
    data = json.dumps(answer).encode()
    server.play(play((data + b"\n",)))
    speech = ask(client)
    assert len(speech.decode()) == 400
    assert speech.alignment.words == ()


@ASKS
def test_trouble_that_passes_is_waited_out(ask, client, server, play):
    answer = GOOD if ask is sync else GOOD_STREAM
    server.play(
        play.of("error-429-limit.json", status=429, headers={"retry-after": "0"}),
        play.of("error-500-internal.json", status=503),
        play.of(answer),
    )
    assert ask(client).characters == 28
    assert len(server.got) == 3


def test_a_cancelled_task_frees_its_slot(server, play, quick):
    server.play(play(fault="slow headers"), play.of(GOOD))

    async def scene():
        settings = Settings(concurrency=1)
        auth = ApiKey(Secret(KEY))
        async with AsyncClient(auth=auth, base_url=server.url, settings=settings) as client:
            stuck = asyncio.create_task(client.synthesize(REQUEST))
            waiting = asyncio.create_task(client.synthesize(REQUEST))
            async with asyncio.timeout(5):
                while not server.got:  # noqa: ASYNC110 - a thread fills it
                    await asyncio.sleep(0.005)
            assert client.gate.allowance.in_flight == 1
            stuck.cancel()
            speech = await asyncio.wait_for(waiting, 5)
            assert client.gate.allowance.in_flight == 0
            return speech.characters

    assert asyncio.run(scene()) == 28


def test_no_secret_is_ever_shown(make_client, server, play, caplog):
    caplog.set_level(logging.DEBUG)
    plays = [play.of(f"{name}.json", status=status) for name, status, *_ in ANSWERS]
    faults = [play(fault=fault) for fault in ("reset before answer", "slow headers")]
    seen = []
    secret = "supersecrettoken123456"
    for auth in (
        ApiKey(Secret(KEY)),
        ApiKey(Secret(KEY), bearer=True),
        BearerToken(Secret(secret)),
    ):
        client = make_client(auth=auth, settings=Settings(retry=RetryPolicy(attempts=1)))
        seen += [repr(client), repr(auth), str(auth)]
        for answer in [*plays, *faults[:1], play((HTML,)), play.of(GOOD)]:
            server.play(answer)
            for ask in (sync, stream):
                try:
                    seen.append(repr(ask(client)))
                except errors.InworldError as error:
                    chain = [error, error.__cause__, error.__context__]
                    seen += [repr(e) + str(e) + repr(getattr(e, "__dict__", "")) for e in chain]
                    assert not any(type(e).__module__.startswith("httpx") for e in chain)
    shown = "\n".join([caplog.text, *seen])
    for hidden in (KEY, secret, "testsecret", "dGVz***"):
        assert hidden not in shown
