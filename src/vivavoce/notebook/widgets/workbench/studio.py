"""What the workbench does with each message; knows neither widgets nor threads."""

from __future__ import annotations

import threading
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from vivavoce import catalogue, facade
from vivavoce.errors import SpeechError, UsageError, VivavoceError
from vivavoce.exports import transcript
from vivavoce.lint import Settings
from vivavoce.lint.run import lint_script
from vivavoce.notebook.widgets.workbench import describing, learning, offers, protocol
from vivavoce.notebook.widgets.workbench.entries import Entries, Entry
from vivavoce.notebook.widgets.workbench.saving import save_takes
from vivavoce.notebook.widgets.workbench.speaking import Performance
from vivavoce.notebook.widgets.workbench.spelling import read_spelling
from vivavoce.syntax import Script
from vivavoce.synthesis.excerpts import excerpt_plan
from vivavoce.synthesis.plan import Wishes, plan_script
from vivavoce.text import Edit, Source, Span, apply_edits

if TYPE_CHECKING:
    from vivavoce.lint import Diagnostic
    from vivavoce.notebook.widgets.workbench.protocol import Choices, Incoming
    from vivavoce.phonetics.lexicon import Lexicon
    from vivavoce.speech import Engine, Take
    from vivavoce.synthesis.plan import Step
    from vivavoce.synthesis.store import TakeStore


SLOW = (protocol.Say, protocol.Respell, protocol.Survey)
"""Messages that may take long, since they speak or ask a service."""


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


class NotReadyError(SpeechError):
    """The engine chosen lacks something; the message says what."""


class BrokenOffError(SpeechError):
    """A take failed half-way; what was heard is kept."""


