"""The espeak-ng library, found, opened once a process, and called under one lock.

The library keeps all its state in globals, so there is one `EspeakLibrary` a process and every call
holds one re-entrant lock; to use several cores, start several processes. What it says about sound
is stable from call to call; times may move by a frame or two (up to 25 ms for a phone), because the
library does not reset its synthesiser between calls (espeak-ng 1.51 and 1.52, Nov 2026).

Where it comes from, in this order: the environment (`VIVAVOCE_ESPEAK_LIBRARY`, and
`VIVAVOCE_ESPEAK_DATA` for its data folder), the package of the `speech` extra, the system.
"""

from __future__ import annotations

import ctypes
import os
import threading
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import count, takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vivavoce.errors import EngineError, MissingExtraError, UnknownNameError
from vivavoce.phonetics.espeak_data import shorten
from vivavoce.phonetics.espeak_values import NEUTRAL, EspeakVoice, Event, EventKind, Prosody

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "NEUTRAL",
    "EspeakLibrary",
    "EspeakVoice",
    "Event",
    "EventKind",
    "Location",
    "Prosody",
    "library",
    "locate",
]

_SYNCHRONOUS = 2
_PHONEME_EVENTS, _IPA_NAMES, _DO_NOT_EXIT = 0x1, 0x2, 0x8000
_UTF8, _SSML, _PHONEME_INPUT, _END_PAUSE = 0x1, 0x10, 0x100, 0x1000
_IPA_MODE = 0x02
_RATE, _VOLUME, _PITCH, _RANGE = 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class Location:
    """Where a library is.

    Attributes:
        library: a path or a name for the loader.
        data: its data folder, or None for the one it was built with.
        origin: who named it, for messages.
    """

    library: str
    data: Path | None
    origin: str


class _Id(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique", ctypes.c_uint),
        ("position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("milliseconds", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user", ctypes.c_void_p),
        ("id", _Id),
    )


class _Voice(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_void_p),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("padding", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(_Event))

_opening = threading.Lock()
_opened: EspeakLibrary | None = None


def library() -> EspeakLibrary:
    """The one open library of this process.

    Raises:
        MissingExtraError: if there is none on this machine.
        EngineError: if there is one that does not work; names the file.
    """
    global _opened  # noqa: PLW0603 - the library's own state is one per process
    with _opening:
        if _opened is None:
            _opened = EspeakLibrary(locate())
        return _opened


def locate() -> Location:
    """The library to open.

    Raises:
        MissingExtraError: if there is none on this machine.
    """
    data = os.environ.get("VIVAVOCE_ESPEAK_DATA")
    folder = Path(data) if data else None
    if explicit := os.environ.get("VIVAVOCE_ESPEAK_LIBRARY"):
        return Location(explicit, folder, "VIVAVOCE_ESPEAK_LIBRARY")
    with suppress(ImportError):
        import espeakng_loader  # noqa: PLC0415 - optional

        packaged = Path(espeakng_loader.get_data_path())
        return Location(espeakng_loader.get_library_path(), folder or packaged, "espeakng-loader")
    from ctypes.util import find_library  # noqa: PLC0415 - starts a compiler on some systems

    if found := find_library("espeak-ng"):
        return Location(found, folder, "the system")
    raise MissingExtraError("speech", "The local voice")


