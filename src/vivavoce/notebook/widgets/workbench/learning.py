"""A word that sounds right goes into the project's lexicon; nothing that stands there is lost."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING

from vivavoce._files import claim, write_atomic
from vivavoce.errors import FileError, UsageError
from vivavoce.lexicon_files import find_format, list_names, parse_file, refuse_faults
from vivavoce.phonetics.lexicon import Entry, Lexicon

if TYPE_CHECKING:
    from vivavoce.phonetics.lexicon_format import LexiconFormat
    from vivavoce.syntax import Script

DEFAULT = "lexicon.toml"
_IPA_LINE = re.compile(r"^[ \t]*ipa[ \t]*=.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Learnt:
    """What became of a word.

    Attributes:
        path: the file.
        ipa: how the word is said.
        was: how the file says it and goes on saying it, where nobody said to replace that.
    """

    path: Path
    ipa: str
    was: str = ""


def find_lexicon(script: Script, folder: Path) -> Path:
    """The lexicon a script names first, if it lies in `folder` or below; else `lexicon.toml`.

    A script may come from anyone, so it cannot point elsewhere.
    """
    for name in list_names(script):
        parts = name.replace("\\", "/").split("/")
        if parts[0] and ".." not in parts and ":" not in parts[0]:
            return folder.joinpath(*parts)
    return folder / DEFAULT


def learn_word(path: Path, entry: Entry, *, instead: bool = False) -> Learnt:
    """Write an entry down.

    Args:
        path: the lexicon; it is made if there is none.
        entry: the word and its IPA.
        instead: whether to change what the lexicon says of the word now.

    Raises:
        UsageError: if no entry can be made of the word.
        FileError: if the lexicon is wrong, or cannot be read or written.
    """
    refuse_faults(str(path), Lexicon((entry,)).check())
    kind = find_format(str(path))
    if not path.parent.is_dir():
        raise UsageError(f"There is no folder {path.parent}. Make it, then add the word again.")
    with claim(_lock_of(path), f"{path} is being written by another program. Try again."):
        return _write(path, kind, entry, instead=instead)


def _lock_of(path: Path) -> Path:
    """A file outside the project that stands for `path` while it is read and written."""
    name = sha256(os.path.realpath(path).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return Path(gettempdir(), f"vivavoce-{name}.lock")


def _write(path: Path, kind: LexiconFormat, entry: Entry, *, instead: bool) -> Learnt:
    text, known = "", Lexicon()
    if path.exists():
        parsed = parse_file(str(path))
        refuse_faults(str(path), parsed.faults)
        known = parsed.lexicon
        text = path.read_text(encoding="utf-8-sig")
    old = next((e for e in known.entries if _means_same(e, entry)), None)
    if old and old.ipa == entry.ipa:
        return Learnt(path, entry.ipa)
    if old and not instead:
        return Learnt(path, entry.ipa, f"/{old.ipa}/" if old.ipa else old.alias)
    if old:
        new = replace(old, ipa=entry.ipa)
        lexicon = Lexicon(tuple(new if e is old else e for e in known.entries), known.name)
    else:
        lexicon = known.add(entry)
    refuse_faults(str(path), [*lexicon.check(), *kind.check(lexicon)])
    edited = _edit(text, kind, lexicon, old, entry)
    if kind.parse(edited).lexicon.entries != lexicon.entries:
        raise FileError(f"{path} cannot hold all that is known of its words. Use {DEFAULT}.")
    write_atomic(path, edited.encode())
    return Learnt(path, entry.ipa)


def _means_same(one: Entry, other: Entry) -> bool:
    return one.headword == other.headword and one.speaks(other.language)


def _edit(text: str, kind: LexiconFormat, lexicon: Lexicon, old: Entry | None, entry: Entry) -> str:
    """The file changed in one place, so that comments stay; written anew where that fails."""
    whole = kind.dump(lexicon)
    if not text:
        return whole
    if old is None:
        edited = f"{text.rstrip()}\n\n{kind.dump(Lexicon((entry,)))}"
    else:
        lines = text.split("\n")
        head = "\n".join(lines[: old.line])
        tail = "\n".join(lines[old.line :])
        quoted = kind.dump(Lexicon((Entry(headword="x", ipa=entry.ipa),)))
        line = _IPA_LINE.search(quoted)
        said = line[0] if line else ""
        edited = f"{head}\n{_IPA_LINE.sub(lambda _: said, tail, count=1)}"
    read = kind.parse(edited)
    return edited if not read.faults and read.lexicon.entries == lexicon.entries else whole
