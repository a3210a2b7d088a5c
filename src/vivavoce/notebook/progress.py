"""Speaking with something to look at: a bar that turns into the player."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vivavoce import facade
from vivavoce.notebook.display import Player
from vivavoce.syntax import Script
from vivavoce.synthesis.perform import perform
from vivavoce.synthesis.plan import Wishes, plan_script
from vivavoce.text import Source

if TYPE_CHECKING:
    from vivavoce.speech import Engine, Take


def speak_shown(
    text: str,
    *,
    engine: Engine | str = "espeak",
    voice: str | None = None,
    model: str | None = None,
    language: str | None = None,
) -> Take:
    """Speak a text; the cell shows how far it is, then the player.

    Raises:
        UnknownNameError: for an engine, model or voice that is not there.
        SpeechError: if the engine fails, or there is nothing to speak.
    """
    script = Script.from_source(Source(text))
    steps = plan_script(script, Wishes(model=model, voice=voice, language=language))
    bar = Bar()
    try:
        take = perform(script, steps, facade.find_engine(engine), bar.show)
    except BaseException:
        bar.end("Stopped.")
        raise
    bar.replace(Player(take))
    return take


class Bar:
    """A progress bar in one output, quiet until there is more than one thing to wait for."""

    def __init__(self) -> None:
        self._handle: Any = None

    def show(self, done: int, total: int) -> None:
        """Say how many of how many are done."""
        if total < 2:
            return
        self._put(
            {
                "text/plain": f"Speaking {min(done + 1, total)} of {total}",
                "text/html": (
                    f'<progress max="{total}" value="{done}" aria-label="Speaking"></progress> '
                    f"{done} of {total}"
                ),
            }
        )

    def end(self, message: str) -> None:
        """Leave a word where the bar was, if there was one."""
        if self._handle:
            self._put({"text/plain": message})

    def replace(self, player: Player) -> None:
        """Put the player where the bar was."""
        self._put({"text/plain": repr(player), "text/html": player._repr_html_()})

    def _put(self, bundle: dict[str, str]) -> None:
        from IPython.display import display  # noqa: PLC0415

        if self._handle is None:
            show: Any = display
            self._handle = show(bundle, raw=True, display_id=True)
        else:
            self._handle.update(bundle, raw=True)
