"""`viva voices`: who can speak."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from vivavoce.cli.vendor import Access, open_client, service_options, use_engine

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vivavoce.speech import Voice


@click.command("voices")
@click.option("--engine", default="espeak", metavar="NAME", show_default=True, help="Whose voices.")
@click.option(
    "--language", metavar="TAG", help="Only voices of this language, such as en or en-GB."
)
@click.option("--filter", "words", metavar="WORDS", help="Only voices that are described so.")
@click.option(
    "--query",
    metavar="EXPRESSION",
    help="The service's own filter, such as 'source = \"SYSTEM\"'; inworld only.",
)
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text")
@service_options
def voices(
    engine: str,
    language: str | None,
    words: str | None,
    query: str | None,
    output: str,
    base_url: str | None,
    key_file: str | None,
    no_key: bool,
) -> int:
    """List the voices of an engine: id, language, gender and what it is like.

    The exit code is 1 if none fits.
    """
    access = Access(base_url, key_file, no_key)
    found = list(_choose(_find(engine, query, access), language, words))
    if output == "json":
        from vivavoce.lint.report import dump_json

        click.echo(dump_json([asdict(voice) for voice in found], indent=2))
    else:
        _print(found)
    return int(not found)


def _find(engine: str, query: str | None, access: Access) -> Sequence[Voice]:
    from vivavoce.errors import UsageError
    from vivavoce.facade import find_engine

    chosen = find_engine(engine)
    if query is None:
        with use_engine(chosen, access) as speaker:
            return speaker.voices()
    if chosen.name != "inworld":
        raise UsageError("--query is the service's own filter; it needs --engine inworld.")
    from vivavoce.inworld import VoiceQuery
    from vivavoce.inworld.engine import read_voice

    with open_client(access) as client:
        return [read_voice(record) for record in client.voices.list(VoiceQuery(filter=query))]


def _choose(voices: Sequence[Voice], language: str | None, words: str | None) -> Iterator[Voice]:
    from vivavoce.phonetics.lexicon import covers

    wanted = (words or "").casefold().split()
    for voice in voices:
        told = " ".join(
            [voice.id, voice.name, voice.gender, voice.description, voice.source, *voice.tags]
        ).casefold()
        speaks = not language or (voice.language and covers(language, voice.language))
        if speaks and all(word in told for word in wanted):
            yield voice


def _print(voices: Sequence[Voice]) -> None:
    from vivavoce.cli.tables import lay_out

    if not voices:
        click.echo("No voice fits.", err=True)
        return
    rows = [
        (voice.id, voice.name, voice.language, voice.gender, voice.source, _describe(voice))
        for voice in voices
    ]
    heading = ("ID", "NAME", "LANGUAGE", "GENDER", "SOURCE", "DESCRIPTION")
    click.echo(lay_out(rows, heading=heading), nl=False)


def _describe(voice: Voice) -> str:
    return voice.description or ", ".join(voice.tags)


COMMAND = voices
