"""What the tests of the command line share."""

from __future__ import annotations

import sys
from pathlib import Path

VIVA = Path(sys.executable).with_name("viva")
SLIP = "---\nmodel: inworld-tts-2\n---\nMIRA: [clear_thorat] Listen to me.\n"
CLEAN = SLIP.replace("clear_thorat", "clear throat")
