"""Inworld, chosen by name like a local voice: `--engine inworld`."""

from __future__ import annotations

from vivavoce.inworld.engine import InworldEngine

ENGINE = InworldEngine()
