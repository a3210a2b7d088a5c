"""Every method of both our clients against the service, over real sockets."""

import asyncio
import base64
import inspect

import pytest

from vivavoce.inworld import (
    ApiKey,
    AsyncClient,
    BearerToken,
    Client,
    ContextSettings,
    FetchedToken,
    InworldEngine,
    NoAuth,
    Secret,
    SessionTokens,
    Settings,
    SpeechRequest,
    VoiceQuery,
    errors,
)
from vivavoce.inworld import wire as w
from vivavoce.inworld.retry import RetryPolicy
from vivavoce.inworld.signature import Variant
from vivavoce.inworld.sockets import Mark
from vivavoce.speech import Audio, Encoding, Request

KEY = base64.b64encode(b"testkey:testsecret").decode()
TEXT = "Good evening, harbour watch."
LONG = "The lamps are lit along the pier, and the tide is turning. " * 6
FORM = w.AudioConfig(audio_encoding=Encoding.LINEAR16, sample_rate_hertz=8000)
QUICK = Settings(retry=RetryPolicy(attempts=3, base=0.01, longest=0.02))
CAT = w.Pronunciation(
    display_headword="Crete", language_code="en-US", phone_symbols=("k", "ɹ", "iː", "t")
)


def ask(**more):
    settings = {"text": TEXT, "voice_id": "Dennis", "model_id": "inworld-tts-2"}
    return SpeechRequest(**(settings | {"audio_config": FORM, "language": "en-US"} | more))


class Blocking:
    """An asynchronous object asked as if it were not, so that one test runs both clients."""

    def __init__(self, target, loop):
        self._target, self._loop = target, loop

    def __getattr__(self, name):
        value = getattr(self._target, name)
        if inspect.ismethod(value):
            return lambda *args, **options: self._call(value(*args, **options))
        return self._wrap(value)

    def _call(self, result):
        if inspect.isawaitable(result):
            result = self._loop.run_until_complete(result)
        return self._wrap(result)

    def _wrap(self, value):
        home = type(value).__module__
        mine = home.startswith("vivavoce.inworld.async") or hasattr(value, "__anext__")
        return Blocking(value, self._loop) if mine else value

    def __iter__(self):
        while True:
            try:
                yield self._loop.run_until_complete(anext(self._target))
            except StopAsyncIteration:
                return

    def __enter__(self):
        return self._call(self._target.__aenter__())

    def __exit__(self, *details):
        self._loop.run_until_complete(self._target.__aexit__(*details))


@pytest.fixture(params=["blocking", "async"])
def connect(request, url):
    """A function that makes a client of one kind or the other."""
    made, loop = [], asyncio.new_event_loop()

    def connect(key=None, auth=None, base_url=url):
        if key is None and auth is None:
            key = KEY
        options = {"key": key, "auth": auth, "base_url": base_url, "settings": QUICK}
        if request.param == "blocking":
            client = Client(**options)
        else:
            client = Blocking(loop.run_until_complete(build(options)), loop)
        made.append(client)
        return client

    async def build(options):
        return AsyncClient(**options)

    yield connect
    for client in made:
        client.close()
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()


@pytest.fixture
def client(connect):
    return connect()


def test_synthesize_gives_audio_times_and_counts(client):
    speech = client.synthesize(
        ask(timestamp_type=w.TimestampType.WORD, lipsync_config=w.LipsyncConfig())
    )
    assert [word.text for word in speech.alignment.words] == ["Good", "evening", "harbour", "watch"]
    assert (speech.characters, speech.model) == (len(TEXT), "inworld-tts-2")
    assert 1 < speech.decode().duration < 4
    assert speech.lipsync
    assert len(speech.request_id) == 32


@pytest.mark.parametrize("encoding", list(Encoding))
def test_every_encoding_is_decoded_to_the_same_length(client, encoding):
    telephone = encoding in {Encoding.ALAW, Encoding.MULAW}
    form = w.AudioConfig(audio_encoding=encoding, sample_rate_hertz=8000 if telephone else 24000)
    whole = client.synthesize(ask(audio_config=form)).decode().duration
    streamed = client.stream(ask(audio_config=form)).collect().decode().duration
    assert whole == pytest.approx(streamed, abs=0.1)
    assert 1 < whole < 4


