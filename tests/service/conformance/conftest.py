"""Real servers, raw exchanges and the mark that ties a check to a documented fact.

`fact(name, statement, source, grade, switch="name=value")`: what is known of the vendor's service,
in one sentence; who says so; how good that evidence is; and, where sources disagree or are silent,
the setting under which the check holds. `scripts/make_docs.py` writes docs/conformance.md from it.
"""

import base64
import json
import socket
import tomllib
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from websockets.sync.client import connect

KEY = base64.b64encode(b"testkey:testsecret").decode()
RESTRICTED = base64.b64encode(b"reader:testsecret").decode()
TEXT = "Good evening, harbour watch."
HERE = Path(__file__).parent
MARK = "fact(name, statement, source, grade, switch): what a check proves of the vendor's service"


def pytest_configure(config):
    config.addinivalue_line("markers", MARK)


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("conformance"))


class Service:
    """One running service, spoken to as a stranger would."""

    def __init__(self, url, key=KEY):
        self.url, self.key = url, key
        headers = {"Authorization": f"Basic {key}"} if key else {}
        self.client = httpx.Client(base_url=url, headers=headers, timeout=60)

    def body(self, **more):
        form = {"audioEncoding": "LINEAR16", "sampleRateHertz": 8000}
        plain = {"text": TEXT, "voiceId": "Dennis", "modelId": "inworld-tts-2", "audioConfig": form}
        return plain | more

    def post(self, path, body, **more):
        return self.client.post(path, json=body, **more)

    def ask(self, **more):
        """`POST /tts/v1/voice`, whatever comes back."""
        return self.post("/tts/v1/voice", self.body(**more))

    def speak(self, **more):
        """The JSON of a sync answer that must be good."""
        answer = self.ask(**more)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def hear(self, text, model="inworld-tts-2", **more):
        """The samples of a text."""
        form = {"audioEncoding": "PCM", "sampleRateHertz": 8000}
        made = self.speak(text=text, modelId=model, audioConfig=form, **more)
        return base64.b64decode(made["audioContent"])

    def stream(self, **more):
        """The lines of a stream that must be good."""
        answer = self.post("/tts/v1/voice:stream", self.body(**more))
        assert answer.status_code == 200, answer.text
        return [json.loads(line) for line in answer.text.splitlines() if line.strip()]

    def results(self, **more):
        return [line["result"] for line in self.stream(**more)]

    def dial(self, path="/tts/v1/voice:streamBidirectional", *, key=None, query="", **more):
        """An open WebSocket."""
        key = self.key if key is None else key
        headers = {"Authorization": f"Basic {key}"} if key else {}
        return connect(
            self.url.replace("http", "ws") + path + query, additional_headers=headers, **more
        )

    def talk(self, messages, until="contextClosed", **more):
        """Frames up to the one that holds `until`."""
        with self.dial(**more) as open_socket:
            for message in messages:
                open_socket.send(message if isinstance(message, str) else json.dumps(message))
            frames = []
            while not frames or until not in json.dumps(frames[-1]):
                frames.append(json.loads(open_socket.recv(timeout=20)))
            return frames

    def raw(self, request):
        """Bytes out, bytes back: status, headers, body as it came, and body without chunking."""
        place = urlsplit(self.url)
        with socket.create_connection((place.hostname, place.port), timeout=60) as plain:
            plain.sendall(request)
            data = b""
            while piece := plain.recv(65536):
                data += piece
        top, _, body = data.partition(b"\r\n\r\n")
        status, *rows = top.decode("latin-1").split("\r\n")
        headers = dict(row.lower().split(": ", 1) for row in rows)
        chunked = headers.get("transfer-encoding") == "chunked"
        return int(status.split()[1]), headers, _join_chunks(body) if chunked else [body]


