"""`viva ipa`: how a word may be said."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vivavoce.phonetics.lexicon import Lexicon
    from vivavoce.phonetics.suggestions import Candidate, Suggestions


@click.command("ipa")
@click.argument("words", nargs=-1, metavar="WORD…")
@click.option(
    "--language", default="en-US", show_default=True, metavar="TAG", help="BCP-47 tag of the words."
)
@click.option(
    "--words", "file", metavar="FILE", help="A file with one word a line; `-` is standard input."
)
@click.option(
    "--from-respelling",
    "respelt",
    multiple=True,
    metavar="TEXT",
    help="Turn a plain-English respelling such as KREET or muh-TAY-oh into IPA.",
)
@click.option("--lexicon", "lexicon_file", metavar="FILE", help="A lexicon to ask first.")
@click.option("--play", is_flag=True, help="Speak the candidates on the local voice.")
@click.option(
    "--format", "output", type=click.Choice(["text", "json"]), default="text", show_default=True
)
def ipa(
    words: tuple[str, ...],
    language: str,
    file: str | None,
    respelt: tuple[str, ...],
    lexicon_file: str | None,
    play: bool,
    output: str,
) -> int:
    """Say how words may be spoken: two or three transcriptions each, with their sources.

    Put the one that sounds right between slashes: We sailed to /kriːt/ at dawn.

    The exit code is 1 if nothing is known of some word.
    """  # fmt: skip
    from vivavoce.errors import UsageError
    from vivavoce.text.visible import make_visible

    asked = [*words, *(_read_words(file) if file else ())]
    if not asked and not respelt:
        raise UsageError("Name a word, a list with --words, or a sound with --from-respelling.")
    found = [_read_respelling(text) for text in respelt]
    found += _ask(asked, language, _read_lexicon(lexicon_file))
    for note in dict.fromkeys(note for one in found for note in one.notes):
        click.echo(f"note: {make_visible(note)}", err=True)
    click.echo(_write_json(found) if output == "json" else _write_text(found), nl=False)
    if play:
        from vivavoce.cli.playing import play_candidates

        play_candidates([c.ipa for one in found for c in one.candidates], language)
    return int(not all(one.candidates for one in found))


def _read_words(file: str) -> list[str]:
    from vivavoce.syntax import read_source
    from vivavoce.text import Source

    if file == "-":
        text = Source.from_bytes(sys.stdin.buffer.read(), "<stdin>").text
    else:
        text = read_source(file).text
    lines = (line.strip() for line in text.splitlines())
    return list(dict.fromkeys(line for line in lines if line and not line.startswith("#")))


def _read_lexicon(file: str | None) -> Lexicon | None:
    if file is None:
        return None
    from vivavoce.lexicon_files import read_lexicon

    return read_lexicon(file)


def _ask(words: Sequence[str], language: str, lexicon: Lexicon | None) -> Iterator[Suggestions]:
    from vivavoce.phonetics.g2p import load_sources
    from vivavoce.phonetics.suggestions import explain

    sources = load_sources(lexicon)
    return (explain(word, language, sources) for word in words)


def _read_respelling(text: str) -> Suggestions:
    from vivavoce.phonetics.alphabets import respelling
    from vivavoce.phonetics.suggestions import Candidate, Suggestions

    read = respelling.to_ipa(text)
    if not read.complete or not read.text:
        lost = f" ({', '.join(read.lost)})" if read.lost else ""
        note = f"“{text}” cannot be read as a respelling{lost}; write it like muh-TAY-oh."
        return Suggestions(text, (), (note,))
    return Suggestions(text, (Candidate(read.text, text, "respelling"),))


def _write_json(found: Sequence[Suggestions]) -> str:
    import json

    rows = [{"word": one.word, "candidates": [_row(c) for c in one.candidates]} for one in found]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def _row(candidate: Candidate) -> dict[str, str]:
    return {
        "ipa": candidate.ipa,
        "respelling": candidate.respelling,
        "source": candidate.source,
    }


def _write_text(found: Sequence[Suggestions]) -> str:
    from vivavoce.cli.tables import lay_out

    rows = [
        (
            "" if at else one.word,
            " ".join(f"/{part}/" for part in candidate.ipa.split()),
            candidate.respelling,
            candidate.source + (f" ({candidate.note})" if candidate.note else ""),
        )
        for one in found
        for at, candidate in enumerate(one.candidates)
    ]
    return lay_out(rows)


COMMAND = ipa