@pytest.mark.parametrize("transport", list(w.TimestampTransport))
def test_stream_gives_pieces_and_the_words_of_the_text(client, transport):
    request = ask(
        text=LONG, timestamp_type=w.TimestampType.WORD, timestamp_transport_strategy=transport
    )
    with client.stream(request) as stream:
        chunks = list(stream)
        assert stream.characters == len(LONG)
    assert len([chunk for chunk in chunks if chunk.content]) > 10
    words = [word for chunk in chunks for word in chunk.alignment.words]
    assert len(words) == len(LONG.split())
    assert all(word.span.of(LONG) == word.text for word in words)


def test_character_times_lead_to_the_same_words(client):
    speech = client.synthesize(ask(timestamp_type=w.TimestampType.CHARACTER))
    assert [word.text for word in speech.alignment.words] == ["Good", "evening", "harbour", "watch"]


def test_a_stream_left_early_frees_its_place(connect, serve):
    client = connect(base_url=serve("--key", KEY, "--plan", "on-demand"))
    for _ in range(8):
        with client.stream(ask(text=LONG)) as stream:
            next(iter(stream))
    assert client.synthesize(ask()).content


def test_the_openai_compatible_endpoint(client):
    request = w.OpenAISpeechRequest(
        model="inworld-tts-2", input=TEXT, voice="Dennis", response_format=w.OpenAIFormat.WAV
    )
    assert client.speak_openai(request)[:4] == b"RIFF"


def test_a_script_is_refused_unless_asked_for(connect, serve):
    voice = w.UtteranceVoice(voice_id="Dennis")
    script = w.ScriptBody(utterances=(w.ScriptUtterance(text=TEXT, voice_config=voice),))
    request = SpeechRequest(model_id="inworld-tts-2", script=script)
    with pytest.raises(errors.InvalidRequestError, match="scripts=experimental"):
        connect().synthesize_script(request, experimental=True)
    brave = connect(base_url=serve("--key", KEY, "--set", "scripts=experimental"))
    assert brave.synthesize_script(request, experimental=True)["audioContent"]


def test_voices_are_listed_by_page_filter_and_language(client):
    everybody = client.voices.list()
    page = client.voices.list_page(VoiceQuery(page_size=5))
    rest = client.voices.list_page(VoiceQuery(page_size=5), page.next_page_token)
    assert [*page.voices, *rest.voices] == list(everybody[:10])
    french = client.voices.list(VoiceQuery(languages=("FR_FR",)))
    assert {voice.language_code for voice in french} == {"fr-FR"}
    only = client.voices.list(VoiceQuery(filter='source = "SYSTEM" AND gender = "female"'))
    assert {voice.gender for voice in only} == {"female"}
    assert client.voices.list_legacy("en")
    assert client.voices.get("Dennis").display_name == "Dennis"
    assert "en-US" in {language.code for language in client.voices.list_languages()}
    assert client.voices.preview("Ashley", "inworld-tts-1.5-max")


def test_a_voice_is_cloned_used_changed_and_deleted(client):
    sample = w.VoiceSample(audio_data=Audio.silence(5, 8000).to_wav(), transcription="Quiet.")
    request = w.CloneRequest(display_name="Night watch", lang_code="EN_US", voice_samples=(sample,))
    cloned = client.voices.clone(request)
    voice = cloned.voice.voice_id
    assert not cloned.audio_samples_validated[0].errors
    changed = client.voices.update(voice, w.VoiceUpdate(description="dry", tags=("radio",)))
    assert (changed.description, changed.tags, changed.source) == ("dry", ("radio",), "IVC")
    assert client.synthesize(ask(voice_id=voice)).content
    assert client.voices.delete(voice) is None
    with pytest.raises(errors.NotFoundError):
        client.voices.get(voice)


