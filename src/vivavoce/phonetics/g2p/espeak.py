"""espeak-ng itself, by the binding the local voice uses; rules for over a hundred languages."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from vivavoce.errors import UnknownNameError, VivavoceError
from vivavoce.phonetics.espeak_library import library
from vivavoce.phonetics.suggestions import PronunciationSource, Reading, SourceStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

_SWITCH = re.compile(r"\([a-z-]{2,12}\)")
_HOMES = {"en": "en-us", "pt": "pt-br", "es": "es", "zh": "cmn"}
"""Which variety a bare code means; the library's own first choice for `en` is British."""


class EspeakSource(PronunciationSource):
    """Asks the library for phonemes; it has a guess for every word it can spell."""

    name = "espeak"
    rank = 20
    engine = "espeak-ng"

    def status(self) -> SourceStatus:
        """Whether the library can be opened."""
        try:
            return SourceStatus(ready=True, detail=f"espeak-ng {library().version}")
        except VivavoceError as error:
            return SourceStatus(ready=False, detail=str(error))

    def find(self, word: str, language: str) -> Sequence[Reading]:
        """The one reading of the library's rules and dictionary.

        Raises:
            MissingExtraError: if there is no library.
            UnknownNameError: if it does not speak the language.
        """
        voice = _voice(language)
        if not any(character.isalnum() for character in word):
            return []
        ipa = _SWITCH.sub("", library().text_to_ipa(word, voice)).strip()
        return [Reading(ipa)] if ipa else []


@lru_cache(maxsize=64)
def _voice(language: str) -> str:
    """The identifier of the voice for a language code, or for the widest code that fits."""
    code = language.replace("_", "-").lower()
    voices = {
        spoken: voice.identifier for voice in library().voices() for spoken in voice.languages[:1]
    }
    home = code.split("-", maxsplit=1)[0]
    for wanted in (code, _HOMES.get(home, home), home):
        if wanted in voices:
            return voices[wanted]
    near = next((spoken for spoken in voices if spoken.startswith(f"{home}-")), None)
    if near is None:
        raise UnknownNameError("language", language, voices)
    return voices[near]


SOURCE = EspeakSource()
