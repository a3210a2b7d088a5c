"""A studio without a browser: messages in, answers out, espeak speaking."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from vivavoce.facade import find_engine
from vivavoce.notebook.widgets.workbench import protocol
from vivavoce.notebook.widgets.workbench.studio import Studio


class Outlet:
    """Remembers what would go to the page."""

    def __init__(self):
        self.messages, self.traits, self.kept, self.published = [], {}, [], []

    def post(self, content, buffers):
        self.messages.append(SimpleNamespace(**content, buffers=buffers))

    def publish(self, name, value):
        self.traits[name] = value
        self.published.append(name)

    def keep(self, takes):
        self.kept = takes

    def of(self, kind):
        return [message for message in self.messages if message.kind == kind]


class Bench:
    """A studio and its outlet, spoken to as a page does."""

    def __init__(self, text="", engine="espeak", folder=None):
        self.outlet = Outlet()
        self.studio = Studio(self.outlet, find_engine(engine), text, folder)
        self.studio.set_text(text, 0)

    def tell(self, kind, **content):
        self.studio.handle(protocol.read_message({"v": 1, "kind": kind, **content}))

    def say(self, take, text=None, span=None, **settings):
        text = self.studio.text if text is None else text
        settings = {"voice": "en-us", **settings}
        self.tell("say", take=take, text=text, settings=settings, span=span)
        return self.studio.entries[take].take

    def words(self, take):
        return [word.text for word in self.studio.entries[take].take.alignment.words]

    def of(self, kind):
        return self.outlet.of(kind)

    @property
    def rows(self):
        return self.outlet.traits["takes"]


@pytest.fixture
def make_bench(tmp_path):
    return lambda text="", **options: Bench(text, **{"folder": tmp_path, **options})
