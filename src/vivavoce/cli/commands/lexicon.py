"""`viva lexicon`: how names are said in a production, kept in one file."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from vivavoce.phonetics.lexicon import Entry, Fault, Lexicon
    from vivavoce.phonetics.scanning import Unusual
    from vivavoce.phonetics.suggestions import Candidate
    from vivavoce.syntax import Script
    from vivavoce.text import Source

DEFAULT = "lexicon.toml"

file_option = click.option(
    "-l", "--lexicon", "file", default=DEFAULT, show_default=True, metavar="FILE",
    help="The lexicon.",
)  # fmt: skip
_format_option = click.option(
    "--format", "output", type=click.Choice(["text", "json"]), default="text", show_default=True
)


@click.group("lexicon")
def lexicon() -> None:
    """Keep how names are said in one file, and use it in every script.

    A script names its lexicon in the front matter: `lexicon: lexicon.toml`.
    """


@lexicon.command("add")
@click.argument("word")
@file_option
@click.option("--ipa", default="", metavar="IPA", help="How it is said, with or without slashes.")
@click.option("--respelling", default="", metavar="TEXT", help="How it is said, such as KREET.")
@click.option("--alias", default="", metavar="TEXT", help="Another spelling that is read right.")
@click.option("--language", default="", metavar="TAG", help="Only in texts of this language.")
@click.option("--match", default="exact", type=click.Choice(["exact", "fold", "sentence-start"]))
@click.option("--part", default="", metavar="TEXT", help="Part of speech, where readings differ.")
@click.option("--note", default="", metavar="TEXT")
@click.option("--source", default="", metavar="TEXT", help="Where the pronunciation comes from.")
@click.option("--checked-by", default="", metavar="NAME", help="Who listened to it.")
@click.option("--replace", is_flag=True, help="Take earlier entries of the word out.")
def add(word: str, file: str, respelling: str, replace: bool, **fields: Any) -> None:
    """Add a word. Without --ipa, --respelling or --alias, say what there is to choose from."""
    from vivavoce.phonetics.lexicon import Entry, Lexicon, Match

    fields["ipa"] = fields["ipa"].strip().strip("/") or _read_respelling(respelling)
    if not fields["ipa"] and not fields["alias"]:
        _offer(word, fields["language"])
    match = Match(fields.pop("match"))
    known = _read(file) if os.path.exists(file) else Lexicon()
    kept = known.remove(word, fields["language"]) if replace else known
    _write(file, kept.add(Entry(headword=word, match=match, **fields)))
    click.echo(f"{word} is in {file}.", err=True)


@lexicon.command("check")
@click.argument("files", nargs=-1, metavar="FILE…")
def check(files: tuple[str, ...]) -> int:
    """Say what is wrong in lexicons. The exit code is 1 if something is."""
    from vivavoce.lexicon_files import find_format, parse_file

    wrong = 0
    for file in files or (DEFAULT,):
        parsed = parse_file(file)
        advice = find_format(file).check(parsed.lexicon)
        faults = list(dict.fromkeys((*parsed.faults, *advice)))
        for fault in faults:
            _tell(f"{file}: {fault.level}: {fault}")
        wrong += sum(fault.level == "error" for fault in faults)
        noun = "entry" if len(parsed.lexicon.entries) == 1 else "entries"
        _tell(f"{file}: {len(parsed.lexicon.entries)} {noun}, {len(faults) or 'nothing'} to tell")
    return int(bool(wrong))


@lexicon.command("list")
@file_option
@click.option("--language", default="", metavar="TAG", help="Only entries for this language.")
@_format_option
def list_entries(file: str, language: str, output: str) -> None:
    """Show the entries of a lexicon."""
    from vivavoce.phonetics.alphabets import respelling

    entries = [entry for entry in _read(file).entries if entry.speaks(language)]
    if output == "json":
        click.echo(_dump([_row(entry) for entry in entries]))
        return
    from vivavoce.cli.tables import lay_out

    rows = [
        (
            e.headword,
            f"/{e.ipa}/" if e.ipa else f"= {e.alias}",
            respelling.from_ipa(e.ipa).text if e.ipa else "",
            e.language,
            "; ".join(filter(None, (e.part, e.note, e.source, e.checked_by))),
        )
        for e in entries
    ]
    click.echo(lay_out(rows), nl=False)


@lexicon.command("export")
@click.argument("target", metavar="FILE")
@file_option
@click.option("--format", "kind", metavar="NAME", help="pls, csv, lines, cmudict, inworld, …")
def export(target: str, file: str, kind: str | None) -> None:
    """Write a lexicon in another format; the ending of FILE says which. `-` prints it.

    Nothing is written if the format cannot hold an entry.
    """
    from vivavoce.errors import UsageError
    from vivavoce.lexicon_files import find_format, refuse_faults

    if target == "-" and kind is None:
        raise UsageError("Name the format with --format to print it.")
    entries = _read(file)
    chosen = find_format(target, kind)
    faults = chosen.check(entries)
    refuse_faults(file, faults)
    _advise(file, faults)
    text = chosen.dump(entries)
    if target == "-":
        sys.stdout.write(text)
    else:
        _write_text(target, text)


@lexicon.command("import")
@click.argument("origin", metavar="FILE")
@file_option
@click.option("--format", "kind", metavar="NAME", help="pls, csv, lines, cmudict, inworld, …")
@click.option("--replace", is_flag=True, help="Let entries of FILE take the place of known ones.")
def import_(origin: str, file: str, kind: str | None, replace: bool) -> None:
    """Take the entries of a file in another format into a lexicon, all of them or none."""
    from dataclasses import replace as change

    from vivavoce.lexicon_files import read_lexicon
    from vivavoce.phonetics.lexicon import Lexicon

    found = read_lexicon(origin, kind)
    known = _read(file) if os.path.exists(file) else Lexicon(name=found.name)
    if replace:
        for entry in found.entries:
            known = known.remove(entry.headword, entry.language)
    merged = known.add(*(change(e, source=e.source or origin, line=0) for e in found.entries))
    _write(file, merged)
    _tell(f"{len(merged.entries) - len(known.entries)} entries added to {file}.")


@lexicon.command("scan")
@click.argument("paths", nargs=-1, metavar="SCRIPT…")
@click.option("-l", "--lexicon", "file", metavar="FILE", help="Leave out what this one has.")
@click.option("--language", metavar="TAG", help="BCP-47 tag; beats what the scripts say.")
@_format_option
def scan(paths: tuple[str, ...], file: str | None, language: str | None, output: str) -> None:
    """List names and unusual words of scripts with candidates, most frequent first."""
    from vivavoce.cli.files import find_files
    from vivavoce.phonetics.scanning import find_unusual
    from vivavoce.syntax import Script

    scripts = [Script.read(path) for path in find_files(paths or (".",), lambda _: False)]
    known = _read(file) if file else None
    spoken = language or _language_of(scripts) or "en-US"
    found = find_unusual(scripts, _choose_dictionary(spoken))
    if known:
        found = [one for one in found if not known.look_up(one.word, spoken)]
    rows = [(one, _suggest(one, spoken, known)) for one in found]
    click.echo(_dump_scan(rows) if output == "json" else _lay_out_scan(rows), nl=False)


@lexicon.command("apply")
@click.argument("paths", nargs=-1, required=True, metavar="SCRIPT…")
@click.option(
    "-l", "--lexicon", "file", metavar="FILE", help="The lexicon; else those the script names."
)
@click.option("--language", default="", metavar="TAG", help="Of scripts that name none.")
@click.option("--undo", is_flag=True, help="Take the IPA out again.")
@click.option("--dry-run", is_flag=True, help="Say what would change, write nothing.")
def apply(
    paths: tuple[str, ...], file: str | None, language: str, undo: bool, dry_run: bool
) -> None:
    """Write the IPA of a lexicon into scripts, or take it out again with --undo.

    What is taken out is letter for letter what was there: a word that could not be brought back is
    left alone and named. All scripts are written or none.
    """  # fmt: skip
    from vivavoce._files import write_atomic
    from vivavoce.cli.fixing import check_writable
    from vivavoce.phonetics.applying import take_out_ipa, write_ipa
    from vivavoce.syntax import read_source

    changed: list[tuple[str, bytes]] = []
    for path in paths:
        source = read_source(path)
        entries = _choose_lexicon(source, file)
        done = take_out_ipa(source, entries) if undo else write_ipa(source, entries, language)
        for span, reason in done.left:
            _tell(f"{path}:{source.position(span.start).row}: left alone: {reason}.")
        _tell(f"{path}: {done.count} words {'taken out' if undo else 'written in IPA'}.")
        if done.count:
            changed.append((path, source.encode(done.text)))
    if not dry_run:
        check_writable(path for path, _ in changed)
        for path, data in changed:
            write_atomic(_path(path), data)


def _path(name: str) -> Any:
    from pathlib import Path

    return Path(name)


def _read(file: str) -> Lexicon:
    from vivavoce.lexicon_files import read_lexicon

    return read_lexicon(file)


def _write(file: str, entries: Lexicon) -> None:
    """Write a lexicon, if all of it is valid."""
    from vivavoce.lexicon_files import find_format, refuse_faults

    chosen = find_format(file)
    faults = [*entries.check(), *chosen.check(entries)]
    refuse_faults(file, faults)
    _advise(file, faults)
    _write_text(file, chosen.dump(entries))


def _write_text(file: str, text: str) -> None:
    from vivavoce._files import write_atomic

    write_atomic(_path(file), text.encode("utf-8"))


def _advise(file: str, faults: Iterable[Fault]) -> None:
    for fault in faults:
        _tell(f"{file}: {fault.level}: {fault}")


def _tell(message: str) -> None:
    from vivavoce.text.visible import make_visible

    click.echo(make_visible(message), err=True)


def _read_respelling(text: str) -> str:
    from vivavoce.errors import UsageError
    from vivavoce.phonetics.alphabets import respelling

    if not text:
        return ""
    read = respelling.to_ipa(text)
    if not read.complete:
        raise UsageError(f"{text!r} cannot be read as a respelling; write it like muh-TAY-oh.")
    return read.text


def _offer(word: str, language: str) -> None:
    """Stop with what there is to choose from: no source is right by itself.

    Raises:
        UsageError: always.
    """
    from vivavoce.errors import UsageError
    from vivavoce.phonetics.g2p import load_sources
    from vivavoce.phonetics.suggestions import suggest

    found = suggest(word, language or "en-US", load_sources())
    choices = ", ".join(
        f"/{c.ipa}/" + (f" ({c.respelling})" if c.respelling else "") for c in found
    )
    hint = f"Candidates: {choices}." if found else "No source knows the word."
    raise UsageError(f"Say how {word} is said with --ipa, --respelling or --alias. {hint}")


def _row(entry: Entry) -> dict[str, str]:
    from dataclasses import asdict

    return {k: str(v) for k, v in asdict(entry).items() if k != "line" and v}


def _dump(rows: Any) -> str:
    import json

    return json.dumps(rows, ensure_ascii=False, indent=2)


def _language_of(scripts: Sequence[Script]) -> str:
    named = (script.front_matter.value("language") for script in scripts)
    return next((str(language) for language in named if language), "")


def _choose_dictionary(language: str) -> Callable[[str], bool] | None:
    """Whether a word is an ordinary one, if there is a dictionary to ask."""
    from vivavoce.errors import MissingExtraError
    from vivavoce.phonetics.g2p.misaki import SOURCE
    from vivavoce.phonetics.syllables import is_english

    if not is_english(language):
        return None
    try:
        SOURCE.spells("word")
    except MissingExtraError as error:
        _tell(f"note: only capitals tell names here. {error}")
        return None
    return SOURCE.spells


def _suggest(unusual: Unusual, language: str, known: Lexicon | None) -> list[Candidate]:
    from vivavoce.phonetics.alphabets import respelling
    from vivavoce.phonetics.g2p import load_sources
    from vivavoce.phonetics.suggestions import Candidate, suggest

    if unusual.ipa:
        return [Candidate(unusual.ipa, respelling.from_ipa(unusual.ipa).text, "note")]
    return suggest(unusual.word, language, load_sources(known))


def _dump_scan(rows: Sequence[tuple[Unusual, list[Candidate]]]) -> str:
    data = [
        {
            "word": one.word,
            "count": one.count,
            "candidates": [
                {"ipa": c.ipa, "respelling": c.respelling, "source": c.source} for c in found
            ],
        }
        for one, found in rows
    ]
    return _dump(data) + "\n"


def _lay_out_scan(rows: Sequence[tuple[Unusual, list[Candidate]]]) -> str:
    from vivavoce.cli.tables import lay_out

    lines = []
    for one, found in rows:
        said = [(f"/{c.ipa}/", c.respelling, c.source) for c in found] or [("", "", "nobody knows")]
        for at, row in enumerate(said):
            lines.append(("" if at else str(one.count), "" if at else one.word, *row))
    return lay_out(lines)


def _choose_lexicon(source: Source, file: str | None) -> Lexicon:
    from vivavoce.errors import UsageError
    from vivavoce.lexicon_files import lexicon_of
    from vivavoce.phonetics.marking import join_notes
    from vivavoce.syntax import Script

    if file is not None:
        return _read(file)
    script = Script.from_source(source)
    found = join_notes(script, lexicon_of(script))
    if not found.entries:
        raise UsageError(f"{source.name} names no lexicon; name one with --lexicon.")
    return found


COMMAND = lexicon