class Studio:
    """Script, takes and engines of one workbench.

    Args:
        outlet: where answers go.
        engine: who speaks unless the page chooses another.
        text: the script.
        folder: where lexicons lie and files go; None for the working folder.
    """

    def __init__(
        self, outlet: Outlet, engine: Engine, text: str, folder: Path | None = None
    ) -> None:
        self._outlet, self._engine = outlet, engine
        self._folder = folder or Path()
        self.text, self.revision = text, 0
        self._model, self._newest = "", 0
        self.entries = Entries()
        self._diagnostics: list[Diagnostic] = []
        self._done: dict[str, Take] = {}
        self._kept: list[Take] = []
        self._spelt: dict[str, str] = {}
        self._learnt: Path | None = None
        self._cancelled: set[str] = set()
        self._closed = False
        self._state = threading.RLock()

    def cancel(self, take: str) -> None:
        """Stop a take that is being spoken or waits; safe in any thread."""
        self._cancelled.add(take)

    def expect(self, revision: int) -> None:
        """A text of this revision waits to be checked, so older ones need not be; in any thread."""
        self._newest = max(self._newest, revision)

    def replace_text(self, text: str) -> None:
        """Put another text into every page; safe in any thread."""
        with self._state:
            self.set_text(text)

    def close(self) -> None:
        """Stop what is being spoken; nobody hears it any more."""
        self._closed = True

    def handle(self, message: Incoming) -> None:
        """Do what a message asks; safe in any thread.

        Whoever speaks holds the state only for moments, so that writing goes on beside it.

        Raises:
            VivavoceError: if that cannot be done.
        """
        do = getattr(self, f"_do_{type(message).__name__.lower()}")
        with nullcontext() if isinstance(message, SLOW) else self._state:
            do(message)

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
        self.revision = self.revision + 1 if revision is None else revision
        # Before the findings: a page that has not got their text drops them.
        self._outlet.publish("script", {"text": text, "revision": self.revision})
        script = Script.from_source(Source(text))
        settings = Settings(model=self._model or None)
        self._diagnostics = lint_script(script, catalogue.rules(), settings)
        shown = describing.describe_diagnostics(script.source, self._diagnostics, self.revision)
        self._outlet.publish("diagnostics", shown)
        self._outlet.publish("chosen", offers.find_settings(script))

    def _do_survey(self, message: protocol.Survey) -> None:
        asked = message.engine or self._engine.name
        others = {k: v for k, v in catalogue.engines().items() if k != self._engine.name}
        engines = {self._engine.name: self._engine, **others}
        known = [offers.describe_engine(e, voices=e.name == asked) for e in engines.values()]
        self._outlet.publish("engines", known)

    def _do_lint(self, message: protocol.Lint) -> None:
        if message.revision >= max(self.revision, self._newest):
            self.set_text(message.text, message.revision, message.model)

    def _do_mend(self, message: protocol.Mend) -> None:
        if message.revision != self.revision:
            return
        fixes = [f for f in self._diagnostics[message.diagnostic].fixes if f.edits]
        self.set_text(apply_edits(self.text, list(fixes[message.choice].edits)))

    def _do_say(self, message: protocol.Say) -> None:
        script = Script.from_source(Source(message.text))
        steps = self._plan(script, message.settings)
        if message.span is not None:
            span = Span(*(script.source.from_utf16(at) for at in message.span))
            steps = list(excerpt_plan(steps, span if len(span) else _find_line(script.text, span)))
        self._speak(message.take, script, steps, message.settings)

    def _do_cancel(self, message: protocol.Cancel) -> None:
        self.cancel(message.take)

    def _plan(self, script: Script, choices: Choices) -> list[Step]:
        offers.check_settings(choices, choices.model or offers.find_settings(script)["model"])
        wishes = Wishes(
            model=choices.model or None,
            language=choices.language or None,
            voice=choices.voice or None,
            speaking_rate=choices.speaking_rate,
            lexicon=self._read_lexicon(script),
        )
        return [_set(step, choices) for step in plan_script(script, wishes)]

    def _read_lexicon(self, script: Script) -> Lexicon | None:
        """The lexicon the script names, or the one a word was put into here."""
        from vivavoce.lexicon_files import list_names, read_lexicon  # noqa: PLC0415 - few have one

        path = learning.find_lexicon(script, self._folder)
        named = bool(list_names(script)) or path == self._learnt
        return read_lexicon(str(path)) if named and path.exists() else None

    def _speak(self, name: str, script: Script, steps: list[Step], choices: Choices) -> None:
        """Speak, handing every chunk on as it comes; what was heard is kept if it breaks off."""
        named = choices.engine not in {"", self._engine.name}
        engine = facade.find_engine(choices.engine) if named else self._engine
        status = engine.status()
        if not status.ready:
            raise NotReadyError(status.detail)

        def hear(sound: bytes, **content: Any) -> None:
            if self._closed or name in self._cancelled:
                raise CancelledError
            self._outlet.post(protocol.make_message("take.chunk", take=name, **content), [sound])

        performance = Performance(
            script, steps, engine, heard=hear, done=self._done, store=self._open_store(engine)
        )
        if steps:
            self._post("take.start", take=name)
        try:
            take = performance.run()
        except Exception as error:
            self._break_off(name, performance, choices, error)
            raise
        self._done = {}
        self._end(name, take, choices)

    def _open_store(self, engine: Engine) -> TakeStore | None:
        """Where paid speech is written down: where `viva render` looks for takes."""
        from vivavoce.synthesis.render import is_paid  # noqa: PLC0415 - with the first take
        from vivavoce.synthesis.store import TakeStore  # noqa: PLC0415

        return TakeStore(self._folder / "takes") if is_paid(engine) else None

    def _break_off(
        self, name: str, performance: Performance, choices: Choices, error: Exception
    ) -> None:
        """Keep what was heard of a take that failed, and of one that was stopped what was paid.

        Raises:
            BrokenOffError: if something is kept of a take that failed.
        """
        stopped = isinstance(error, CancelledError)
        reason = "Stopped" if stopped else f"Broke off: {explain(error)}"
        take = performance.save(reason)
        if take is None or (stopped and not take.provenance.cost):
            return
        self._done = {made.requests[0].hash: made for made in performance.takes}
        self._end(name, take, choices, partial=True)
        if not stopped:
            heard = f"The {take.audio.duration:.1f} s heard until then are kept as a take."
            raise BrokenOffError(f"{explain(error)} {heard}") from error

    def _end(self, name: str, take: Take, choices: Choices, *, partial: bool = False) -> None:
        with self._state:
            self.entries[name] = Entry(take, choices, partial=partial)
            self._hand_over("take.end", name)
            self._list()

    def _hand_over(self, kind: str, name: str) -> None:
        take = self.entries.find(name).take
        words = describing.describe_words(take, self._spelt)
        sound = describing.describe_sound(take)
        message = protocol.make_message(kind, take=name, words=words, sound=sound)
        self._outlet.post(message, [take.audio.to_wav()])

    def _do_want(self, message: protocol.Want) -> None:
        self._hand_over("take.audio", message.take)

    def _do_respell(self, message: protocol.Respell) -> None:
        with self._state:
            at = self._respell(message)
            script = Script.from_source(Source(self.text))
        steps = self._plan(script, message.settings)
        said = [s for s in steps if s.utterance.span.start <= at < s.utterance.span.end]
        self._speak(message.new, script, said, message.settings)

    def _respell(self, message: protocol.Respell) -> int:
        """Write the IPA into the script, and say where."""
        take = self.entries.find(message.take).take
        token = transcript.of(take).tokens[message.word]
        ipa = read_spelling(message.spelling)
        if token.span is None or take.script != self.text:
            raise UsageError("The script has changed since this take. Speak it again first.")
        self._spelt[ipa] = self._spelt.get(token.ipa, token.text)
        span = _find_slashes(self.text, token.span)
        self.set_text(apply_edits(self.text, [Edit.replace(span, f"/{ipa}/")]))
        return span.start

    def _do_learn(self, message: protocol.Learn) -> None:
        from vivavoce.lexicon_files import list_names  # noqa: PLC0415 - few words are learnt
        from vivavoce.phonetics.lexicon import Entry as Reading  # noqa: PLC0415

        script = Script.from_source(Source(self.text))
        path = learning.find_lexicon(script, self._folder)
        language = offers.find_settings(script)["language"]
        reading = Reading(
            headword=message.word, ipa=read_spelling(message.spelling), language=language
        )
        learnt = learning.learn_word(path, reading, instead=message.replace)
        if not learnt.was:
            self._learnt = path
        self._post(
            "learnt",
            word=message.word,
            ipa=learnt.ipa,
            was=learnt.was,
            path=str(learnt.path),
            named=bool(list_names(script)),
        )

    def _do_keep(self, message: protocol.Keep) -> None:
        entry = self.entries.find(message.take)
        entry.kept = not entry.kept
        self._keep()

    def _keep(self) -> None:
        """Show the players that are kept, if they changed, and the list."""
        kept = [entry.titled for entry in self.entries.values() if entry.kept]
        if kept != self._kept:
            self._kept = kept
            self._outlet.keep(kept)
        self._list()

    def _do_discard(self, message: protocol.Discard) -> None:
        self.entries.discard(message.take)
        self._keep()

    def _do_restore(self, message: protocol.Restore) -> None:
        self.entries.restore(message.take)
        self._keep()

    def _do_rate(self, message: protocol.Rate) -> None:
        self.entries.find(message.take).stars = min(max(message.stars, 0), 5)
        self._list()

    def _do_rename(self, message: protocol.Rename) -> None:
        self.entries.rename(message.take, message.label)
        self._keep()

    def _do_save(self, message: protocol.Save) -> None:
        entries = [self.entries.find(name) for name in message.takes]
        takes = [(entry.name, entry.titled) for entry in entries]
        paths = save_takes(takes, self._folder / "out", message.format)
        self._post("exported", path=", ".join(map(str, paths)))

    def _do_compare(self, message: protocol.Compare) -> None:
        takes = [self.entries.find(name).take for name in (message.a, message.b)]
        self._post("compared", a=message.a, b=message.b, **describing.compare_takes(takes))

    def _post(self, kind: str, **content: Any) -> None:
        self._outlet.post(protocol.make_message(kind, **content), [])

    def _list(self) -> None:
        self._outlet.publish("takes", self.entries.describe())


def _find_line(text: str, span: Span) -> Span:
    """The line of the script that a cursor stands in."""
    end = text.find("\n", span.end)
    return Span(text.rfind("\n", 0, span.start) + 1, len(text) if end < 0 else end)


def _find_slashes(text: str, span: Span) -> Span:
    """The span with the slashes around it, if it is IPA that stands between some."""
    around = text[max(span.start - 1, 0) : span.end + 1]
    inside = len(around) == len(span) + 2 and around[0] == around[-1] == "/"
    return Span(span.start - 1, span.end + 1) if inside else span


def _set(step: Step, choices: Choices) -> Step:
    """The step with the choices that are not wishes of a plan; the browser offers fitting ones."""
    changed: dict[str, Any] = {}
    if choices.delivery_mode:
        changed["delivery_mode"] = choices.delivery_mode
    if choices.temperature is not None:
        changed["temperature"] = choices.temperature
    return replace(step, request=replace(step.request, **changed)) if changed else step


def explain(error: Exception) -> str:
    """What to tell the writer; our own errors speak for themselves."""
    if isinstance(error, VivavoceError):
        return str(error)
    return f"Something unexpected happened ({type(error).__name__}). Run the cell again."
