"""Plan a script: which requests speak it, in which voice, and where their letters stand.

One utterance is one request where the model's limits allow it. A longer one is cut at a paragraph,
a sentence, a clause or a blank, never inside markup, and every piece opens with the delivery that
is in force there, since steering does not cross requests (inworld-tts-2: docs.inworld.ai, Steering,
Aug 2026). Pure: nothing is read or sent.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from vivavoce.dialects import Dialect, Force, TagKind, delivery, dialect
from vivavoce.errors import UnknownNameError
from vivavoce.speech import Request
from vivavoce.syntax import Script, parse
from vivavoce.syntax.settings_keys import read_setting
from vivavoce.synthesis.cuts import Cutter
from vivavoce.synthesis.wording import compose, join_lines, pronounce

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.phonetics.lexicon import Lexicon
    from vivavoce.speech import SourceMap
    from vivavoce.syntax import CastMember, Setting, Utterance

DEFAULT_MODEL = "inworld-tts-2"
DEFAULT_VOICE = "Dennis"


@dataclass(frozen=True, slots=True)
class Step:
    """One request of a plan.

    Attributes:
        request: what to send.
        utterance: the utterance it speaks, or a part of.
        part: counted from 0 within the utterance.
        parts: how many pieces the utterance has.
        voice_known: False where the script names no voice for the speaker.
        lexicon: how words are said here, so that readers see the word for its sounds; or None.
    """

    request: Request
    utterance: Utterance
    part: int
    parts: int
    voice_known: bool
    lexicon: Lexicon | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the caller wants instead of what the script says; None leaves it to the script.

    Attributes:
        model: model id.
        language: BCP-47 tag.
        voice: voice id for every line.
        speaking_rate: 1.0 is the voice's own pace.
        sample_rate: hertz.
        limit: which of the dialect's limits a request keeps to.
        lexicon: how words are said; what the script's own `// say:` notes say beats it.
        context: send the text before along with each request, for its tone. Off unless asked for,
            since a changed line then renders the next one anew.
    """

    model: str | None = None
    language: str | None = None
    voice: str | None = None
    speaking_rate: float | None = None
    sample_rate: int | None = None
    limit: str = "sync_characters"
    lexicon: Lexicon | None = None
    context: bool = False


def plan_script(script: Script, wishes: Wishes | None = None) -> list[Step]:
    """The requests that speak a script, in order.

    Utterances in which nothing is spoken (no letter, no digit, no sound) are left out. A setting
    in the front matter that cannot be used is passed over, as the linter says.

    Raises:
        UnknownNameError: if the wishes name a model without a dialect.
    """
    wishes = wishes or Wishes()
    planner = _Planner(script, _choose_dialect(script, wishes), wishes)
    steps = [step for utterance in script.utterances for step in planner.steps(utterance)]
    return _add_context(steps) if wishes.context else steps


def _choose_dialect(script: Script, wishes: Wishes) -> Dialect:
    if wishes.model:
        return dialect(wishes.model)
    try:
        named = read_setting(script.front_matter.settings, "model")
        return dialect(str(named or DEFAULT_MODEL))
    except UnknownNameError:
        return dialect(DEFAULT_MODEL)


