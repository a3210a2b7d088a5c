"""What the workbench does with each message; knows neither widgets nor threads."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from vivavoce import facade
from vivavoce.errors import SpeechError, UsageError, VivavoceError
from vivavoce.exports import transcript
from vivavoce.exports.player.differences import align_words
from vivavoce.notebook.widgets.workbench import protocol
from vivavoce.notebook.widgets.workbench.recipe import write_recipe
from vivavoce.syntax import Script
from vivavoce.synthesis.perform import GAP, join_takes, speak
from vivavoce.synthesis.plan import Wishes, plan_script
from vivavoce.text import Edit, Source, Span, apply_edits

if TYPE_CHECKING:
    from vivavoce.lint import Diagnostic
    from vivavoce.notebook.widgets.workbench.protocol import Choices, Incoming
    from vivavoce.speech import Chunk, Engine, Take
    from vivavoce.synthesis.plan import Step


class Outlet(Protocol):
    """Where the studio's answers go."""

    def post(self, content: dict[str, Any], buffers: list[bytes]) -> None:
        """Send a message to the browser."""

    def publish(self, name: str, value: Any) -> None:
        """Set a trait."""

    def keep(self, takes: list[Take]) -> None:
        """Show players that stay in the notebook."""


class CancelledError(Exception):
    """Somebody asked for a take to be stopped."""


@dataclass(slots=True)
class Entry:
    """A take in the list.

    Attributes:
        take: the take.
        choices: the settings it was made with.
        stars: 0 to 5; 0 for not rated.
        kept: whether a player of it stays in the notebook.
    """

    take: Take
    choices: Choices
    stars: int = 0
    kept: bool = False


class Studio:
    """Script, takes and engine of one workbench.

    Args:
        outlet: where answers go.
        engine: who speaks.
        text: the script.
    """

    def __init__(self, outlet: Outlet, engine: Engine, text: str) -> None:
        self._outlet, self._engine = outlet, engine
        self.text, self.revision = text, 0
        self._model = ""
        self.entries: dict[str, Entry] = {}
        self._diagnostics: list[Diagnostic] = []
        self._cancelled: set[str] = set()
        self._lock = threading.Lock()

    def cancel(self, take: str) -> None:
        """Stop a take that is being spoken or waits; safe in any thread."""
        with self._lock:
            self._cancelled.add(take)

    def handle(self, message: Incoming) -> None:
        """Do what a message asks.

        Raises:
            VivavoceError: if that cannot be done.
        """
        getattr(self, f"_do_{type(message).__name__.lower()}")(message)

    def set_text(self, text: str, revision: int | None = None, model: str | None = None) -> None:
        """Take over a text and say what the linter makes of it.

        Args:
            text: the text.
            revision: the page's number for it; None for a text that the page has yet to get.
            model: whose dialect to check against from now on; "" leaves it to the script.
        """
        if model is not None:
            self._model = model
        self.text = text
        if revision is None:
            self.revision += 1
            # Before the findings: a page that has not got their text drops them.
            self._outlet.publish("script", {"text": text, "revision": self.revision})
        else:
            self.revision = revision
        source = Source(text)
        self._diagnostics = facade.lint(source, model=self._model or None)
        shown = protocol.describe_diagnostics(source, self._diagnostics, self.revision)
        self._outlet.publish("diagnostics", shown)

    def _do_lint(self, message: protocol.Lint) -> None:
        if message.revision >= self.revision:
            self.set_text(message.text, message.revision, message.model)

    def _do_mend(self, message: protocol.Mend) -> None:
        if message.revision != self.revision:
            return
        fixes = [f for f in self._diagnostics[message.diagnostic].fixes if f.edits]
        self.set_text(apply_edits(self.text, list(fixes[message.choice].edits)))

    def _do_say(self, message: protocol.Say) -> None:
        source = Source(message.text)
        span = message.span and Span(*(source.from_utf16(at) for at in message.span))
        self._speak(message.take, message.text, message.settings, span)

    def _do_cancel(self, message: protocol.Cancel) -> None:
        self.cancel(message.take)

    def _speak(self, name: str, text: str, choices: Choices, span: Span | None) -> None:
        """Speak, handing every chunk on as it comes."""
        script = Script.from_source(Source(text))
        steps = [_set(step, choices) for step in plan_script(script, _wishes(choices))]
        steps = [step for step in steps if _is_wanted(step, span)]
        if not steps:
            raise SpeechError("There is nothing to speak here. Put the cursor on spoken text.")
        self._post("take.start", take=name)
        takes: list[Take] = []
        after = 0.0
        for step in steps:
            takes.append(
                speak(self._engine, step.request, partial(self._hear, name, script, step, after))
            )
            after += takes[-1].audio.duration + GAP
        self.entries[name] = Entry(join_takes(script, steps, takes), choices)
        self._end(name)

    def _hear(self, name: str, script: Script, step: Step, after: float, chunk: Chunk) -> None:
        with self._lock:
            if name in self._cancelled:
                raise CancelledError
        find = step.request.source_map.span
        words = [
            protocol.describe_word(
                script.source, replace(w, span=find(w.span) if w.span else None), after=after
            )
            for w in chunk.alignment.words
        ]
        self._outlet.post(
            protocol.make_message(
                "take.chunk", take=name, rate=chunk.audio.sample_rate, words=words, after=after
            ),
            [chunk.audio.samples],
        )

    def _end(self, name: str) -> None:
        take = self.entries[name].take
        self._outlet.post(
            protocol.make_message("take.end", take=name, words=protocol.describe_words(take)),
            [take.audio.to_wav()],
        )
        self._list()

    def _do_want(self, message: protocol.Want) -> None:
        take = self._find(message.take).take
        self._outlet.post(
            protocol.make_message(
                "take.audio", take=message.take, words=protocol.describe_words(take)
            ),
            [take.audio.to_wav()],
        )

    def _do_respell(self, message: protocol.Respell) -> None:
        take = self._find(message.take).take
        word = take.alignment.words[message.word]
        if word.span is None or take.script != self.text:
            raise UsageError("The script has changed since this take. Speak it again first.")
        ipa = read_spelling(message.spelling)
        self.set_text(apply_edits(self.text, [Edit.replace(word.span, f"/{ipa}/")]))
        self._speak(
            message.new, self.text, message.settings, Span(word.span.start, word.span.start)
        )

    def _do_keep(self, message: protocol.Keep) -> None:
        entry = self._find(message.take)
        entry.kept = not entry.kept
        self._outlet.keep([entry.take for entry in self.entries.values() if entry.kept])
        self._list()

    def _do_discard(self, message: protocol.Discard) -> None:
        self.entries.pop(message.take, None)
        self._list()

    def _do_rate(self, message: protocol.Rate) -> None:
        self._find(message.take).stars = min(max(message.stars, 0), 5)
        self._list()

    def _do_compare(self, message: protocol.Compare) -> None:
        takes = [self._find(name).take for name in (message.a, message.b)]
        rows = align_words([transcript.of(take) for take in takes])
        self._post("compared", a=message.a, b=message.b, rows=rows)

    def _find(self, name: str) -> Entry:
        if name not in self.entries:
            raise UsageError("That take is gone. Speak it again.")
        return self.entries[name]

    def _post(self, kind: str, **content: Any) -> None:
        self._outlet.post(protocol.make_message(kind, **content), [])

    def _list(self) -> None:
        rows = [_describe(name, entry) for name, entry in self.entries.items()]
        self._outlet.publish("takes", rows)


