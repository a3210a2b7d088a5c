"""What there is to choose from: engines, voices, models, and what the script chooses itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vivavoce.dialects import dialect, known_models
from vivavoce.errors import UnknownNameError, UsageError, VivavoceError
from vivavoce.syntax.settings_keys import read_setting
from vivavoce.synthesis.plan import DEFAULT_MODEL, DEFAULT_VOICE

if TYPE_CHECKING:
    from vivavoce.notebook.widgets.workbench.protocol import Choices
    from vivavoce.speech import Engine
    from vivavoce.syntax import Script

_TITLES = {"espeak": "Local voice", "natural": "Natural voice, local", "inworld": "Inworld"}


def describe_models() -> list[dict[str, Any]]:
    """Every model and what its settings may be."""
    return [_describe_model(name) for name in known_models()]


def _describe_model(name: str) -> dict[str, Any]:
    chosen = dialect(name)
    return {
        "id": name,
        "title": chosen.title,
        "tags": list(chosen.fixed_tags),
        "modes": list(chosen.accepts("delivery_mode") or []),
        "temperature": bool(chosen.accepts("temperature")),
        "rates": list(chosen.accepts("speaking_rate") or []),
    }


def describe_engine(engine: Engine, *, voices: bool = True) -> dict[str, Any]:
    """Whether an engine can speak here; what it lacks is a hint, not an error.

    Args:
        engine: the engine.
        voices: whether to ask for its voices, which may take a call over the network.
    """
    status = engine.status()
    known: list[dict[str, str]] | None = [] if voices else None
    hint = "" if status.ready else status.detail
    if status.ready and voices:
        try:
            known = [{"id": v.id, "name": v.name} for v in engine.voices()]
        except VivavoceError as error:
            hint = f"The voices cannot be listed now. {error}"
    title = _TITLES.get(engine.name, engine.name)
    return {
        "name": engine.name, "title": title, "ready": status.ready, "hint": hint, "voices": known,
    }  # fmt: skip


def find_settings(script: Script) -> dict[str, Any]:
    """What a script chooses where the page leaves it to the script; "" where it does not."""
    settings = script.front_matter.settings
    named = read_setting(settings, "model")
    try:
        model = dialect(str(named or DEFAULT_MODEL)).name
    except UnknownNameError:
        model = DEFAULT_MODEL
    voice = "the cast" if script.cast else read_setting(settings, "voice") or DEFAULT_VOICE
    told = {
        name: str(read_setting(settings, name) or "")
        for name in ("language", "delivery_mode", "temperature", "speaking_rate")
    }
    return {"model": model, "voice": str(voice), **told}


def check_settings(choices: Choices, model: str) -> None:
    """Refuse numbers that no request may hold.

    Args:
        choices: what the page chose.
        model: the model in force.

    Raises:
        UsageError: with the bounds.
    """
    table = dialect(model)
    bounds = {"temperature": table.table["fields"]["ranges"].get("temperature")}
    rates = table.accepts("speaking_rate")
    bounds["speaking_rate"] = rates if isinstance(rates, list) else None
    for name, field in (("temperature", "Temperature"), ("speaking_rate", "Pace")):
        value, bound = getattr(choices, name), bounds[name]
        if value is None or not bound:
            continue
        least, most = bound
        if not least <= value <= most:
            raise UsageError(
                f"{field} {value:g} is out of bounds: it goes from {least:g} to {most:g}."
            )
