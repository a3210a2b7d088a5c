"""The Python half of the workbench."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import anywidget
import traitlets

from vivavoce import facade
from vivavoce._resources import read_text
from vivavoce.errors import FileError, UsageError, VivavoceError
from vivavoce.notebook.display import Player
from vivavoce.notebook.sendable import make_sendable
from vivavoce.notebook.widgets.workbench import offers, protocol
from vivavoce.notebook.widgets.workbench.spelling import SpellingError
from vivavoce.notebook.widgets.workbench.studio import (
    SLOW,
    CancelledError,
    NotReadyError,
    Studio,
    explain,
)
from vivavoce.notebook.widgets.workbench.worker import Worker

if TYPE_CHECKING:
    from pathlib import Path

    from vivavoce.notebook.widgets.workbench.protocol import Incoming
    from vivavoce.speech import Engine, Take

_HOME = ("notebook", "widgets", "workbench", "static")
_SHOWN_AS = {"takes": "takes_shown"}


class Workbench(anywidget.AnyWidget):
    """An editor that checks, speaks, compares and keeps.

    Args:
        script: the text to start from.
        engine: an engine or its name; the local voice needs no account. The page offers the others.
        folder: where lexicons lie and exported files go; None for the working folder.

    Raises:
        UnknownNameError: if there is no such engine.
    """

    _esm = read_text(*_HOME, "workbench.js")
    _css = read_text(*_HOME, "workbench.css")
    protocol = traitlets.Int(protocol.VERSION).tag(sync=True)
    script = traitlets.Dict().tag(sync=True)
    diagnostics = traitlets.Dict().tag(sync=True)
    chosen = traitlets.Dict().tag(sync=True)
    engines: Any = traitlets.List().tag(sync=True)
    models: Any = traitlets.List().tag(sync=True)
    takes_shown: Any = traitlets.List().tag(sync=True)

    def __init__(
        self, script: str = "", *, engine: Engine | str = "espeak", folder: Path | None = None
    ) -> None:
        chosen = facade.find_engine(engine)
        super().__init__(
            models=offers.describe_models(),
            engines=make_sendable([offers.describe_engine(chosen, voices=chosen.name == "espeak")]),
        )
        self._snapshot_id = ""
        self._kept = _bundle([])
        self._studio = Studio(self, chosen, make_sendable(script), folder)
        # Two, so that findings come while something is spoken.
        self._desk: Worker[Incoming] = Worker(self._studio.handle, self._fail)
        self._voice: Worker[Incoming] = Worker(self._studio.handle, self._fail)
        self._studio.set_text(self._studio.text, 0)
        self.on_msg(self._receive)

    @property
    def text(self) -> str:
        """The script as it stands; set it, and every view shows the new text."""
        return self._studio.text

    @text.setter
    def text(self, text: str) -> None:
        self._studio.replace_text(text)

    @property
    def takes(self) -> list[Take]:
        """The takes, in order of making; plain values that need no widget."""
        return [entry.titled for entry in self._studio.entries.values()]

    def close(self) -> None:
        """End the threads and the widget; what is being spoken stops."""
        # Also called for one that was never made, since its engine is not known.
        if "_voice" in self.__dict__:
            self._studio.close()
            self._desk.close()
            self._voice.close()
        super().close()

    def post(self, content: dict[str, Any], buffers: list[bytes]) -> None:
        """Send a message to the browser."""
        self.send(make_sendable(content), buffers)

    def publish(self, name: str, value: Any) -> None:
        """Set a trait."""
        setattr(self, _SHOWN_AS.get(name, name), make_sendable(value))

    def keep(self, takes: list[Take]) -> None:
        """Show players that stay in the saved notebook."""
        from IPython.display import update_display  # noqa: PLC0415

        self._kept = _bundle(takes)
        update: Any = update_display
        update(self._kept, display_id=self._snapshot_id, raw=True)

    def _ipython_display_(self, **options: Any) -> None:
        """Show the widget and, under it, an output of its own for the takes that are kept.

        A cell that runs again loses its outputs, so each showing has its own, and the last counts.
        """
        from IPython.display import display  # noqa: PLC0415

        show: Any = display
        bundle: Any = self._repr_mimebundle_(**options)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        show(data, metadata=metadata, raw=True)
        self._snapshot_id = f"vivavoce-{uuid4().hex}"
        show(self._kept, display_id=self._snapshot_id, raw=True)

    def _receive(self, _: Any, content: object, __: Any) -> None:
        """Queue a message; which thread this runs in depends on the kernel's version."""
        self.post(protocol.make_message("ack"), [])
        try:
            message = protocol.read_message(content)
        except VivavoceError as error:
            self.post(protocol.make_message("error", take="", detail=str(error)), [])
            return
        if isinstance(message, protocol.Lint):
            self._studio.expect(message.revision)
        if isinstance(message, protocol.Cancel):
            self._studio.cancel(message.take)
        else:
            (self._voice if isinstance(message, SLOW) else self._desk).put(message)

    def _fail(self, message: Incoming, error: Exception) -> None:
        take = getattr(message, "new", "") or getattr(message, "take", "")
        stopped = isinstance(error, CancelledError)
        content = protocol.make_message(
            "error",
            take=take,
            detail="Stopped." if stopped else explain(error),
            field="spelling" if isinstance(error, SpellingError) else "",
            hint=stopped or isinstance(error, NotReadyError),
            retry=not stopped and not isinstance(error, UsageError | FileError),
        )
        with suppress(Exception):  # the page may be gone
            self.post(content, [])


def _bundle(takes: list[Take]) -> dict[str, str]:
    """Takes as an output; nothing to be seen if there are none."""
    if not takes:
        return {"text/plain": ""}
    player: Any = Player(*takes)
    return {"text/plain": repr(player), "text/html": player._repr_html_()}