def test_a_designed_voice_is_heard_and_published(client):
    request = w.DesignRequest(
        design_prompt="An old sailor with a rough and quiet voice",
        preview_text=TEXT,
        voice_design_config=w.DesignConfig(number_of_samples=2),
    )
    designed = client.voices.design(request)
    assert [preview.preview_audio[:4] for preview in designed.preview_voices] == [b"RIFF"] * 2
    voice = designed.preview_voices[0].voice_id
    published = client.voices.publish(voice, w.PublishRequest(display_name="Old sailor"))
    assert (published.display_name, published.source) == ("Old sailor", "TVD")
    assert client.voices.get(voice) == published


def test_a_voice_learns_another_language(connect, serve):
    client = connect(base_url=serve("--key", KEY, "--set", "localize=experimental"))
    sample = w.VoiceSample(audio_data=Audio.silence(5, 8000).to_wav())
    request = w.CloneRequest(display_name="Night watch", voice_samples=(sample,))
    voice = client.voices.clone(request).voice.voice_id
    wanted = w.LocalizeRequest(language_code="fr-FR")
    answer = client.voices.localize(voice, wanted, experimental=True)
    assert answer["candidates"][0]["previewAudio"]


def test_dictionaries_are_kept_listed_changed_and_heard(client):
    draft = w.DictionaryDraft(display_name="Places", pronunciations=(CAT,))
    made = [client.dictionaries.create("clients", draft) for _ in range(6)]
    names = {row.name for row in client.dictionaries.list("clients")}
    assert {row.name for row in made} <= names
    assert len(client.dictionaries.list_page("clients").pronunciation_dictionaries) == 5
    first = client.dictionaries.get(made[0].name)
    changed = client.dictionaries.update(
        first.name, w.DictionaryUpdate(etag=first.etag, display_name="Harbours")
    )
    assert (changed.display_name, len(changed.pronunciations)) == ("Harbours", 1)
    with pytest.raises(errors.ConflictError):
        client.dictionaries.delete(first.name, first.etag)

    def rename(row):
        return w.DictionaryUpdate(etag=row.etag, display_name="Islands")

    assert client.dictionaries.edit(first.name, rename).display_name == "Islands"
    reference = w.DictionaryReference(dictionary=first.name)
    settings = w.DictionarySettings(dictionaries=(reference,))
    spoken = client.synthesize(
        ask(
            text="Crete.",
            timestamp_type=w.TimestampType.WORD,
            pronunciation_dictionary_settings=settings,
        )
    )
    assert [word.text for word in spoken.alignment.words] == ["Crete"]
    for row in client.dictionaries.list("clients"):
        client.dictionaries.delete(row.name, row.etag)
    client.dictionaries.delete(first.name, first.etag, allow_missing=True)
    assert client.dictionaries.list("clients") == ()


def test_jobs_are_submitted_awaited_and_fetched(client):
    timed = ask(timestamp_type=w.TimestampType.WORD)
    operation = client.jobs.submit(timed)
    done = client.jobs.wait(operation.name, seconds=20, every=0.05)
    assert client.jobs.poll(operation.name).done
    assert client.jobs.download(done.audio_uri)[:4] == b"RIFF"
    assert b"wordAlignment" in client.jobs.download(done.timestamps_uri)
    items = tuple(w.BatchItem(custom_id=name, request=ask()) for name in ("one", "two"))
    operation = client.jobs.submit_batch(w.BatchRequest(items=items))
    done = client.jobs.wait(operation.name, seconds=20, every=0.05)
    rows = client.jobs.read_batch(done.results_uri).results
    assert [row.custom_id for row in rows] == ["one", "two"]
    assert client.jobs.download(rows[1].audio_uri)[:4] == b"RIFF"


def test_a_one_time_token_opens_one_request(client, connect):
    token = client.tokens.create(ttl=60, client_reference="player-17")
    assert (token.single_use, token.client_reference) == (True, "player-17")
    guest = connect(auth=BearerToken(token.value))
    assert guest.synthesize(ask()).content
    with pytest.raises(errors.ForbiddenError):
        guest.synthesize(ask())


