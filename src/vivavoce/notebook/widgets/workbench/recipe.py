"""From a sound back to the code that makes it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vivavoce.speech import Take


def write_recipe(take: Take) -> str:
    """Python that speaks a take's requests again; credentials are never part of a request."""
    lines = [
        "from vivavoce.facade import find_engine",
        "from vivavoce.speech import Request",
        "from vivavoce.synthesis.perform import speak",
        "",
        f"engine = find_engine({take.provenance.engine!r})",
        "takes = [",
    ]
    for request in take.requests:
        defaults = type(request)(text="", voice="", model="")
        fields = [
            f"{key}={value!r}"
            for key, value in request.to_dict().items()
            if value != getattr(defaults, key)
        ]
        lines.append(f"    speak(engine, Request({', '.join(fields)})),")
    return "\n".join([*lines, "]"])
