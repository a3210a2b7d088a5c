"""The scripted service for the tests of synthesis, and `viva` in a process of its own."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from scripted import Service


@pytest.fixture
def service():
    running = Service()
    yield running
    running.stop()


@pytest.fixture
def speaking(service: Service, tmp_path: Path) -> dict[str, str]:
    """An environment in which `viva` asks the scripted service."""
    return os.environ | {
        "INWORLD_API_KEY": "dGVzdGtleTp0ZXN0c2VjcmV0",
        "INWORLD_BASE_URL": service.url,
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "PYTHONUTF8": "1",
    }