def _join_chunks(body):
    chunks = []
    while body:
        size, _, body = body.partition(b"\r\n")
        count = int(size, 16)
        chunks.append(body[:count])
        body = body[count + 2 :]
    return [chunk for chunk in chunks if chunk]


def read_switches():
    return tomllib.loads((files("vivavoce.service") / "profiles.toml").read_text("utf-8"))[
        "switches"
    ]


def set_all(place):
    """Options that set every switch that has so many values to its value at `place`."""
    rows = read_switches().items()
    values = {name: row["choices"][place] for name, row in rows if len(row["choices"]) > place}
    return [part for name, value in values.items() for part in ("--set", f"{name}={value}")]


def _spectra(samples, count):
    import numpy as np

    frames = np.frombuffer(samples, "<i2")[: count // 256 * 256].reshape(-1, 256)
    return np.abs(np.fft.rfft(frames * np.hanning(256)))


@pytest.fixture(scope="session")
def alike():
    """Whether two recordings sound the same; the local voice never repeats itself to the bit."""
    import numpy as np

    def compare(one, two):
        short, long = sorted((len(one) // 2, len(two) // 2))
        if long - short > 0.03 * long:
            return False
        first, second = _spectra(one, short), _spectra(two, short)
        return bool(np.linalg.norm(first - second) < 0.6 * np.linalg.norm(first))

    return compare


@pytest.fixture(scope="session")
def begin(serve):
    """Starts a service and closes what spoke to it at the end."""
    begun = []

    def start(*options, key=KEY):
        begun.append(Service(serve(*options), key))
        return begun[-1]

    yield start
    for one in begun:
        one.client.close()


@pytest.fixture(scope="session")
def service(begin):
    """The service as it starts, with one key and one that cannot write."""
    return begin("--key", KEY, "--restricted-key", RESTRICTED)


@pytest.fixture(scope="session")
def other(begin):
    """Every switch at its second value."""
    return begin("--key", KEY, *set_all(1))


@pytest.fixture(scope="session")
def third(begin):
    """Every switch that has one at its third value."""
    return begin("--key", KEY, *set_all(2))


@pytest.fixture(scope="session")
def on_demand(begin):
    """The smallest plan."""
    return begin("--key", KEY, "--plan", "on-demand")


@pytest.fixture(scope="session")
def on_premises(begin):
    """A deployment in one's own house."""
    return begin("--on-prem", key="")


@pytest.fixture(scope="session")
def shapes():
    return json.loads((HERE / "shapes.json").read_text("utf-8"))


@pytest.fixture(scope="session")
def fits(shapes):
    """Where a value differs in structure from a named shape; see shapes.json."""

    def compare(value, name):
        return list(_differ(value, shapes[name], "", shapes))

    return compare


def _differ(value, shape, place, shapes):
    if isinstance(shape, str) and shape.startswith("@"):
        shape = shapes[shape[1:]]
    if isinstance(shape, str):
        if _kind(value) not in shape.split("|"):
            yield f"{place or '.'}: {_kind(value)} instead of {shape}"
    elif isinstance(shape, list):
        if not isinstance(value, list):
            yield f"{place or '.'}: {_kind(value)} instead of a list"
            return
        for item in value:
            yield from _differ(item, shape[0], f"{place}[]", shapes)
    elif not isinstance(value, dict):
        yield f"{place or '.'}: {_kind(value)} instead of an object"
    else:
        required = {name for name in shape if not name.endswith("?")}
        allowed = {name.removesuffix("?"): part for name, part in shape.items()}
        yield from (f"{place}.{name} is missing" for name in sorted(required - set(value)))
        yield from (f"{place}.{name} is not known" for name in sorted(set(value) - set(allowed)))
        for name in set(value) & set(allowed):
            yield from _differ(value[name], allowed[name], f"{place}.{name}", shapes)


def _kind(value):
    if value is None:
        return "null"
    return {bool: "bool", str: "text", int: "number", float: "number", dict: "object"}.get(
        type(value), "list"
    )
