"""Write, check, speak and tune expressive scripts for Inworld TTS.

```python
import vivavoce

document = vivavoce.parse("[whisper] Stay low. [sigh] Fine.")
for diagnostic in vivavoce.lint("[clear_thorat] Listen.", model="inworld-tts-2"):
    print(diagnostic.message)
take = vivavoce.say("Hello there.", engine="espeak")
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vivavoce.dialects import dialect
    from vivavoce.facade import fix, lint, say
    from vivavoce.speech import Take
    from vivavoce.syntax import Document, Script, parse

__version__ = "0.1.0"
__all__ = ["Document", "Script", "Take", "dialect", "fix", "lint", "parse", "say"]

_HOMES = {
    "Document": "vivavoce.syntax",
    "Script": "vivavoce.syntax",
    "Take": "vivavoce.speech",
    "dialect": "vivavoce.dialects",
    "fix": "vivavoce.facade",
    "parse": "vivavoce.syntax",
    "say": "vivavoce.facade",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used: most programs need few of them."""
    from importlib import import_module  # noqa: PLC0415

    if name == "lint":  # the package of that name can be called
        return import_module("vivavoce.lint")
    if name not in _HOMES:
        raise AttributeError(f"module 'vivavoce' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def load_ipython_extension(ipython: object) -> None:
    """Make `%load_ext vivavoce` work: rich displays and magics."""
    from vivavoce import notebook  # noqa: PLC0415 - only notebooks need it

    notebook.load_ipython_extension(ipython)


def unload_ipython_extension(ipython: object) -> None:
    """Make `%unload_ext vivavoce` work."""
    from vivavoce import notebook  # noqa: PLC0415

    notebook.unload_ipython_extension(ipython)