class EspeakLibrary:
    """espeak-ng, opened.

    Attributes:
        location: where it came from.
        sample_rate: hertz of all audio it makes.
        version: such as `1.52.0`.
        data: the data folder in use.
        lock: held during every call; hold it yourself around calls that belong together.
    """

    def __init__(self, location: Location) -> None:
        """Open the library and keep it open: closing it can hang (1.51).

        Raises:
            EngineError: if it cannot be loaded or finds no data.
        """
        self.location = location
        self.lock = threading.RLock()
        self._library = _load(location)
        data = shorten(location.data) if location.data else None
        self.sample_rate = self._initialize(data)
        self.version, self.data = self._read_info()
        if data and not _is_same(self.data, data):
            raise EngineError(f"espeak-ng cannot read its data in {data}: check the folder.")
        self._audio: list[bytes] = []
        self._events: list[Event] = []
        self._callback = _Callback(self._receive)  # the library keeps only a bare pointer
        self._library.espeak_SetSynthCallback(self._callback)
        self._voice = ""
        self._phoneme_input: bool | None = None

    def _initialize(self, data: Path | None) -> int:
        flags = _PHONEME_EVENTS | _IPA_NAMES | _DO_NOT_EXIT
        path = os.fsencode(data) if data else None
        rate: int = self._library.espeak_Initialize(_SYNCHRONOUS, 0, path, flags)
        if rate <= 0:
            where = data or "the folder it was built with"
            raise EngineError(f"espeak-ng finds no voice data in {where}: install it anew.")
        return rate

    def _read_info(self) -> tuple[str, Path]:
        path = ctypes.c_char_p()
        version = self._library.espeak_Info(ctypes.byref(path))
        return version.decode("ascii", "replace"), Path(os.fsdecode(path.value or b""))

    def voices(self) -> tuple[EspeakVoice, ...]:
        """Every voice of a language, in the library's order; those that need MBROLA left out."""
        return self._voices

    @cached_property
    def _voices(self) -> tuple[EspeakVoice, ...]:
        with self.lock:
            entries = self._library.espeak_ListVoices(None)
            present = takewhile(bool, (entries[index] for index in count()))
            voices = [_read_voice(entry.contents) for entry in present]
        return tuple(v for v in voices if not v.identifier.startswith(("mb/", "!v/")))

    @cached_property
    def variants(self) -> tuple[str, ...]:
        """Names that may follow a voice's identifier and a `+`, sorted."""
        folder = self.data / "voices" / "!v"
        return tuple(sorted(path.name for path in folder.glob("*"))) if folder.is_dir() else ()

    def synthesize(  # noqa: PLR0913 - the library's own dials
        self,
        text: str,
        voice: str,
        *,
        variant: str = "",
        prosody: Prosody = NEUTRAL,
        ssml: bool = False,
        phonemes: bool = True,
        end_pause: bool = False,
    ) -> tuple[bytes, list[Event]]:
        """Speak.

        Args:
            text: any text.
            voice: identifier, such as `gmw/en-US`.
            variant: such as `f3` or `whisper`, or "".
            prosody: the four dials.
            ssml: whether angle brackets are markup.
            phonemes: whether `[[…]]` holds phoneme mnemonics.
            end_pause: whether to close with the pause a full stop has.

        Returns:
            Signed 16-bit samples in native byte order, and the events in order of time.

        Raises:
            UnknownNameError: for a voice or variant the library lacks.
            EngineError: if it fails.
        """
        flags = _UTF8 | ssml * _SSML | phonemes * _PHONEME_INPUT | end_pause * _END_PAUSE
        data = _encode(text)
        with self.lock:
            self._select(voice, variant)
            self._set(prosody)
            self._audio, self._events = [], []
            self._phoneme_input = phonemes
            error = self._library.espeak_Synth(data, len(data) + 1, 0, 1, 0, flags, None, None)
            if error or self._library.espeak_Synchronize():
                raise EngineError(f"espeak-ng could not speak (error {error}): try once more.")
            return b"".join(self._audio), self._events

    def text_to_ipa(
        self,
        text: str,
        voice: str,
        *,
        variant: str = "",
        separator: str = "",
        phonemes: bool = False,
    ) -> str:
        """How the library says a text, in IPA with stress marks; clauses joined by a blank.

        Args:
            text: any text.
            voice: identifier, such as `gmw/en-US`.
            variant: such as `f3`, or ""; it changes no sound, but saves a change of voice.
            separator: one character to put between phonemes, or "".
            phonemes: whether `[[…]]` holds phoneme mnemonics.

        Raises:
            UnknownNameError: for a voice the library lacks.
        """
        mode = _IPA_MODE | (ord(separator) << 8 if separator else 0)
        with self.lock:
            self._select(voice, variant)
            self._switch_phoneme_input(phonemes)
            return " ".join(part for part in self._clauses(_encode(text), mode) if part)

    def _clauses(self, data: bytes, mode: int) -> Iterator[str]:
        buffer = ctypes.create_string_buffer(data)
        pointer = ctypes.c_void_p(ctypes.addressof(buffer))
        while pointer.value:
            ipa = self._library.espeak_TextToPhonemes(ctypes.byref(pointer), 1, mode)
            yield (ipa or b"").decode("utf-8", "replace").strip()

    def _switch_phoneme_input(self, phonemes: bool) -> None:  # noqa: FBT001 - its one subject
        """Set whether `[[` opens phonemes: a global that only a synthesis call writes."""
        if phonemes != self._phoneme_input:
            flags = _UTF8 | phonemes * _PHONEME_INPUT
            self._library.espeak_Synth(b" ", 2, 0, 1, 0, flags, None, None)
            self._phoneme_input = phonemes

    def _select(self, voice: str, variant: str) -> None:
        name = f"{voice}+{variant}" if variant else voice
        if name == self._voice:
            return
        if variant and variant not in self.variants:
            raise UnknownNameError("espeak variant", variant, self.variants)
        if self._library.espeak_SetVoiceByName(os.fsencode(name)):
            raise UnknownNameError("espeak voice", voice, (v.identifier for v in self.voices()))
        self._voice = name

    def _set(self, prosody: Prosody) -> None:
        """Set every dial, since the library keeps what the call before left."""
        for number, value in zip((_RATE, _PITCH, _RANGE, _VOLUME), prosody, strict=True):
            self._library.espeak_SetParameter(number, value, 0)

    def _receive(self, samples: int | None, count: int, events: Any) -> int:
        """Take audio and events from the library; runs inside `espeak_Synth`."""
        if samples and count > 0:
            self._audio.append(ctypes.string_at(samples, count * 2))
        for event in events:
            if event.type == EventKind.LIST_END:
                break
            name = event.id.string if event.type == EventKind.PHONEME else b""
            self._events.append(
                Event(
                    event.type,
                    event.position - 1,
                    event.length,
                    event.sample,
                    name.decode("utf-8", "replace"),
                )
            )
        return 0


