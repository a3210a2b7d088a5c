"""The commands that ask Inworld, against a small service on a real socket."""

from __future__ import annotations

import importlib.util
import json
import stat
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner, Result

from vivavoce.cli.main import run
from vivavoce.cli.main import viva as group
from vivavoce.errors import VivavoceError

HERE = Path(__file__).parent
PAYLOADS = HERE.parent / "inworld" / "payloads"
KEY = "dGVzdGtleTp0ZXN0c2VjcmV0"
NAME = "workspaces/w/pronunciationDictionaries/1234"

_spec = importlib.util.spec_from_file_location(
    "scripted_for_vendor", HERE.parent / "synthesis" / "scripted.py"
)
assert _spec is not None
assert _spec.loader is not None
scripted = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(scripted)


def payload(name: str) -> bytes:
    return (PAYLOADS / name).read_bytes()


def call(*arguments: object, text: str | None = None) -> Result:
    return CliRunner().invoke(
        group, [str(a) for a in arguments], input=text, standalone_mode=False,
    )  # fmt: skip


@pytest.fixture
def service():
    running = scripted.Service()
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def here(service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("INWORLD_API_KEY", KEY)
    monkeypatch.setenv("INWORLD_BASE_URL", service.url)
    monkeypatch.delenv("INWORLD_WORKSPACE", raising=False)
    return tmp_path


ASKING = [
    ["voices", "--engine", "inworld"],
    ["clone", "Night", "a.wav"],
    ["design", "samples", "A low and weathered voice of an old sailor"],
    ["design", "publish", "w__night"],
    ["dictionaries", "list", "--workspace", "w"],
    ["dictionaries", "show", NAME],
    ["dictionaries", "pull", NAME, "a.csv"],
    ["dictionaries", "push", "names.csv", NAME],
    ["dictionaries", "delete", NAME, "--yes"],
    ["latency", "--runs", "1"],
]


@pytest.fixture
def files(here: Path) -> None:
    (here / "a.wav").write_bytes(scripted.wrap(bytes(1600), 8000))
    (here / "names.csv").write_text("headword,ipa,language\nCrete,kriːt,en-US\n", "utf-8")


@pytest.mark.parametrize("arguments", ASKING, ids=" ".join)
@pytest.mark.usefixtures("files")
def test_without_a_key_it_says_where_to_get_one(arguments, monkeypatch, capsys):
    monkeypatch.delenv("INWORLD_API_KEY")
    assert run(arguments) == 2
    told = capsys.readouterr().err
    assert "set INWORLD_API_KEY" in told
    assert "--key-file" in told


@pytest.mark.parametrize("arguments", ASKING, ids=" ".join)
@pytest.mark.usefixtures("files")
def test_a_refusal_is_one_line_without_the_key(arguments, service, capsys):
    refused = (401, scripted.REFUSED)
    for method in ("GET", "POST", "PATCH", "DELETE"):
        for path in ("/voices/v1/voices", "/voices/v1/voices:clone", "/voices/v1/voices:design",
                     "/voices/v1/voices/w__night:publish", f"/pronunciations/v1/{NAME}",
                     "/pronunciations/v1/workspaces/w/pronunciationDictionaries"):  # fmt: skip
            service.answers[method, path] = refused
    service.faults["harbour"] = ("401", 99)
    assert run(arguments) == 2
    told = capsys.readouterr()
    assert "check INWORLD_API_KEY" in told.err
    assert KEY not in told.err + told.out
    assert "Traceback" not in told.err


def test_a_key_file_that_others_can_read_is_refused(here, monkeypatch, capsys):
    monkeypatch.delenv("INWORLD_API_KEY")
    file = here / "key"
    file.write_text(KEY)
    file.chmod(0o644)
    assert run(["latency", "--key-file", "key", "--runs", "1"]) == 2
    told = capsys.readouterr().err
    assert "chmod 600" in told
    assert KEY not in told
    file.chmod(stat.S_IRUSR | stat.S_IWUSR)
    assert run(["latency", "--key-file", "key", "--runs", "1"]) == 0


def test_voices_of_the_local_engine_by_language_and_words():
    rows = json.loads(call("voices", "--language", "en-GB", "--format", "json").output)
    assert rows
    assert {row["language"].split("-")[0] for row in rows} == {"en"}
    text = call("voices", "--filter", "scotland").output
    assert text.splitlines()[0].startswith("ID")
    assert "en-gb-scotland" in text
    assert call("voices", "--filter", "nobody at all").return_value == 1


def test_voices_of_the_service(service):
    asked = []

    def answer(path, _):
        asked.append(parse_qs(urlsplit(path).query))
        last = "pageToken" in asked[-1]
        return json.loads(payload(f"voices-list-{'last-page-' if last else ''}200.json"))

    service.answers["GET", "/voices/v1/voices"] = answer
    text = call("voices", "--engine", "inworld").output
    assert "Dennis" in text
    rows = json.loads(
        call("voices", "--engine", "inworld", "--query", 'source = "SYSTEM"', "--filter", "calm",
             "--format", "json").output
    )  # fmt: skip
    assert [row["id"] for row in rows] == ["Dennis"]
    assert asked[-1]["filter"] == ['source = "SYSTEM"']


def test_the_services_filter_needs_the_service():
    result = call("voices", "--query", "x")
    assert isinstance(result.exception, VivavoceError)
    assert "--engine inworld" in str(result.exception)


@pytest.mark.usefixtures("files")
def test_clone_sends_recordings_and_tells_what_was_heard(service):
    got = []
    answer = json.loads(payload("voice-clone-200.json"))
    service.answers["POST", "/voices/v1/voices:clone"] = lambda _, body: got.append(body) or answer
    result = call(
        "clone", "Night watch", "a.wav", "--language", "en-US", "--tag", "radio", "--transcript",
        "All quiet.", "--denoise",
    )  # fmt: skip
    assert result.return_value == 0
    assert "harbour-demo__night-watch" in result.output
    assert "heard 'All quiet on the pier.'" in result.output
    (body,) = got
    assert body["displayName"] == "Night watch"
    assert body["voiceSamples"][0]["transcription"] == "All quiet."
    assert body["audioProcessingConfig"] == {"removeBackgroundNoise": True}
    answer["audioSamplesValidated"][0]["errors"] = [{"text": "too short"}]
    assert call("clone", "Night watch", "a.wav").return_value == 1


def test_a_recording_too_large_is_not_read_into_a_request(service, here):
    (here / "big.wav").write_bytes(bytes(5_000_000))
    result = call("clone", "Night", "big.wav")
    assert "larger than 4 MB" in str(result.exception)


def test_design_saves_samples_and_publishes_one(service, here):
    answer = json.loads(payload("voice-design-200.json"))
    answer["previewVoices"][0]["voiceId"] = "../../../escape"
    service.answers["POST", "/voices/v1/voices:design"] = answer
    result = call("design", "samples", "A low and weathered voice of an old sailor", "-o", "v")
    assert result.exception is None
    saved = sorted(path.name for path in (here / "v").iterdir())
    assert saved[0].startswith("1-escape.")
    assert len(saved) == len(answer["previewVoices"])
    assert {path.name for path in here.iterdir()} == {"v"}
    service.answers["POST", "/voices/v1/voices/w__night:publish"] = json.loads(
        payload("voice-publish-200.json")
    )
    kept = call("design", "publish", "w__night", "--name", "Night")
    assert kept.output.strip() == json.loads(payload("voice-publish-200.json"))["voiceId"]


class Kept:
    """A dictionary as a service keeps it: each change has a new etag, a stale one is refused."""

    def __init__(self, service) -> None:
        self.words = [word("Crete", "k", "r", "iː", "t"), word("Rhodes", "r", "o", "ʊ", "d", "z")]
        self.turn, self.stale, self.gone = 1, 0, False
        path = f"/pronunciations/v1/{NAME}"
        folder = "/pronunciations/v1/workspaces/w/pronunciationDictionaries"
        service.answers |= {
            ("GET", path): self.read,
            ("PATCH", path): self.change,
            ("DELETE", path): self.delete,
            ("GET", folder): lambda *_: {"pronunciationDictionaries": [self.read()]},
            ("POST", folder): self.create,
        }

    def read(self, *_):
        return {
            "name": NAME, "displayName": "Islands", "pronunciations": self.words,
            "etag": f"e{self.turn}", "updateTime": "2026-11-01T00:00:00Z",
        }  # fmt: skip

    def change(self, path, body):
        if self.stale:
            self.stale -= 1
            self.turn += 1
            self.words.append(word("Samos", "s", "eɪ"))
        if body["etag"] != f"e{self.turn}":
            return 409, {"code": 10, "message": "etag mismatch", "details": []}
        self.words, self.turn = body["pronunciations"], self.turn + 1
        return self.read()

    def create(self, _, body):
        self.words = body["pronunciations"]
        return self.read()

    def delete(self, path, _):
        assert parse_qs(urlsplit(path).query)["etag"] == [f"e{self.turn}"]
        self.gone = True
        return {}


def word(text: str, *phones: str) -> dict:
    return {"displayHeadword": text, "languageCode": "en-US", "phoneSymbols": list(phones)}


def spelt(kept: Kept) -> dict[str, str]:
    return {w["displayHeadword"]: "".join(w["phoneSymbols"]) for w in kept.words}


def test_dictionaries_are_listed_and_shown(service):
    Kept(service)
    assert NAME in call("dictionaries", "list", "--workspace", "w").output
    rows = json.loads(
        call("dictionaries", "list", "--workspace", "w", "--format", "json").output
    )  # fmt: skip
    assert (rows[0]["words"], rows[0]["etag"]) == (2, "e1")
    assert "Crete  /kriːt/  en-US" in call("dictionaries", "show", NAME).output


def test_a_dictionary_goes_to_a_file_and_back(service, here):
    kept = Kept(service)
    for file in ("a.csv", "a.toml", "a.pls"):
        assert call("dictionaries", "pull", NAME, file).exception is None
        told = call("dictionaries", "push", file, NAME).output
        assert told == "0 added, 0 changed, 0 taken out\n", file
    assert spelt(kept) == {"Crete": "kriːt", "Rhodes": "roʊdz"}


def test_push_merges_unless_told_to_replace(service, here):
    kept = Kept(service)
    (here / "n.csv").write_text(
        "headword,ipa,language\nCrete,krɛt,en-US\nNaxos,næksɒs,en-US\n", "utf-8"
    )
    dry = call("dictionaries", "push", "n.csv", NAME, "--dry-run").output
    assert dry == "would be 1 added, 1 changed, 0 taken out\n"
    assert kept.turn == 1
    assert call("dictionaries", "push", "n.csv", NAME).output == dry.removeprefix("would be ")
    assert set(spelt(kept)) == {"Crete", "Rhodes", "Naxos"}
    told = call("dictionaries", "push", "n.csv", NAME, "--replace").output
    assert told == "0 added, 0 changed, 1 taken out\n"
    assert set(spelt(kept)) == {"Crete", "Naxos"}


@pytest.mark.usefixtures("files")
def test_push_keeps_what_somebody_pushed_meanwhile(service):
    kept = Kept(service)
    kept.stale = 1
    result = call("dictionaries", "push", "names.csv", NAME)
    assert result.exception is None
    assert "Samos" in spelt(kept)


@pytest.mark.usefixtures("files")
def test_push_creates_and_delete_asks(service):
    kept = Kept(service)
    assert call("dictionaries", "push", "names.csv", "--workspace", "w").output.strip() == NAME
    assert spelt(kept) == {"Crete": "kriːt"}
    assert "Name the dictionary" in str(call("dictionaries", "push", "names.csv").exception)
    call("dictionaries", "delete", NAME, text="n\n")
    assert not kept.gone
    call("dictionaries", "delete", NAME, text="y\n")
    assert kept.gone


def test_a_bad_lexicon_is_not_sent(service, here):
    kept = Kept(service)
    (here / "bad.csv").write_text("headword,ipa,language\nTwo words,kriːt,en-US\n", "utf-8")
    result = call("dictionaries", "push", "bad.csv", NAME)
    assert "bad.csv" in str(result.exception)
    assert kept.turn == 1


def test_cost_counts_what_is_sent_once(service, here):
    (here / "a.vv").write_text("---\nmodel: inworld-tts-2\n---\nTOM: Hello.\nTOM: Hello.\n")
    (row,) = json.loads(call("cost", "a.vv", "--model", "inworld-tts-2", "--format", "json").output)
    assert (row["requests"], row["characters"]) == (1, 6)
    assert row["usd"] == pytest.approx(6 * 25 / 1e6)
    text = call("cost", "a.vv").output
    assert "inworld-tts-1.5-max" in text
    assert service.asked == []


def test_latency_measures_each_model(service):
    result = call("latency", "--model", "inworld-tts-2", "--model", "inworld-tts-1.5-max", "--runs",
                  "3", "--format", "json")  # fmt: skip
    told = json.loads(result.stdout)
    for row in told["models"]:
        assert 0 < row["least"] <= row["p50"] <= row["p95"] <= row["most"]
    assert len(service.asked) == 8
    assert {body["modelId"] for body in service.asked} == {"inworld-tts-2", "inworld-tts-1.5-max"}
    assert "8 requests to http://127.0.0.1" in result.stderr


def test_on_premises_no_credentials_are_sent(service, monkeypatch):
    monkeypatch.delenv("INWORLD_API_KEY")
    assert call("latency", "--no-key", "--runs", "1").exception is None


def test_the_backend_of_the_docs_mints_a_token(service):
    """The helper in docs/synthesis.md, run as it stands there."""
    import threading
    from urllib.request import Request, urlopen

    page = (HERE.parents[1] / "docs" / "synthesis.md").read_text(encoding="utf-8")
    code = page.split("<!-- tested by tests/cli/test_vendor.py -->\n```python\n")[1].split("```")[0]
    got = []
    answer = json.loads(payload("one-time-token-200.json"))
    service.answers["POST", "/auth/v1/tokens"] = lambda _, body: got.append(body) or answer
    helper: dict = {}
    exec(compile(code, "synthesis.md", "exec"), helper)
    helper["Backend"].log_message = lambda *_: None
    with helper["client"], helper["serve"](0) as backend:
        threading.Thread(target=backend.serve_forever, args=(0.02,), daemon=True).start()
        address = f"http://127.0.0.1:{backend.server_address[1]}/token"
        with urlopen(Request(address, method="POST"), timeout=10) as reply:
            told = json.loads(reply.read())
        backend.shutdown()
    assert told["token"] == answer["accessToken"]
    assert told["expires"] > 0
    assert got == [{"single_use": True, "ttl": "60s", "client_reference_id": "visitor-17"}]
    assert KEY not in json.dumps(told)
