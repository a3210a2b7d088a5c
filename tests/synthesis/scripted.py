"""A small service on a real socket that speaks words as noise, keeps count, and fails on order."""

from __future__ import annotations

import json
import math
import re
import socket
import struct
import threading
import time
from base64 import b64encode
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WORD_SECONDS = 0.1
TOKENS = re.compile(r"\[[^\]\n]*\]|<[^>\n]*>|(/[^/\s]+/|\w+(?:['’]\w+)*)|\s+|.", re.DOTALL)
LIMIT = {"code": 8, "message": "too many concurrent requests", "details": []}
TROUBLE = {"code": 13, "message": "internal", "details": []}
REFUSED = {"code": 16, "message": "invalid credentials", "details": []}


def spoken_words(text: str) -> list[str]:
    """What is heard of a text with markup, word by word, IPA in slashes as one."""
    return [m[1] for m in TOKENS.finditer(text) if m[1]]


class Service(ThreadingHTTPServer):
    """Speaks whatever it is asked to.

    `faults` says by a text's word how a request that holds it goes wrong, and how many times.
    """

    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[dict] = []
        self.heard = threading.Event()
        self.faults: dict[str, tuple[str, int]] = {}
        self.answers: dict[tuple[str, str], object] = {}
        self.pause = 0.0
        self.stopped = threading.Event()
        self.lock = threading.Lock()
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def texts(self) -> list[str]:
        return [body["text"] for body in self.asked]

    def take_fault(self, text: str) -> str:
        with self.lock:
            for word, (fault, times) in self.faults.items():
                if word in text and times:
                    self.faults[word] = (fault, times - 1)
                    return fault
        return ""

    def handle_error(self, request, client_address) -> None:
        """A client that was killed is no surprise."""

    def stop(self) -> None:
        self.stopped.set()
        self.shutdown()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Service

    def log_message(self, *_) -> None:
        """Silence."""

    def do_GET(self) -> None:
        self._answer()

    def do_PATCH(self) -> None:
        self._answer()

    def do_DELETE(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        if self.path != "/tts/v1/voice:stream":
            self._answer()
            return
        body = json.loads(self._read_body())
        with self.server.lock:
            self.server.asked.append(body)
        self.server.heard.set()
        fault = self.server.take_fault(body["text"])
        if fault.isdigit():
            self._send_error(int(fault))
        elif fault == "slow headers":
            self._hang()
        else:
            self._speak(body, fault)

    def _read_body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("content-length") or 0))

    def _answer(self) -> None:
        """What a test laid ready for a method and path."""
        body = self._read_body()
        path = self.path.partition("?")[0]
        answer = self.server.answers.get((self.command, path))
        if callable(answer):
            answer = answer(self.path, json.loads(body) if body else None)
        if answer is None:
            self._send_json(404, {"code": 5, "message": "Not Found", "details": []})
        else:
            status, value = answer if isinstance(answer, tuple) else (200, answer)
            self._send_json(status, value)

    def _send_error(self, status: int) -> None:
        self._send_json(status, {429: LIMIT, 401: REFUSED}.get(status, TROUBLE))

    def _send_json(self, status: int, value: object) -> None:
        data = value if isinstance(value, bytes) else json.dumps(value).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _speak(self, body: dict, fault: str) -> None:
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        lines = list(speak_lines(body))
        for number, line in enumerate(lines):
            time.sleep(self.server.pause)
            if fault and number == 1:
                self._spoil(fault, line)
                return
            self._send_chunk(line)
        self._send_chunk(b"")

    def _send_chunk(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%b\r\n" % (len(data), data))

    def _spoil(self, fault: str, line: bytes) -> None:
        self.close_connection = True
        if fault == "late error":
            self._send_chunk(json.dumps({"error": TROUBLE}).encode() + b"\n")
            self._send_chunk(b"")
        elif fault == "stall":
            self._hang()
        elif fault == "reset":
            self.wfile.write(b"%x\r\n%b" % (len(line), line[: len(line) // 2]))
            time.sleep(0.1)
            self._reset()

    def _hang(self) -> None:
        self.server.stopped.wait(20)
        self.close_connection = True

    def _reset(self) -> None:
        with suppress(OSError):
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()


def speak_lines(body: dict):
    """The lines of a stream: a few words each, with their times."""
    words = spoken_words(body["text"])
    rate = body["audioConfig"]["sampleRateHertz"]
    per_word = int(WORD_SECONDS * rate)
    size = max(math.ceil(len(words) / 4), 1)
    for number, start in enumerate(range(0, max(len(words), 1), size)):
        part = words[start : start + size]
        samples = b"".join(tone(word, per_word) for word in part) or bytes(2 * per_word)
        times = [round((start + i) * per_word / rate, 6) for i in range(len(part) + 1)]
        result = {
            "audioContent": b64encode(wrap(samples, rate)).decode(),
            "usage": {
                "processedCharactersCount": 0 if number else len(body["text"]),
                "modelId": body["modelId"],
            },
            "timestampInfo": {
                "wordAlignment": {
                    "words": part,
                    "wordStartTimeSeconds": times[:-1],
                    "wordEndTimeSeconds": times[1:],
                }
            },
        }
        yield json.dumps({"result": result}).encode() + b"\n"


def tone(word: str, samples: int) -> bytes:
    """A sound that tells its word: the letters' sum, again and again."""
    value = sum(map(ord, word)) % 30_000 + 1
    return struct.pack("<hh", value, -value) * (samples // 2)


def wrap(samples: bytes, rate: int) -> bytes:
    return (
        struct.pack("<4sI4s", b"RIFF", 36 + len(samples), b"WAVE")
        + struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, rate, rate * 2, 2, 16)
        + struct.pack("<4sI", b"data", len(samples))
        + samples
    )
