"""`viva latency`: how long it takes until something can be heard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from vivavoce.cli.vendor import Access, open_client, service_options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vivavoce.inworld import Client, SpeechRequest

TEXT = "Good evening, harbour watch. All is quiet on the pier."


@click.command("latency")
@click.option("--model", "models", multiple=True, metavar="ID", help="Which; again for more.")
@click.option("--runs", type=click.IntRange(1, 1000), default=10, show_default=True, metavar="N")
@click.option("--voice", default="Dennis", show_default=True, metavar="ID")
@click.option("--text", default=TEXT, metavar="TEXT", help="What to say.")
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text")
@service_options
def latency(
    models: tuple[str, ...],
    runs: int,
    voice: str,
    text: str,
    output: str,
    base_url: str | None,
    key_file: str | None,
    no_key: bool,
) -> None:
    """Measure the time to the first audio of a stream, model by model.

    Each run is a request that is paid for. One more goes ahead of them, which opens the connection;
    it is told apart as FIRST and is not among the others.
    """  # fmt: skip
    from vivavoce.dialects import dialect

    chosen = [dialect(name).name for name in models or ("inworld-tts-2",)]
    with open_client(Access(base_url, key_file, no_key)) as client:
        _warn(chosen, runs, text, client.base_url)
        rows = [_measure(client, _build(model, voice, text), runs) for model in chosen]
    if output == "json":
        from vivavoce.lint.report import dump_json

        click.echo(dump_json({"base_url": client.base_url, "models": rows}, indent=2))
        return
    from vivavoce.cli.tables import lay_out

    names = ("first", "p50", "p95", "least", "most")
    lines = [
        (row["model"], str(row["runs"]), *(f"{row[name] * 1000:.1f}" for name in names))
        for row in rows
    ]
    heading = ("MODEL", "RUNS", *(f"{name.upper()} ms" for name in names))
    click.echo(lay_out(lines, heading=heading), nl=False)


def _warn(models: Sequence[str], runs: int, text: str, base_url: str) -> None:
    """Say on standard error what this costs at most."""
    from vivavoce.dialects import dialect

    prices = (dialect(model).table["prices"]["per_million_usd"] for model in models)
    cost = sum(len(text) * (runs + 1) * price / 1_000_000 for price in prices)
    click.echo(f"{len(models) * (runs + 1)} requests to {base_url}, about ${cost:.4f}", err=True)


def _build(model: str, voice: str, text: str) -> SpeechRequest:
    from vivavoce.inworld import wire
    from vivavoce.speech import Encoding

    return wire.SpeechRequest(
        text=text,
        voice_id=voice,
        model_id=model,
        audio_config=wire.AudioConfig(audio_encoding=Encoding.LINEAR16, sample_rate_hertz=24_000),
    )


def _measure(client: Client, request: SpeechRequest, runs: int) -> dict[str, Any]:
    first = _time_once(client, request)
    times = sorted(_time_once(client, request) for _ in range(runs))
    return {
        "model": request.model_id,
        "runs": runs,
        "first": first,
        "p50": _percentile(times, 0.50),
        "p95": _percentile(times, 0.95),
        "least": times[0],
        "most": times[-1],
    }


def _time_once(client: Client, request: SpeechRequest) -> float:
    """Seconds to the first audio; the rest is heard out, so that the connection can be kept."""
    from time import perf_counter

    from vivavoce.errors import SpeechError

    began = perf_counter()
    heard = 0.0
    with client.stream(request) as stream:
        for chunk in stream:
            if chunk.content and not heard:
                heard = perf_counter() - began
    if not heard:
        raise SpeechError("The service sent no audio.")
    return heard


def _percentile(times: Sequence[float], share: float) -> float:
    """The nearest rank: the least time that this share of all runs kept to."""
    from math import ceil

    return times[max(ceil(share * len(times)) - 1, 0)]


COMMAND = latency