def _load(location: Location) -> Any:
    try:
        loaded = ctypes.CDLL(location.library)
        loaded.espeak_Info.restype = ctypes.c_char_p
        loaded.espeak_TextToPhonemes.restype = ctypes.c_char_p
        loaded.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_Voice))
        loaded.espeak_Synth.argtypes = (
            ctypes.c_char_p,
            ctypes.c_size_t,
            ctypes.c_uint,
            ctypes.c_int,
            ctypes.c_uint,
            ctypes.c_uint,
            ctypes.c_void_p,
            ctypes.c_void_p,
        )
    except (OSError, AttributeError) as error:
        raise EngineError(
            f"{location.library} (from {location.origin}) is no espeak-ng library that can be "
            f"loaded here: {error}."
        ) from error
    return loaded


def _is_same(used: Path, wanted: Path) -> bool:
    with suppress(OSError):
        return used.samefile(wanted)
    return False


def _encode(text: str) -> bytes:
    """UTF-8 with one code point for each of the text's, so that positions hold."""
    return text.replace("\0", " ").encode("utf-8", "replace")


def _read_voice(entry: _Voice) -> EspeakVoice:
    return EspeakVoice(
        identifier=entry.identifier.decode("utf-8", "replace"),
        name=entry.name.decode("utf-8", "replace"),
        languages=tuple(_read_languages(entry.languages)),
        gender={1: "male", 2: "female"}.get(entry.gender, ""),
    )


def _read_languages(address: int | None) -> Iterator[str]:
    """Walk `priority byte, code, zero` until a priority of zero."""
    while address and ctypes.string_at(address, 1) != b"\0":
        code = ctypes.string_at(address + 1)
        yield code.decode("utf-8", "replace")
        address += len(code) + 2