def read_spelling(spelling: str) -> str:
    """IPA, with or without slashes, or a respelling such as `puh-TAY-toh`, as IPA.

    Raises:
        UsageError: if it is neither.
    """
    from vivavoce.phonetics import is_valid  # noqa: PLC0415 - only where a word is respelt
    from vivavoce.phonetics.alphabets import respelling  # noqa: PLC0415

    bare = spelling.strip().strip("/").strip()
    ipa = respelling.to_ipa(bare).text if bare.isascii() and "-" in bare else bare
    if not ipa or "/" in ipa or " " in ipa or not is_valid(ipa):
        raise UsageError(
            f"{spelling!r} is neither IPA such as kɹiːt nor a respelling: puh-TAY-toh."
        )
    return ipa


def _wishes(choices: Choices) -> Wishes:
    return Wishes(
        model=choices.model or None,
        language=choices.language or None,
        voice=choices.voice or None,
        speaking_rate=choices.speaking_rate,
    )


def _set(step: Step, choices: Choices) -> Step:
    """The step with the choices that are not wishes of a plan; the browser offers fitting ones."""
    changed: dict[str, Any] = {}
    if choices.delivery_mode:
        changed["delivery_mode"] = choices.delivery_mode
    if choices.temperature is not None:
        changed["temperature"] = choices.temperature
    return replace(step, request=replace(step.request, **changed)) if changed else step


def _is_wanted(step: Step, span: Span | None) -> bool:
    """Whether a step speaks letters that lie between the bounds, or stands around the cursor."""
    if span is None:
        return True
    pieces = step.request.source_map.pieces
    return any(start <= span.end and span.start <= start + size for _, start, size in pieces)


def _describe(name: str, entry: Entry) -> dict[str, Any]:
    take = entry.take
    made = take.provenance
    return {
        "id": name,
        "label": " ".join(word.text for word in take.alignment.words)[:60],
        "voice": ", ".join(dict.fromkeys(request.voice for request in take.requests)),
        "duration": round(take.audio.duration, 3),
        "cost": made.cost,
        "latency": made.latency,
        "notes": list(made.notes),
        "stars": entry.stars,
        "kept": entry.kept,
        "code": write_recipe(take),
    }


def explain(error: Exception) -> str:
    """What to tell the writer; our own errors speak for themselves."""
    if isinstance(error, VivavoceError):
        return str(error)
    return f"Something unexpected happened ({type(error).__name__}). Run the cell again."