class _Planner:
    def __init__(self, script: Script, chosen: Dialect, wishes: Wishes) -> None:
        self._script, self._dialect, self._wishes = script, chosen, wishes
        self._cutter = Cutter(chosen, wishes.limit)
        self._lexicon = _join_lexicon(script, wishes.lexicon)

    def steps(self, utterance: Utterance) -> Iterator[Step]:
        member = self._script.cast.get(utterance.speaker)
        base, known = self._base(member, utterance)
        text, source_map = self._word(utterance, base.language or "")
        if not any(c.isalnum() for c in text):
            return
        document = parse(text)
        start = Force(TagKind.INSTRUCTION, base.instruction) if base.instruction else None
        stretches = delivery.of(document, self._dialect, start=start, language=base.language)
        pieces = self._cutter.cut(document, stretches)
        for part, piece in enumerate(pieces):
            request = replace(
                base,
                text=piece.text,
                instruction=base.instruction if piece.from_start else "",
                source_map=compose(piece.origin, source_map),
            )
            yield Step(request, utterance, part, len(pieces), known, self._lexicon)

    def _word(self, utterance: Utterance, language: str) -> tuple[str, SourceMap]:
        text, source_map = join_lines(utterance)
        if self._lexicon is None:
            return text, source_map
        text, said = pronounce(text, self._lexicon, language, self._dialect)
        return text, compose(said, source_map)

    def _base(self, member: CastMember | None, utterance: Utterance) -> tuple[Request, bool]:
        wishes = self._wishes
        voice = wishes.voice or (member.voice if member else "") or self._setting(None, "voice")
        request = Request(
            text="",
            voice=str(voice or utterance.speaker or DEFAULT_VOICE),
            model=self._dialect.name,
            language=wishes.language or self._setting(member, "language"),
            speaking_rate=wishes.speaking_rate or self._rate(member),
            sample_rate=wishes.sample_rate or self._sample_rate(),
            normalize=self._setting(None, "normalize"),
            seed=self._setting(None, "seed"),
        )
        return self._steered(request, member), bool(voice)

    def _steered(self, request: Request, member: CastMember | None) -> Request:
        """The request with the fields that only some models honour."""
        accepts = self._dialect.accepts
        mode = str(self._setting(member, "delivery_mode") or "").upper()
        temperature = self._setting(member, "temperature")
        usable = bool(temperature) and accepts("temperature") and 0 < temperature <= 2
        instruction = self._setting(member, "instruction")
        return replace(
            request,
            delivery_mode=mode if mode in (accepts("delivery_mode") or ()) else None,
            temperature=float(temperature) if usable else None,
            instruction=instruction if instruction and accepts("instruction") else "",
            dictionaries=self._dictionaries() if accepts("dictionaries") else (),
        )

    def _rate(self, member: CastMember | None) -> float:
        """The pace, brought within what the model takes."""
        rate = float(self._setting(member, "speaking_rate") or 1.0)
        bounds = self._dialect.accepts("speaking_rate")
        return min(max(rate, bounds[0]), bounds[1]) if isinstance(bounds, list) else rate

    def _sample_rate(self) -> int | None:
        rate = self._setting(None, "sample_rate")
        known = self._dialect.table["fields"]["values"]["sample_rate"]
        return int(rate) if rate in known else None

    def _dictionaries(self) -> tuple[str, ...]:
        named = self._setting(None, "dictionaries") or ()
        return tuple(dict.fromkeys((named,) if isinstance(named, str) else named))

    def _setting(self, member: CastMember | None, key: str) -> Any:
        own: Any = None
        if member is not None and isinstance(member.setting.value, dict):
            settings: dict[str, Setting] = member.setting.value
            own = read_setting(settings, key)
        return read_setting(self._script.front_matter.settings, key) if own is None else own


def _join_lexicon(script: Script, lexicon: Lexicon | None) -> Lexicon | None:
    """The lexicon with the script's own notes, or None where neither says anything."""
    if script.says:
        from vivavoce.phonetics.marking import join_notes  # noqa: PLC0415 - few scripts have notes

        lexicon = join_notes(script, lexicon)
    return lexicon if lexicon is not None and lexicon.entries else None


def _add_context(steps: list[Step]) -> list[Step]:
    """Each request told what was spoken before it, as far as that fits."""
    told = steps[:1]
    for before, step in pairwise(steps):
        most = dialect(step.request.model).limit("context_characters")
        fits = len(before.request.text) <= most
        previous = (before.request.text,) if fits else ()
        told.append(replace(step, request=replace(step.request, previous=previous)))
    return told
