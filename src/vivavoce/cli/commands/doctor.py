"""`viva doctor`: what is installed, what is missing, and the command that mends it."""

from __future__ import annotations

from typing import Any

import click

EXTRAS = {
    "speech": (("espeakng_loader",), "the local voice"),
    "pronunciation": (("phonemizer", "espeakng_loader"), "pronunciations of any word"),
    "natural": (("hibari",), "the natural local voice"),
    "audio": (("soundfile", "numpy"), "FLAC, OGG and MP3 files, resampling"),
    "stream": (("websockets",), "speaking over a WebSocket"),
    "http2": (("h2",), "HTTP/2"),
    "notebook": (("anywidget", "ipywidgets", "IPython"), "widgets and magics in notebooks"),
    "serve": (("starlette", "uvicorn", "websockets"), "the local stand-in service"),
}


@click.command("doctor")
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text")
def doctor(output: str) -> int:
    """Say which extras, engines and sources of pronunciations are ready, and how to get others.

    The exit code is 1 if no engine can speak.
    """
    extras = [_check_extra(name, *row) for name, row in EXTRAS.items()]
    engines = _check_engines()
    report = {
        "extras": extras,
        "engines": engines,
        "pronunciations": _check_sources(),
        "environment": _check_environment(),
    }
    if output == "json":
        from vivavoce.lint.report import dump_json

        click.echo(dump_json(report, indent=2))
    else:
        _print(report)
    return int(not any(engine["ready"] for engine in engines))


def _check_extra(name: str, modules: tuple[str, ...], purpose: str) -> dict[str, Any]:
    from importlib.util import find_spec

    missing = [module for module in modules if find_spec(module) is None]
    detail = f"pip install 'vivavoce[{name}]'" if missing else ""
    return {"name": name, "ready": not missing, "purpose": purpose, "mend": detail}


def _check_engines() -> list[dict[str, Any]]:
    from vivavoce import catalogue

    rows = []
    for name, engine in catalogue.engines().items():
        status = engine.status()
        rows.append({"name": name, "ready": status.ready, "detail": status.detail})
    return rows


def _check_sources() -> list[dict[str, Any]]:
    """Who can be asked how a word is said; a project's own lexicon needs nothing."""
    from vivavoce import catalogue

    rows = []
    for source in catalogue.sources():
        if source.name != "project":
            status = source.status()
            rows.append({"name": source.name, "ready": status.ready, "detail": status.detail})
    return rows


def _check_environment() -> list[dict[str, Any]]:
    """Where the key comes from, never the key itself."""
    import os

    told = "set" if os.environ.get("INWORLD_API_KEY") else "not set; only speaking online needs it"
    return [{"name": "INWORLD_API_KEY", "detail": told}]


def _print(report: dict[str, Any]) -> None:
    import platform

    from vivavoce import __version__
    from vivavoce.cli.tables import lay_out

    click.echo(f"vivavoce {__version__}, Python {platform.python_version()}\n\nExtras")
    rows = [
        ("  ready" if e["ready"] else "  missing", e["name"], e["purpose"], e["mend"])
        for e in report["extras"]
    ]
    click.echo(lay_out(rows), nl=False)
    for title, key in (("Engines", "engines"), ("Pronunciations", "pronunciations")):
        click.echo(f"\n{title}")
        rows = [
            ("  ready" if e["ready"] else "  no", e["name"], e["detail"], "") for e in report[key]
        ]
        click.echo(lay_out(rows), nl=False)
    click.echo("\nEnvironment")
    for row in report["environment"]:
        click.echo(f"  {row['name']}  {row['detail']}")


COMMAND = doctor
