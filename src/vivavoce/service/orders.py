"""A speech request, read and checked as the service checks it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from vivavoce.dialects import TagKind, dialect
from vivavoce.dialects.dialect import known_models
from vivavoce.errors import UnknownNameError
from vivavoce.service.bodies import take_number, take_object, take_text
from vivavoce.service.refusals import Refusal, invalid
from vivavoce.speech import Request
from vivavoce.speech.audio import Encoding

RATES = (8000, 16000, 22050, 24000, 32000, 44100, 48000)
_OPUS_RATES = (8000, 16000, 24000, 48000)
_TELEPHONE = frozenset({Encoding.ALAW, Encoding.MULAW})
_TAG = re.compile(r"\[([^\[\]]+)\]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be spoken, and in what form it is to come back.

    Attributes:
        text: as sent; times point into it.
        request: what the engine is asked.
        encoding: of the audio.
        rate: hertz of the audio.
        bit_rate: bits a second, for MP3 and Opus.
        times: `WORD`, `CHARACTER` or "".
        trailing: whether times come after the audio.
        lipsync: whether visemes are asked for.
        words: `tokens` or `old`.
        dictionaries: names of pronunciation dictionaries.
        pronunciations: IPA by headword, filled from the dictionaries.
    """

    text: str
    request: Request
    encoding: Encoding = Encoding.MP3
    rate: int = 48000
    bit_rate: int | None = None
    times: str = ""
    trailing: bool = False
    lipsync: bool = False
    words: str = "tokens"
    dictionaries: tuple[str, ...] = ()
    pronunciations: dict[str, str] = field(default_factory=dict)


def read_order(
    body: dict[str, Any], *, words: str = "tokens", unknown_tags: str = "speak", limit: int = 2000
) -> Order:
    """The order in a body whose names are camelCase.

    Args:
        body: fields it does not know are ignored, as the service does.
        words: shape of word times.
        unknown_tags: what a 1.x model does with tags it lacks.
        limit: characters of text.

    Raises:
        Refusal: with code 3 for anything the service refuses.
    """
    model = check_model(take_text(body, "modelId"))
    voice = take_text(body, "voiceId")
    text = take_text(body, "text")
    if not voice and not take_object(body, "voiceDesign"):
        raise invalid("voice_id is required")
    if len(text) > limit:
        raise invalid(f"text is too long: {len(text)} characters, the limit is {limit}")
    encoding, rate, bit_rate = _read_form(take_object(body, "audioConfig"))
    speed = take_number(take_object(body, "audioConfig"), "speakingRate", 0.5, 1.5) or 1.0
    steers = dialect(model).steers
    request = Request(
        text=prepare(text, model, unknown_tags),
        voice=voice or "Designed",
        model=model,
        language=read_language(take_text(body, "language")),
        speaking_rate=float(speed),
        instruction=take_text(body, "instruction") if steers else "",
        sample_rate=rate,
        normalize={"ON": True, "OFF": False}.get(take_text(body, "applyTextNormalization")),
    )
    take_number(body, "temperature", 0, 2)
    return Order(
        text=text,
        request=request,
        encoding=encoding,
        rate=rate,
        bit_rate=bit_rate,
        times=_choice(body, "timestampType", ("WORD", "CHARACTER")),
        trailing=_choice(body, "timestampTransportStrategy", ("SYNC", "ASYNC")) == "ASYNC",
        lipsync=_read_lipsync(body),
        words=words,
        dictionaries=_read_dictionaries(body),
    )


def check_model(name: str) -> str:
    """A model id that is served.

    Raises:
        Refusal: as recorded in Sep 2026.
    """
    if not name:
        raise invalid("model_id is required")
    try:
        return dialect(name).name
    except UnknownNameError:
        raise invalid(f"model_id: {name} is not supported.") from None


def models() -> tuple[str, ...]:
    """The ids of all models served."""
    return known_models()


def is_speakable(text: str) -> bool:
    """Whether there is a letter or digit outside markup."""
    bare = re.sub(r"<[^<>]*>|\[[^\[\]]*\]", " ", text)
    return any(c.isalnum() for c in bare) or bool(_TAG.search(text))


def read_language(tag: str) -> str | None:
    """A language tag, or None for detection.

    Raises:
        Refusal: if it is no tag at all.
    """
    if not tag or tag.lower() == "auto":
        return None
    if not _LANGUAGE.fullmatch(tag):
        raise invalid(f"language: {tag} is not supported.")
    return tag.replace("_", "-")


def prepare(text: str, model: str, unknown_tags: str) -> str:
    """The text as an older model takes it: unknown tags spoken or dropped, letters in place."""
    table = dialect(model)

    def replace(match: re.Match[str]) -> str:
        if table.classify(match[1]).kind is not TagKind.UNKNOWN:
            return match[0]
        return f" {match[1]} " if unknown_tags == "speak" else " " * len(match[0])

    return _TAG.sub(replace, text)


def _read_form(config: dict[str, Any]) -> tuple[Encoding, int, int | None]:
    """REST takes an unknown encoding for the default one (SDK notes, 2026)."""
    name = take_text(config, "audioEncoding")
    encoding = Encoding(name) if name in Encoding.__members__ else Encoding.MP3
    default = 8000 if encoding in _TELEPHONE else 48000
    rate = int(take_number(config, "sampleRateHertz", 1, 1_000_000) or default)
    allowed = {Encoding.MP3: RATES[1:], Encoding.OGG_OPUS: _OPUS_RATES}.get(encoding, RATES)
    if encoding in _TELEPHONE:
        allowed = (8000,)
    if rate not in allowed:
        raise invalid(f"sample_rate_hertz: {rate} is not supported for {encoding}.")
    if encoding not in {Encoding.MP3, Encoding.OGG_OPUS}:
        return encoding, rate, None
    highest = 320_000 if encoding is Encoding.MP3 else 192_000
    return encoding, rate, int(take_number(config, "bitRate", 32_000, highest) or 128_000)


def _choice(body: dict[str, Any], name: str, choices: tuple[str, ...]) -> str:
    value = take_text(body, name)
    return value if value in choices else ""


def _read_lipsync(body: dict[str, Any]) -> bool:
    if body.get("lipsyncConfig") is None:
        return False
    if take_text(take_object(body, "lipsyncConfig"), "visemeSet", "OPENXR") != "OPENXR":
        raise invalid("lipsync_config.viseme_set: only OPENXR is supported")
    return True


def _read_dictionaries(body: dict[str, Any]) -> tuple[str, ...]:
    settings = body.get("pronunciationDictionarySettings")
    if settings is None:
        return ()
    if body.get("enableCustomPronunciation") is not None:
        raise invalid("enable_custom_pronunciation cannot be set with dictionary settings")
    rows = settings.get("dictionaries") if isinstance(settings, dict) else None
    if not isinstance(rows, list) or not 1 <= len(rows) <= 3:
        raise invalid("one to three dictionaries are required")
    names = [row.get("dictionary") if isinstance(row, dict) else None for row in rows]
    if not all(isinstance(name, str) for name in names) or len(set(names)) < len(names):
        raise invalid("dictionaries must be different resource names")
    return tuple(str(name) for name in names)


def refuse_empty() -> Refusal:
    """The 400 variant for a text without words."""
    return invalid("Text cannot be empty")
