"""phonemizer (GPL-3, an extra of its own) with espeak-ng: about 140 languages, fast in batches.

One backend a thread and language: a shared one mixes up words (phonemizer 3.4, Nov 2026). Each
loads a private copy of the library, so nothing here disturbs the local voice. It gives the same
answers as `espeak` and takes a quarter of a second to import, so it is asked where that cannot
answer, and for word lists by `transcribe`.
"""

from __future__ import annotations

import threading
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vivavoce.errors import EngineError, MissingExtraError, UnknownNameError, VivavoceError
from vivavoce.phonetics.suggestions import PronunciationSource, Reading, SourceStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

_HOMES = {"en": "en-us", "fr": "fr-fr", "zh": "cmn", "pt": "pt-br"}
_LOCAL = threading.local()
_SET_UP = threading.Lock()


class PhonemizerSource(PronunciationSource):
    """Keeps a backend for every thread and language it was asked in."""

    name = "phonemizer"
    rank = 30
    engine = "espeak-ng"

    def status(self) -> SourceStatus:
        """Whether phonemizer is installed and finds espeak-ng."""
        try:
            _backend("en-us")
        except VivavoceError as error:
            return SourceStatus(ready=False, detail=str(error))
        from importlib.metadata import version  # noqa: PLC0415 - slow to import

        return SourceStatus(ready=True, detail=f"phonemizer {version('phonemizer')}")

    def find(self, word: str, language: str) -> Sequence[Reading]:
        """The one reading of the library's rules and dictionary.

        Raises:
            MissingExtraError: if phonemizer or the library is absent.
            UnknownNameError: if the language is not spoken.
        """
        (ipa,) = transcribe([word], language)
        return [Reading(ipa)] if ipa else []


def transcribe(words: Sequence[str], language: str) -> list[str]:
    """IPA of many words at once, stress before the vowel; empty where there is nothing to say.

    Raises:
        MissingExtraError: if phonemizer or the library is absent.
        UnknownNameError: if the language is not spoken.
    """
    backend = _backend(_code(language))
    # A line break inside a word would make two of it and shift all that follow.
    lines = [" ".join(word.split()) or " " for word in words]
    return [str(line).strip() for line in backend.phonemize(lines, strip=True)]


def _code(language: str) -> str:
    code = language.replace("_", "-").lower()
    return _HOMES.get(code, code)


def _backend(code: str) -> Any:
    backends: dict[str, Any] = _LOCAL.__dict__.setdefault("backends", {})
    if code not in backends:
        backends[code] = _make(code)
    return backends[code]


def _make(code: str) -> Any:
    if find_spec("phonemizer") is None:
        raise MissingExtraError("pronunciation", "Asking phonemizer")
    with _SET_UP:
        from phonemizer.backend import EspeakBackend  # noqa: PLC0415 - an extra, slow to import
        from phonemizer.backend.espeak.wrapper import EspeakWrapper  # noqa: PLC0415

        _find_library(EspeakWrapper)
        known = EspeakBackend.supported_languages()
        chosen = next((c for c in (code, code.split("-", maxsplit=1)[0]) if c in known), None)
        if chosen is None:
            raise UnknownNameError("language", code, known)
        try:
            return EspeakBackend(
                chosen,
                with_stress=True,
                preserve_punctuation=False,
                language_switch="remove-flags",
                tie=False,
                logger=_quiet(),
            )
        except RuntimeError as error:
            raise EngineError(f"phonemizer cannot use espeak-ng: {error}") from error


def _find_library(wrapper: Any) -> None:
    """Point phonemizer at the packaged library, if there is one, else at the system's."""
    if find_spec("espeakng_loader") is not None:
        import espeakng_loader  # noqa: PLC0415 - an extra

        from vivavoce.phonetics.espeak_data import shorten  # noqa: PLC0415

        wrapper.set_library(espeakng_loader.get_library_path())
        wrapper.set_data_path(str(shorten(Path(espeakng_loader.get_data_path()))))
    try:
        wrapper().version  # noqa: B018 - asking is what finds out
    except (RuntimeError, OSError) as error:
        raise MissingExtraError("pronunciation", "Asking phonemizer") from error


def _quiet() -> Any:
    import logging  # noqa: PLC0415 - as slow to import, and wanted here only

    logger = logging.getLogger("vivavoce.phonemizer")
    logger.setLevel(logging.CRITICAL)
    return logger


SOURCE = PhonemizerSource()
