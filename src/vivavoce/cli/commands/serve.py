"""`viva serve`: a local stand-in for the service."""

from __future__ import annotations

import click


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), help="Default: 8787; 8081 on premises.")
@click.option("--engine", default="espeak", show_default=True, help="Who speaks.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes that speak.")
@click.option("--profile", default="2026-09", show_default=True, help="A set of switches.")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="One switch.")
@click.option("--unknown-tags", type=click.Choice(["speak", "drop"]), help="Tags a 1.x lacks.")
@click.option("--key", "keys", multiple=True, envvar="VIVA_SERVE_KEY", help="Let only it in.")
@click.option("--restricted-key", "restricted", multiple=True, help="A key that cannot write.")
@click.option(
    "--plan",
    type=click.Choice(["on-demand", "creator", "builder", "developer", "growth"]),
    help="Limit the calls in flight as this plan does.",
)
@click.option("--voices", default=":memory:", metavar="FILE", help="Keep voices in this file.")
@click.option("--on-prem", is_flag=True, help="Serve what an on-premises deployment serves.")
@click.option("--model", default="inworld-tts-1.5-max", help="The model loaded on premises.")
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
    quiet: bool,
) -> None:
    """Speak the service's protocol on this machine: no account, no network, no cost.

    Any key is let in unless some are named. The URL is printed when it is ready.
    """  # fmt: skip
    from vivavoce.service.access import Access
    from vivavoce.service.dictionaries import DictionaryStore
    from vivavoce.service.running import run
    from vivavoce.service.state import State
    from vivavoce.service.switches import Switches
    from vivavoce.service.voices import VoiceStore
    from vivavoce.service.workers import Pool

    changes = (*settings, *((f"unknown_tags={unknown_tags}",) if unknown_tags else ()))
    state = State(
        pool=Pool(engine, workers),
        access=Access(keys=keys, restricted=restricted, plan=plan, open_door=on_prem),
        voices=VoiceStore(voices),
        dictionaries=DictionaryStore(),
        switches=Switches.of_profile(profile).change(changes),
        on_premises=on_prem,
        model=model,
        tell=(lambda _line: None) if quiet else lambda line: click.echo(line, err=True),
    )
    run(state, host, (8081 if on_prem else 8787) if port is None else port, click.echo)


COMMAND = serve
