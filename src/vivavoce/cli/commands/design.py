"""`viva design`: a voice from a description."""

from __future__ import annotations

from pathlib import Path

import click

from vivavoce.cli.vendor import Access, name_sound, open_client, service_options
from vivavoce.text.visible import make_visible

PREVIEW = (
    "Good evening. The harbour is quiet tonight, and the last boat came in an hour ago. "
    "Sit down, and I will tell you how it was."
)


@click.group("design")
def design() -> None:
    """Make a voice from a description: listen to samples, then keep one."""


@design.command("samples")
@click.argument("prompt")
@click.option(
    "--text", default=PREVIEW, metavar="TEXT", help="What the samples say, 50 to 400 characters."
)
@click.option("--language", metavar="TAG", help="BCP-47 tag of the voice.")
@click.option("--samples", "count", type=click.IntRange(1, 3), default=3, show_default=True)
@click.option(
    "-o",
    "--output",
    "folder",
    default="voices",
    show_default=True,
    metavar="FOLDER",
    help="Where the samples go.",
)
@service_options
def samples(
    prompt: str,
    text: str,
    language: str | None,
    count: int,
    folder: str,
    base_url: str | None,
    key_file: str | None,
    no_key: bool,
) -> None:
    """Make samples of the voice that PROMPT describes, in 30 to 250 characters of plain English.

    Each is saved as a file and printed with its id. Samples expire; keep one with `viva design
    publish`.
    """  # fmt: skip
    from vivavoce._files import write_atomic
    from vivavoce.cli.speech import make_folder
    from vivavoce.inworld import wire
    from vivavoce.synthesis.names import safe_name

    home = Path(folder)
    request = wire.DesignRequest(
        design_prompt=prompt,
        preview_text=text,
        language_code=language,
        voice_design_config=wire.DesignConfig(number_of_samples=count),
    )
    with open_client(Access(base_url, key_file, no_key)) as client:
        make_folder(home)
        made = client.voices.design(request)
    for number, voice in enumerate(made.preview_voices, 1):
        name = f"{number}-{safe_name(voice.voice_id) or 'voice'}{name_sound(voice.preview_audio)}"
        write_atomic(home / name, voice.preview_audio)
        click.echo(f"{make_visible(voice.voice_id)}  {home / name}")


@design.command("publish")
@click.argument("voice")
@click.option("--name", metavar="NAME", help="What to call it.")
@click.option("--description", metavar="TEXT", help="What it is like.")
@click.option("--tag", "tags", multiple=True, metavar="WORD", help="To find it by; again for more.")
@service_options
def publish(
    voice: str,
    name: str | None,
    description: str | None,
    tags: tuple[str, ...],
    base_url: str | None,
    key_file: str | None,
    no_key: bool,
) -> None:
    """Keep a sample, by the id that `viva design samples` printed."""
    from vivavoce.inworld import wire

    request = wire.PublishRequest(display_name=name, description=description, tags=tags or None)
    with open_client(Access(base_url, key_file, no_key)) as client:
        kept = client.voices.publish(voice, request)
    click.echo(make_visible(kept.voice_id or voice))


COMMAND = design
