"""Credentials: their forms, signatures, renewal, and that nobody sees them."""

from __future__ import annotations

import asyncio
import copy
import json
import logging
import pickle
import threading
import time
from pathlib import Path

import pytest

from vivavoce.errors import ConfigError, UsageError
from vivavoce.inworld import (
    ApiKey,
    BearerToken,
    FetchedToken,
    NoAuth,
    Secret,
    SessionTokens,
    SpeechRequest,
    Token,
)
from vivavoce.inworld.auth import TokenShelf, find_key, split_key
from vivavoce.inworld.secret import LogGuard, clean_message, redact
from vivavoce.inworld.settings import choose_auth, choose_base_url
from vivavoce.inworld.signature import RECIPES, Variant, format_moment, new_nonce, sign, sign_steps

KEY = "dGVzdGtleTp0ZXN0c2VjcmV0"
PAYLOADS = Path(__file__).parent / "payloads"
VECTORS = json.loads((PAYLOADS / "session-token-vectors.json").read_bytes())
REQUEST = SpeechRequest(text="Hi.", voice_id="D", model_id="inworld-tts-2")


@pytest.mark.parametrize("variant", list(Variant))
def test_signatures_match_the_vectors_step_by_step(variant):
    vector = VECTORS[variant]
    messages = [step["message"] for step in vector["steps"]]
    assert sign_steps("testsecret", messages) == [step["hmacSha256Hex"] for step in vector["steps"]]
    moment, host, method, nonce, _ = messages
    assert (RECIPES[variant].host, RECIPES[variant].method) == (host, method)
    header = sign(variant, key_id="testkey", secret="testsecret", moment=moment, nonce=nonce)
    assert header == vector["authorization"]


@pytest.mark.parametrize(("variant", "digits"), [(Variant.A, 11), (Variant.B, 32)])
def test_nonces_are_new_and_of_the_right_length(variant, digits):
    nonces = {new_nonce(variant) for _ in range(100)}
    assert len(nonces) == 100
    assert {len(nonce) for nonce in nonces} == {digits}
    assert all(int(nonce, 16) >= 0 for nonce in nonces)


def test_moments_are_utc():
    assert format_moment(1788264000) == "20260901120000"


@pytest.mark.parametrize("variant", ["A", "B"])
def test_a_session_token_is_asked_for_as_the_contract_shows(variant, make_client, server, play):
    wanted = json.loads((PAYLOADS / f"session-token-{variant.lower()}-request.json").read_bytes())
    answer = {"token": "eyJa.b.c", "expirationTime": "2999-01-01T00:00:00Z"}
    server.play(play((json.dumps(answer).encode(),)), play.of("sync-200-plain.json"))
    client = make_client(auth=SessionTokens(Secret(KEY), Variant(variant)))
    client.synthesize(REQUEST)
    client.synthesize(REQUEST)
    minting, *speaking = server.got
    assert wanted["url"].endswith(minting.target)
    assert minting.json == wanted["body"]
    pattern = wanted["headers"]["Authorization"].partition("DateTime=")[0]
    assert minting.headers["authorization"].startswith(pattern)
    assert [got.headers["authorization"] for got in speaking] == ["Bearer eyJa.b.c"] * 2


def test_a_refused_session_token_is_renewed_once(make_client, server, play):
    answer = {"token": "first", "expirationTime": "2999-01-01T00:00:00Z"}
    server.play(
        play((json.dumps(answer).encode(),)),
        play.of("error-401-no-credentials.json", status=401),
        play((json.dumps(answer | {"token": "second"}).encode(),)),
        play.of("sync-200-plain.json"),
    )
    make_client(auth=SessionTokens(Secret(KEY))).synthesize(REQUEST)
    assert server.got[-1].headers["authorization"] == "Bearer second"


