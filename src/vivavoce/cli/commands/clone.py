"""`viva clone`: a voice from recordings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vivavoce.cli.vendor import Access, open_client, read_bytes, service_options
from vivavoce.text.visible import make_visible

if TYPE_CHECKING:
    from vivavoce.inworld.wire import ClonedVoice

LARGEST_RECORDING = 4 * 1024 * 1024


@click.command("clone")
@click.argument("name")
@click.argument("recordings", nargs=-1, required=True, metavar="RECORDING...")
@click.option("--language", metavar="TAG", help="BCP-47 tag of the recordings; else detected.")
@click.option("--description", metavar="TEXT", help="What the voice is like.")
@click.option("--tag", "tags", multiple=True, metavar="WORD", help="To find it by; again for more.")
@click.option(
    "--transcript",
    "transcripts",
    multiple=True,
    metavar="TEXT",
    help="What a recording says; once for each, in order.",
)
@click.option("--denoise", is_flag=True, help="Take background noise out first.")
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text")
@service_options
def clone(
    name: str,
    recordings: tuple[str, ...],
    language: str | None,
    description: str | None,
    tags: tuple[str, ...],
    transcripts: tuple[str, ...],
    denoise: bool,
    output: str,
    base_url: str | None,
    key_file: str | None,
    no_key: bool,
) -> int:
    """Make a voice called NAME from one to three recordings, WAV or MP3, 5 to 15 seconds each.

    Clone only voices of people who agreed to it. What the service found wrong with a recording is
    told; the exit code is 1 if it found an error.
    """
    from vivavoce.errors import UsageError
    from vivavoce.inworld import wire

    if len(transcripts) not in {0, len(recordings)}:
        raise UsageError("Give --transcript once for each recording, or not at all.")
    told = transcripts or (None,) * len(recordings)
    request = wire.CloneRequest(
        display_name=name,
        voice_samples=tuple(
            wire.VoiceSample(audio_data=read_bytes(file, LARGEST_RECORDING), transcription=text)
            for file, text in zip(recordings, told, strict=True)
        ),
        language_code=language,
        description=description,
        tags=tags or None,
        audio_processing_config=wire.AudioProcessing(remove_background_noise=True)
        if denoise
        else None,
    )
    with open_client(Access(base_url, key_file, no_key)) as client:
        made = client.voices.clone(request)
    return _tell(made, recordings, output)


def _tell(made: ClonedVoice, recordings: tuple[str, ...], output: str) -> int:
    checked = [
        {
            "recording": recording,
            "heard": sample.transcription,
            "warnings": [remark.text for remark in sample.warnings],
            "errors": [remark.text for remark in sample.errors],
        }
        for recording, sample in zip(recordings, made.audio_samples_validated, strict=False)
    ]
    if output == "json":
        from vivavoce.lint.report import dump_json

        voice = {"id": made.voice.voice_id, "name": made.voice.display_name}
        click.echo(dump_json({"voice": voice, "recordings": checked}, indent=2))
    else:
        for row in checked:
            click.echo(make_visible(f"{row['recording']}: heard {row['heard']!r}"), err=True)
            for level in ("warnings", "errors"):
                for text in row[level]:
                    click.echo(make_visible(f"{row['recording']}: {level[:-1]}: {text}"), err=True)
        click.echo(make_visible(made.voice.voice_id))
    return int(any(row["errors"] for row in checked))


COMMAND = clone