def test_tokens_are_fetched_and_minted_as_needed(client, connect):
    minted = []

    def fetch():
        with Client(KEY, base_url=client.base_url) as owner:
            minted.append(owner.tokens.create(ttl=60))
        return minted[-1]

    guest = connect(auth=FetchedToken(fetch))
    assert guest.synthesize(ask()).content
    assert guest.voices.get("Dennis")
    assert len(minted) == 2
    for variant in Variant:
        session = connect(auth=SessionTokens(Secret(KEY), variant))
        assert session.synthesize(ask()).content
        assert session.get_authorization()
    bearer = connect(auth=ApiKey(Secret(KEY), bearer=True))
    assert bearer.synthesize(ask()).content


def test_a_websocket_speaks_flush_by_flush(client):
    settings = ContextSettings(
        voice_id="Dennis",
        model_id="inworld-tts-2",
        audio_config=FORM,
        timestamp_type=w.TimestampType.WORD,
    )
    with client.connect() as session:
        context = session.open(settings)
        context.send("Wind is rising.", flush=True)
        first = list(context.speech(flush=True))
        context.send(" Reef the ")
        context.send("main.")
        session.keepalive()
        context.finish()
        rest = list(context.speech())
        dropped = session.open(settings)
        dropped.send("Nobody hears this.")
        dropped.cancel()
        assert list(dropped.events())[-1] is Mark.CLOSED
    words = [word for chunk in (*first, *rest) for word in chunk.alignment.words]
    assert [word.text for word in words] == ["Wind", "is", "rising", "Reef", "the", "main"]
    starts = [word.start for word in words]
    assert starts == sorted(starts)
    assert all(chunk.content for chunk in (first[0], rest[0]))


def test_two_contexts_share_a_connection(client):
    settings = ContextSettings(voice_id="Ashley", model_id="inworld-tts-2", audio_config=FORM)
    with client.connect() as session:
        contexts = [session.open(settings, name) for name in ("a", "b")]
        for context in contexts:
            context.send(TEXT)
            context.finish()
        heard = [b"".join(chunk.content for chunk in c.speech()) for c in contexts]
    assert all(len(audio) > 10_000 for audio in heard)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"voice_id": "Nobody"}, errors.NotFoundError),
        ({"language": "xx-XX"}, errors.InvalidRequestError),
    ],
)
def test_refusals_are_errors_of_the_right_kind(client, change, error):
    with pytest.raises(error):
        client.synthesize(ask(**change))
    with pytest.raises(error):
        list(client.stream(ask(**change)))


def test_wrong_and_missing_credentials_are_told_apart(connect):
    with pytest.raises(errors.ForbiddenError, match="does not exist"):
        connect(key=base64.b64encode(b"\x01\xb7\x1d:nobody").decode()).synthesize(ask())
    with pytest.raises(errors.AuthError):
        connect(auth=NoAuth()).synthesize(ask())


@pytest.mark.parametrize("status", [429, 503])
def test_what_passes_is_tried_again(connect, serve, status):
    base = serve("--key", KEY, "--fault", f"status={status} times=2")
    client = connect(base_url=base)
    assert client.synthesize(ask()).content


def test_what_lasts_is_told(connect, serve):
    client = connect(base_url=serve("--key", KEY, "--fault", "status=429"))
    with pytest.raises(errors.RateLimitError):
        client.synthesize(ask())


def test_an_error_late_in_a_stream_keeps_what_arrived(connect, serve):
    client = connect(base_url=serve("--key", KEY, "--fault", "late-error on=stream"))
    with client.stream(ask(text=LONG)) as stream, pytest.raises(errors.ServerError) as told:
        list(stream)
    assert told.value.arrived


def test_on_premises_needs_no_key(connect, serve):
    client = connect(auth=NoAuth(), base_url=serve("--on-prem"))
    assert client.synthesize(ask(model_id="inworld-tts-1.5-max")).content
    with pytest.raises(errors.NotFoundError):
        client.voices.list()


def test_the_engine_reads_and_speaks(url):
    with Client(KEY, base_url=url) as client:
        engine = InworldEngine(client)
        request = Request(text=TEXT, voice="Dennis", model="inworld-tts-2", sample_rate=24000)
        chunks = list(engine.stream(request))
        assert sum(chunk.audio.duration for chunk in chunks) > 1
        assert [word.text for chunk in chunks for word in chunk.alignment.words][-1] == "watch"
        assert "Dennis" in {voice.id for voice in engine.voices()}