def test_tokens_are_fetched_once_under_concurrency(server, play, quick):
    from vivavoce.inworld import Client

    fetched = []

    def fetch():
        fetched.append(1)
        time.sleep(0.05)
        return Token(Secret(f"token{len(fetched)}"), expires=time.time() + 3600)

    server.play(play.of("sync-200-plain.json"))
    with Client(auth=FetchedToken(fetch), base_url=server.url, settings=quick) as client:
        threads = [threading.Thread(target=client.synthesize, args=(REQUEST,)) for _ in range(8)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
    assert len(fetched) == 1
    assert {got.headers["authorization"] for got in server.got} == {"Bearer token1"}


def test_tokens_are_fetched_once_by_many_tasks(server, play, quick):
    from vivavoce.inworld.async_client import AsyncClient

    fetched = []

    async def fetch():
        fetched.append(1)
        await asyncio.sleep(0.02)
        return Token(Secret("t"), expires=time.time() + 3600)

    async def scene():
        async with AsyncClient(
            auth=FetchedToken(fetch), base_url=server.url, settings=quick
        ) as client:
            await asyncio.gather(*(client.synthesize(REQUEST) for _ in range(8)))

    server.play(play.of("sync-200-plain.json"))
    asyncio.run(scene())
    assert len(fetched) == 1


def test_a_single_use_token_is_used_once(make_client, server, play):
    numbers = iter(range(9))
    server.play(play.of("sync-200-plain.json"))
    client = make_client(
        auth=FetchedToken(lambda: Token(Secret(f"t{next(numbers)}"), single_use=True))
    )
    client.synthesize(REQUEST)
    client.synthesize(REQUEST)
    assert [got.headers["authorization"] for got in server.got] == ["Bearer t0", "Bearer t1"]


def test_a_token_is_renewed_before_it_expires():
    shelf = TokenShelf()
    assert shelf.needs_new(0)
    shelf.put(Token(Secret("t"), expires=900.0), now=0.0)
    assert not shelf.needs_new(800)
    assert shelf.needs_new(850)
    shelf.put(Token(Secret("t"), expires=10.0), now=0.0)
    assert not shelf.needs_new(8)
    assert shelf.needs_new(9.5)


def test_only_the_key_itself_mints_tokens(make_client):
    for auth in (BearerToken(Secret("t")), NoAuth(), ApiKey(Secret(KEY), bearer=True)):
        with pytest.raises(UsageError, match="API key itself"):
            make_client(auth=auth).tokens.create()


def test_the_key_comes_from_where_it_should(tmp_path):
    file = tmp_path / "key"
    file.write_text(f"{KEY}\n")
    file.chmod(0o600)
    assert find_key(KEY, environ={}).reveal() == KEY
    assert find_key(file=file, environ={}).reveal() == KEY
    assert find_key(environ={"INWORLD_API_KEY": f" {KEY}\n"}).reveal() == KEY


def test_a_key_file_others_can_read_is_refused(tmp_path):
    file = tmp_path / "key"
    file.write_text(KEY)
    file.chmod(0o644)
    with pytest.raises(ConfigError, match="chmod 600"):
        find_key(file=file)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("testkey:testsecret", "decoded form"),
        ("", "is empty"),
        (f"Basic {KEY}", "leave the word out"),
        ("schlüssel" * 3, "no key has"),
        (f"{KEY}\nX-Evil: 1", "decoded form"),
        (f"{KEY}\n{KEY}", "no key has"),
    ],
)
def test_a_wrong_key_is_explained_without_showing_it(key, words):
    with pytest.raises(ConfigError, match=words) as caught:
        find_key(key)
    assert "testsecret" not in str(caught.value)
    assert KEY not in str(caught.value)


def test_no_key_at_all_is_explained():
    with pytest.raises(ConfigError, match="set INWORLD_API_KEY"):
        find_key(environ={})


def test_a_missing_key_file_is_explained(tmp_path):
    with pytest.raises(ConfigError, match="Cannot read the key file"):
        find_key(file=tmp_path / "none")


def test_a_key_splits_into_id_and_secret():
    name, secret = split_key(Secret(KEY))
    assert (name, secret.reveal()) == ("testkey", "testsecret")
    with pytest.raises(ConfigError, match="does not decode"):
        split_key(Secret("notbase64!"))


def test_key_and_auth_exclude_each_other():
    with pytest.raises(ConfigError, match="not both"):
        choose_auth(KEY, NoAuth())


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://api.example.com", "https"),
        ("ftp://x", "no base URL"),
        ("api.inworld.ai", "no base URL"),
        ("https://me:pass@x", "password"),
        ("https://x/?a=b", "no base URL"),
    ],
)
def test_credentials_are_not_sent_just_anywhere(url, words):
    with pytest.raises(ConfigError, match=words):
        choose_base_url(url, ApiKey(Secret(KEY)))


def test_on_premises_may_speak_http():
    assert choose_base_url("http://10.0.0.7:8081/", NoAuth()) == "http://10.0.0.7:8081"


def test_the_base_url_comes_from_the_environment(monkeypatch):
    monkeypatch.setenv("INWORLD_BASE_URL", "http://127.0.0.1:1234")
    assert choose_base_url(None, ApiKey(Secret(KEY))) == "http://127.0.0.1:1234"
    monkeypatch.delenv("INWORLD_BASE_URL")
    assert choose_base_url(None, ApiKey(Secret(KEY))) == "https://api.inworld.ai"


def test_a_secret_shows_itself_nowhere():
    secret = Secret(KEY)
    shown = f"{secret} {secret!r} {secret:>40} {[secret]} {ApiKey(secret)} {Token(secret)}"
    assert KEY not in shown
    assert secret == Secret(KEY)
    assert secret != Secret("other")
    for leak in (pickle.dumps, copy.deepcopy):
        with pytest.raises(TypeError, match="never pickled"):
            leak(secret)


@pytest.mark.parametrize(
    "text",
    [
        f"Authorization: Basic {KEY}",
        f"authorization: bearer {KEY}",
        "bearer_eyJhbGciOiJSUzI1NiJ9.eyJub3RlIjoi.bm90LWEt",
        f"key {KEY} refused",
        "https://storage.example/x.mp3?sig=" + KEY,
        'API key does not exist: "dGVz***"',
    ],
)
def test_text_is_cleaned_of_credentials(text):
    cleaned = redact(text, Secret(KEY))
    assert KEY not in cleaned
    assert "eyJhbGci" not in cleaned
    assert "dGVz" not in cleaned


def test_messages_of_a_server_are_tame():
    assert clean_message("a\nb\x1b[31m\u202ec" + "x" * 999).startswith("a b [31m c")
    assert len(clean_message("x" * 9999)) <= 301


def test_log_records_of_other_libraries_are_cleaned():
    guard = LogGuard()
    guard.learn(Secret(KEY))
    record = logging.LogRecord("hpack", 10, "", 1, "Adding %s", (f"authorization: {KEY}",), None)
    guard.filter(record)
    assert KEY not in record.getMessage()
