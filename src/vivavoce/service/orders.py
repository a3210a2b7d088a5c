"""A speech request, read and checked as the service checks it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from vivavoce.dialects import TagKind, dialect
from vivavoce.dialects.dialect import known_models
from vivavoce.service.bodies import take_list, take_number, take_object, take_text
from vivavoce.service.languages import has_alignment, read_language
from vivavoce.service.refusals import Refusal, invalid
from vivavoce.service.steering import TAG, Rewrite, rewrite
from vivavoce.speech import Request
from vivavoce.speech.audio import Encoding

if TYPE_CHECKING:
    from vivavoce.service.switches import Switches

RATES = (8000, 16000, 22050, 24000, 32000, 44100, 48000)
_OPUS_RATES = {22050: 24000, 32000: 48000, 44100: 48000}
"""Rates that Opus has not, and the next it has; its audio always decodes at 48000."""

_CONTEXT_LIMIT = 2000
_DESIGN_PROMPT = range(7, 1025)
DESIGNED = "Designed"
"""Stands for a voice that is described in the request and kept nowhere."""

_TELEPHONE = frozenset({Encoding.ALAW, Encoding.MULAW})
_MARKUP = re.compile(r"<[^<>]*>|\[[^\[\]]*\]")


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
        whole: whether it goes out in one piece, so that chunks need not be cut into lines.
        lipsync: whether visemes are asked for.
        words: `tokens`, `old` or `merged`.
        partial: whether rows of phones say that they are not partial.
        tags: whether bracket tags stand among the words.
        count: characters to bill.
        rewrites: what the voice gets in place of stretches of the text.
        dictionaries: names of pronunciation dictionaries.
        pronunciations: IPA by headword, filled from the dictionaries.
        any_case: whether headwords are case-folded and so match in any case.
    """

    text: str
    request: Request
    encoding: Encoding = Encoding.MP3
    rate: int = 48000
    bit_rate: int | None = None
    times: str = ""
    trailing: bool = False
    whole: bool = False
    lipsync: bool = False
    words: str = "tokens"
    partial: bool = False
    tags: bool = False
    count: int = 0
    rewrites: tuple[Rewrite, ...] = ()
    dictionaries: tuple[str, ...] = ()
    pronunciations: dict[str, str] = field(default_factory=dict)
    any_case: bool = False


def read_order(
    body: dict[str, Any], switches: Switches, *, limit: int = 2000, strict: bool = False
) -> Order:
    """The order in a body whose names are camelCase.

    Args:
        body: fields it does not know are ignored, as the service does.
        switches: how disagreements are settled.
        limit: characters of text.
        strict: whether timestamps for a language without them are refused (jobs) or left out.

    Raises:
        Refusal: with code 3 for anything the service refuses.
    """
    model = check_model(take_text(body, "modelId"))
    text = take_text(body, "text")
    if len(text) > limit:
        raise invalid(f"text is too long: {len(text)} characters, the limit is {limit}")
    config = take_object(body, "audioConfig")
    encoding, rate, bit_rate = _read_form(config)
    language = read_language(take_text(body, "language"))
    instruction = take_text(body, "instruction") if dialect(model).steers else ""
    take_number(body, "temperature", 0, 2)
    _check_context(body)
    request = Request(
        text=prepare(text, model, switches.unknown_tags),
        voice=_read_voice(body, model),
        model=model,
        language=language,
        speaking_rate=float(take_number(config, "speakingRate", 0.5, 1.5) or 1.0),
        instruction=instruction,
        sample_rate=rate,
        normalize={"ON": True, "OFF": False}.get(take_text(body, "applyTextNormalization")),
    )
    return Order(
        text=text,
        request=request,
        encoding=encoding,
        rate=rate,
        bit_rate=bit_rate,
        times=_read_times(body, language, switches.alignment, strict=strict),
        trailing=_choice(body, "timestampTransportStrategy", ("SYNC", "ASYNC")) == "ASYNC",
        lipsync=_read_lipsync(body),
        words=switches.words,
        partial=switches.is_partial == "present" or switches.words == "old",
        tags=switches.tag_words == "tokens",
        count=len(text if switches.markup_billed == "yes" else _MARKUP.sub("", text)),
        rewrites=rewrite(
            request.text, model, instruction, switches, literal=request.normalize is False
        ),
        dictionaries=_read_dictionaries(body),
    )


def _read_voice(body: dict[str, Any], model: str) -> str:
    """A stored voice, or the mark of one that is described (Script synthesis page, voice lab)."""
    voice = take_text(body, "voiceId")
    if body.get("voiceDesign") is None:
        if not voice:
            raise invalid("voice_id is required")
        return voice
    if voice:
        raise invalid("set voice_id or voice_design, not both")
    if model != "inworld-tts-2":
        raise invalid(f"voice_design is not supported by {model}")
    if len(take_text(take_object(body, "voiceDesign"), "designPrompt")) not in _DESIGN_PROMPT:
        raise invalid("voice_design.design_prompt must have 7 to 1024 characters")
    return DESIGNED


def _check_context(body: dict[str, Any]) -> None:
    """Earlier texts are context only; the local voice has no use for them."""
    rows = take_list(take_object(body, "synthesisContext"), "previousRequests")
    texts = [take_text(row, "text") for row in rows if isinstance(row, dict)]
    if sum(map(len, texts)) > _CONTEXT_LIMIT:
        raise invalid(f"synthesis_context is longer than {_CONTEXT_LIMIT} characters")


def _read_times(body: dict[str, Any], language: str | None, covered: str, *, strict: bool) -> str:
    wanted = _choice(body, "timestampType", ("WORD", "CHARACTER"))
    if not wanted or has_alignment(language, covered):
        return wanted
    if strict:
        raise invalid(f"timestamps are not supported for language {language}")
    return ""


def check_model(name: str) -> str:
    """A model id that is served.

    Raises:
        Refusal: as recorded in Sep 2026.
    """
    if not name:
        raise invalid("model_id is required")
    if name not in known_models():
        raise invalid(f"model_id: {name} is not supported.")
    return name


def is_speakable(text: str) -> bool:
    """Whether there is a letter or digit outside markup."""
    bare = _MARKUP.sub(" ", text)
    return any(c.isalnum() for c in bare) or bool(TAG.search(text))


def prepare(text: str, model: str, unknown_tags: str) -> str:
    """The text as an older model takes it: unknown tags spoken or dropped, letters in place."""
    table = dialect(model)

    def replace(match: re.Match[str]) -> str:
        if table.classify(match[1]).kind is not TagKind.UNKNOWN:
            return match[0]
        return f" {match[1]} " if unknown_tags == "speak" else " " * len(match[0])

    return TAG.sub(replace, text)


def _read_form(config: dict[str, Any]) -> tuple[Encoding, int, int | None]:
    """REST takes an unknown encoding for the default one (SDK notes, 2026)."""
    name = take_text(config, "audioEncoding")
    encoding = Encoding(name) if name in Encoding.__members__ else Encoding.MP3
    default = 8000 if encoding in _TELEPHONE else 48000
    rate = int(take_number(config, "sampleRateHertz", 1, 1_000_000) or default)
    allowed: tuple[int, ...] = RATES[1:] if encoding is Encoding.MP3 else RATES
    if encoding in _TELEPHONE:
        allowed = (8000,)
    if rate not in allowed:
        raise invalid(f"sample_rate_hertz: {rate} is not supported for {encoding}.")
    if encoding is Encoding.OGG_OPUS:
        rate = _OPUS_RATES.get(rate, rate)
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
