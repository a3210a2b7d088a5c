"""hibari-tts's network, run in a session of our own that also tells how long each phone lasts.

The graph computes a duration for every input and does not return it. A protobuf message may be
extended by appending to it, so 29 bytes behind the model make that tensor an output. The trick is
tied to one file by its checksum; with any other model, times are spaced evenly and said to be.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from vivavoce.errors import EngineError, MissingExtraError
from vivavoce.synthesis.engines._tables import read_table

if TYPE_CHECKING:
    from vivavoce.synthesis.engines.score import Style

RATE = 24000
VOICE = "heart"
"""The one voice inside the package; every other would be downloaded, which is never done."""

_DURATIONS = "/Cast_32_output_0"
_KNOWN_MODEL = "5f70741d4e900f4e85d0037498736cc1b3e1b9a63a13546a5da1e63abf4fccd8"
_UNIT = 600
"""Samples in one unit of duration, 25 ms."""

_SPEEDS = (0.5, 2.0)
_VOICED = 40.0
"""Hertz of F0 below which a frame has no voice."""

_AUDIBLE = 0.02
"""Part of the loudest sample above which a sample can be heard."""

_loading = Lock()


class Speech(NamedTuple):
    """What the network made of some phones.

    Attributes:
        samples: little-endian 16-bit PCM at `RATE`.
        ends: for each input, padding included, the sample at which it ends.
        heard: the sample behind the last that can be heard.
        estimated: True where the ends are spaced evenly.
    """

    samples: bytes
    ends: list[int]
    heard: int
    estimated: bool


def load() -> Network:
    """The network of this process, loaded once (about 0.7 s).

    Raises:
        MissingExtraError: if hibari-tts is not installed.
        EngineError: if it is broken.
    """
    with _loading:
        return _load()


@cache
def _load() -> Network:
    try:
        import onnxruntime  # noqa: PLC0415 - optional
        from hibari.voices import voice_path  # noqa: PLC0415 - optional
    except ImportError as error:
        raise MissingExtraError("natural", "The natural voice") from error
    path = Path(voice_path(VOICE, download_missing=False))
    try:
        model = path.read_bytes()
        vocabulary = json.loads((path.parent / "vocab.json").read_text(encoding="utf-8"))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        known = sha256(model).hexdigest() == _KNOWN_MODEL
        session = onnxruntime.InferenceSession(
            model + extend(_DURATIONS) if known else model,
            options,
            providers=["CPUExecutionProvider"],
        )
    except Exception as error:
        raise EngineError(
            f"The natural voice cannot be loaded from {path} ({error}): install hibari-tts anew."
        ) from error
    return Network(session, vocabulary)


def extend(tensor: str) -> bytes:
    """Bytes that make an int64 tensor of an ONNX model an output, put behind the model."""
    kind = _field(1, b"\x08\x07")  # tensor type: element type 7, int64
    return _field(7, _field(12, _field(1, tensor.encode()) + _field(2, kind)))


def _field(number: int, payload: bytes) -> bytes:
    """A length-delimited protobuf field; all of ours are shorter than 128 bytes."""
    assert len(payload) < 128
    return bytes([number << 3 | 2, len(payload)]) + payload


@dataclass(frozen=True)
class Network:
    """The loaded model.

    Attributes:
        session: of onnxruntime.
        vocabulary: from a character of misaki's alphabet to its number.
    """

    session: Any
    vocabulary: dict[str, int]

    def speak(self, phones: str, style: Style, *, speed: float = 1.0, seed: int = 0) -> Speech:
        """Speech for phones in misaki's alphabet, all of them in the vocabulary.

        Args:
            phones: up to some 400 characters.
            style: the delivery.
            speed: on top of the style's; what the network takes is 0.5 to 2.
            seed: the same seed gives the same samples.
        """
        if not phones:
            return Speech(b"", [0, 0], 0, estimated=False)
        import numpy as np  # noqa: PLC0415 - optional
        from hibari import dsp  # noqa: PLC0415 - optional

        ids = [0, *(self.vocabulary[phone] for phone in phones), 0]
        pace = min(max(speed * style.rate, _SPEEDS[0]), _SPEEDS[1])
        names = [output.name for output in self.session.get_outputs()]
        feed = {"ids": np.asarray([ids], np.int64), "speed": np.asarray([pace], np.float32)}
        out = dict(zip(names, self.session.run(names, feed), strict=True))
        spectra = [out[name][0] for name in ("lh", "theta", "ln", "lr", "phi", "f0")]
        wave = dsp.synth(*_colour(spectra, style), np.random.default_rng(seed))
        wave = np.clip(wave * style.volume, -1.0, 1.0) * 32767
        ends, estimated = _read_ends(out.get(_DURATIONS), len(ids), len(wave))
        loud = np.flatnonzero(np.abs(wave) > _AUDIBLE * np.abs(wave).max(initial=1.0))
        heard = int(loud[-1]) + 1 if len(loud) else 0
        return Speech(wave.astype("<i2").tobytes(), ends, heard, estimated=estimated)


def _colour(spectra: list[Any], style: Style) -> list[Any]:
    """The network's outputs with a delivery's melody, or without a voice."""
    import numpy as np  # noqa: PLC0415 - optional

    lh, theta, ln, lr, phi, f0 = spectra
    voiced = f0 > _VOICED
    if voiced.any() and (style.pitch, style.range) != (1.0, 1.0):
        mean = np.exp(np.log(f0[voiced]).mean())
        f0 = np.where(voiced, mean * style.pitch * (np.maximum(f0, 1.0) / mean) ** style.range, f0)
    if style.whisper:
        row = read_table("natural")["whisper"]
        ln = np.log(np.exp(ln) + row["noise"] * np.exp(np.minimum(lh, 7.0)))
        lh, lr, f0 = np.full_like(lh, row["harmonic"]), lr + row["residual"], np.zeros_like(f0)
    f0 = np.minimum(f0, 600.0)
    return [part.astype(np.float32) for part in (lh, theta, ln, lr, phi, f0)]


def _read_ends(durations: Any, inputs: int, samples: int) -> tuple[list[int], bool]:
    """Where each input ends, and whether that is a guess."""
    if durations is not None:
        steps = durations.reshape(-1).tolist()
        if len(steps) == inputs and sum(steps) * _UNIT == samples:
            at, ends = 0, []
            for step in steps:
                at += step * _UNIT
                ends.append(at)
            return ends, False
    return [samples * (index + 1) // inputs for index in range(inputs)], True
