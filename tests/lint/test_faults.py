"""Planted faults: every one is named at its exact place.

The pages in `tests/faults` are written like the pages of rules, with the code behind the carets. All
rules run over them at once, previews and those off by default included, so this also shows that
rules do not get in each other's way: a line without carets must give no error and no warning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from vivavoce import catalogue
from vivavoce.lint import Diagnostic, Settings, Severity, fix_source, lint_source
from vivavoce.text import Source

FOLDER = Path(__file__).parents[1] / "faults"
BLOCK = re.compile(r"^```script([^\n]*)\n(.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)
CARETS = re.compile(r"[ \t]*(\^+) (VV\d{3})\s*")
RULES = catalogue.rules()
CODES = {rule.code for rule in RULES}
EVERYTHING = {"preview": True, "extend_select": ("ALL",)}


@dataclass(frozen=True)
class Block:
    where: str
    text: str
    name: str
    settings: dict[str, str]
    planted: frozenset[tuple[str, int, int, int]]

    @property
    def codes(self) -> set[str]:
        return {code for code, *_ in self.planted}


def read_block(page: str, row: int, words: str, body: str) -> Block:
    lines: list[str] = []
    planted = set()
    for line in body.splitlines(keepends=True):
        carets = CARETS.fullmatch(line)
        if carets and lines:
            planted.add((carets[2], len(lines), carets.start(1) + 1, carets.end(1) + 1))
        else:
            lines.append(line)
    settings = dict(word.split("=") for word in words.split())
    name = settings.pop("file", "case.vv")
    return Block(f"{page}:{row}", "".join(lines), name, settings, frozenset(planted))


def read_page(path: Path) -> list[Block]:
    text = path.read_text("utf-8")
    return [
        read_block(path.name, text.count("\n", 0, match.start()) + 1, match[1], match[2])
        for match in BLOCK.finditer(text)
    ]


BLOCKS = [block for path in sorted(FOLDER.glob("*.md")) for block in read_page(path)]
each_block = pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.where)


def place(source: Source, found: Diagnostic) -> tuple[str, int, int, int]:
    row, column = source.position(found.span.start)
    return found.code, row, column, column + len(found.span)


def lint(block: Block) -> tuple[Source, list[Diagnostic]]:
    source = Source(block.text, block.name)
    return source, lint_source(source, RULES, Settings(**block.settings, **EVERYTHING))


def test_there_are_enough_faults():
    rows = {(block.where, row) for block in BLOCKS for _, row, _, _ in block.planted}
    assert len(rows) >= 150


@each_block
def test_every_fault_is_named_at_its_place(block: Block):
    source, found = lint(block)
    told = {place(source, d) for d in found}
    missed = {fault for fault in block.planted if fault[0] in CODES} - told
    assert not missed, sorted(t for t in told if t[0] in {code for code, *_ in missed})


@each_block
def test_nothing_is_said_of_sound_lines(block: Block):
    source, found = lint(block)
    faulty = {row for _, row, _, _ in block.planted}
    false = {place(source, d) for d in found if d.severity is not Severity.INFO}
    assert {fault for fault in false if fault[1] not in faulty} == set()


@each_block
def test_what_is_fixed_is_gone(block: Block):
    source = Source(block.text, block.name)
    settings = Settings(**block.settings, **EVERYTHING)
    for unsafe in (False, True):
        mended = fix_source(source, RULES, settings, unsafe=unsafe)
        again = fix_source(Source(mended.text, block.name), RULES, settings, unsafe=unsafe)
        assert again.text == mended.text
        wanted = {"safe", "unsafe"} if unsafe else {"safe"}
        mendable = [d for d in mended.remaining for f in d.fixes if f.safety in wanted and f.edits]
        assert mendable == []


def test_every_rule_has_a_planted_fault():
    planted = {code for block in BLOCKS for code in block.codes}
    assert CODES - planted == set()


def test_every_planted_fault_has_a_rule():
    planted = {code for block in BLOCKS for code in block.codes}
    assert planted - CODES == set()
