"""`viva serve`: a local stand-in for the service."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vivavoce.service.request_log import Entry


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), help="Default: 8787; 8081 on premises.")
@click.option("--engine", default="espeak", show_default=True, help="Who speaks.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes that speak.")
@click.option(
    "--profile", default="2026-09", show_default=True, help="Settle what sources disagree about."
)
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="Settle one of them.")
@click.option("--unknown-tags", type=click.Choice(["speak", "drop"]), help="Tags a 1.x lacks.")
@click.option(
    "--key",
    "keys",
    multiple=True,
    envvar="VIVA_SERVE_KEY",
    show_envvar=True,
    help="Let only this key in; again for more.",
)
@click.option("--restricted-key", "restricted", multiple=True, help="A key that cannot write.")
@click.option(
    "--plan",
    type=click.Choice(["on-demand", "creator", "builder", "developer", "growth"]),
    help="Limit the calls in flight as this plan does.",
)
@click.option("--voices", default=":memory:", metavar="FILE", help="Keep voices in this file.")
@click.option("--on-prem", is_flag=True, help="Serve what an on-premises deployment serves.")
@click.option("--model", default="inworld-tts-1.5-max", help="The model loaded on premises.")
@click.option("--fault", "faults", multiple=True, metavar="FAULT", help='As "status=429 rate=0.1".')
@click.option("--seed", type=int, help="Makes faults repeatable.")
@click.option("--fault-header", is_flag=True, help="Let X-Vivavoce-Fault ask for faults.")
@click.option("--fault-control", is_flag=True, help="Let this machine set faults by HTTP.")
@click.option(
    "--patience",
    type=click.FloatRange(0.1, 3600),
    default=30.0,
    show_default=True,
    help="Seconds a client may stop reading or sending.",
)
@click.option(
    "--log",
    type=click.Choice(["text", "json", "none"]),
    default="text",
    show_default=True,
    help="Form of the request log on standard error.",
)
@click.option("-q", "--quiet", is_flag=True, help="Write no request log.")
def serve(
    host: str,
    port: int | None,
    engine: str,
    workers: int | None,
    profile: str,
    settings: tuple[str, ...],
    unknown_tags: str | None,
    keys: tuple[str, ...],
    restricted: tuple[str, ...],
    plan: str | None,
    voices: str,
    on_prem: bool,
    model: str,
    faults: tuple[str, ...],
    seed: int | None,
    fault_header: bool,
    fault_control: bool,
    patience: float,
    log: str,
    quiet: bool,
) -> None:
    """Speak the service's protocol on this machine: no account, no network, no cost.

    Any key is let in unless some are named. The URL is printed when it is ready. Faults such as
    "latency=50ms..200ms", "cut=40% rate=0.05" or "late-error on=stream" strike when asked for.
    """  # fmt: skip
    from vivavoce.service.access import Access
    from vivavoce.service.dictionaries import DictionaryStore
    from vivavoce.service.faults import read_faults
    from vivavoce.service.running import run
    from vivavoce.service.state import State
    from vivavoce.service.striking import Strikes
    from vivavoce.service.switches import Switches
    from vivavoce.service.voices import VoiceStore
    from vivavoce.service.workers import Pool

    _check(engine, model, on_prem=on_prem)
    changes = (*settings, *((f"unknown_tags={unknown_tags}",) if unknown_tags else ()))
    state = State(
        pool=Pool(engine, workers),
        access=Access(keys=keys, restricted=restricted, plan=plan, open_door=on_prem),
        voices=VoiceStore(voices, plan),
        dictionaries=DictionaryStore(),
        switches=Switches.of_profile(profile).change(changes),
        on_premises=on_prem,
        model=model,
        strikes=Strikes(read_faults(faults), seed, by_header=fault_header),
        control=fault_control,
        patience=patience,
        tell=_choose_log("none" if quiet else log),
    )
    for warning in _warn(host, keys=bool(keys or restricted)):
        click.echo(warning, err=True)
    if faults:
        click.echo(f"Faults are on; --seed {state.strikes.seed} repeats them.", err=True)
    run(state, host, (8081 if on_prem else 8787) if port is None else port, click.echo)


def _check(engine: str, model: str, *, on_prem: bool) -> None:
    from vivavoce.dialects.dialect import known_models
    from vivavoce.errors import EngineError, UnknownNameError
    from vivavoce.facade import find_engine

    status = find_engine(engine).status()
    if not status.ready:
        raise EngineError(status.detail)
    # inworld-ai/inworld-tts-onprem, version 20260430: images of 1.5 only.
    there = [name for name in known_models() if name.startswith("inworld-tts-1.5")]
    if on_prem and model not in there:
        raise UnknownNameError("model on premises", model, there)


def _choose_log(form: str) -> Callable[[Entry], None]:
    from vivavoce.service.request_log import show_json, show_text

    if form == "none":
        return lambda _entry: None
    show = show_json if form == "json" else show_text
    return lambda entry: click.echo(show(entry), err=True)


def _warn(host: str, *, keys: bool) -> Iterator[str]:
    from vivavoce.service.control import is_loopback

    if not is_loopback(host):
        yield f"Warning: {host} can be reached from other machines, and nothing is encrypted."
        if not keys:
            yield "Warning: without --key anybody there is let in."


COMMAND = serve
