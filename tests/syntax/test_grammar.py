"""The grammars are total and lossless, and their compiled tables are Lark's own."""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lark import Token, Tree

from vivavoce._resources import grammars
from vivavoce.syntax import Node, NodeKind, Script, parse
from vivavoce.syntax.document import parse_marks
from vivavoce.syntax.lalr import load_parser
from vivavoce.syntax.tables import build_lark, dump_tables
from vivavoce.text import Source

EXAMPLES = 1500
MEGABYTE = 1_000_000

# Pieces that open, close, nearly open and nearly close every construct of the grammars.
MARKUP = st.sampled_from(
    (
        "[", "]", "[[", "]]", "[laugh]", "[ ]", "](", ")", "(https://a.example/x)", "[a](b.c)", "<",
        ">", "<<", "</", "/>", "<a ", '<break time="1s" />', "<lang lang='es'>", "</lang>", "<!--",
        "-->", "<|x|>", "<?xml?>", "<verbatim>", "</verbatim>", "<VERBATIM >", "</say-as>",
        '<say-as interpret-as="verbatim">', "/", "//", "///", "/kriːt/", "/path/", "km/h", "ə", "ˈ",
        "https://", "://", "*", "**", "***", "*a*", "**b**", " *", "* ", "a", "B", "7", "_", " ",
        "\t", "\n", "\r", "\r\n", "\n\n", ".", "!", ":", '"', "'", "é", "e\u0301", "好", "🎉", "\0",
        "\u200b", "\u2028", "\x85", "\ufeff", "\ud800",
    )
)  # fmt: skip
LINES = st.sampled_from(
    (
        "---\n", "---\r\n", "title: x\n", "cast:\n", "  MIRA: Ashley\n", "{", "# Heading\n", "#",
        "// note\n", "//", "MIRA: ", "MIRA (softly): ", "Mira: ", "Ö: ", ":", " #id:a1", "#id:",
        "\n", "\r", "   \n", "[sigh] Hm. ", "plain words ", "*so* ", "<verbatim>A", "</verbatim>\n",
    )
)  # fmt: skip
TEXTS = st.lists(MARKUP | st.text(max_size=4), max_size=30).map("".join)
SCRIPTS = st.lists(LINES | MARKUP | st.text(max_size=4), max_size=30).map("".join)


def check_filled(nodes: tuple[Node, ...], start: int, end: int) -> None:
    """Nodes touch and fill a stretch, and so do the children of each."""
    for node in nodes:
        assert node.start == start
        assert node.end > node.start
        start = node.end
        if node.children:
            check_filled(node.children, node.start, node.end)
    assert start == end


def count(nodes: list[Node] | tuple[Node, ...]) -> int:
    return len(nodes) + sum(count(node.children) for node in nodes)


@cache
def lark(name: str):
    return build_lark(name)


def read_tree(tree: Tree, text: str) -> list[tuple]:
    """Lark's tree as kinds, spans and children."""
    found: list[tuple] = []
    for child in tree.children:
        if isinstance(child, Token):
            assert text[child.start_pos : child.end_pos] == child
            found.append((child.type, child.start_pos, child.end_pos, []))
        else:
            inner = read_tree(child, text)
            found.append((str(child.data), inner[0][1], inner[-1][2], inner))
    return found


def read_nodes(nodes: list[Node] | tuple[Node, ...]) -> list[tuple]:
    return [(str(n.kind), n.start, n.end, read_nodes(n.children)) for n in nodes]


@settings(max_examples=EXAMPLES, deadline=None)
@given(TEXTS)
def test_any_text_parses_and_comes_back(text: str):
    document = parse(text)
    assert document.text == text
    check_filled(document.nodes, 0, len(text))
    assert "".join(leaf.of(text) for leaf in document.leaves()) == text


@settings(max_examples=EXAMPLES, deadline=None)
@given(SCRIPTS, st.sampled_from(("a.vv", "a.txt", "<stdin>")))
def test_any_script_reads_and_comes_back(text: str, name: str):
    script = Script.from_source(Source(text, name))
    if not script.plain:
        check_filled(script.lines, 0, len(text))
        assert "".join(line.of(text) for line in script.lines) == text
    at = 0
    for utterance in script.utterances:
        for start, end in utterance.segments:
            assert at <= start <= end
            at = end
        document = utterance.document
        assert document.text == "".join(text[start:end] for start, end in utterance.segments)
        assert "".join(leaf.of(text) for leaf in document.leaves()) == document.text


@settings(max_examples=EXAMPLES, deadline=None)
@given(SCRIPTS)
def test_marks_of_a_script_are_those_of_its_lines(text: str):
    """A script is parsed in one go; that must be what parsing each stretch by itself gives."""
    script = Script.from_source(Source(text, "a.vv"))
    for utterance in script.utterances:
        for start, end in utterance.segments:
            assert script.marks_in(start, end) == parse_marks(text, start, end)


@settings(max_examples=EXAMPLES, deadline=None)
@given(TEXTS)
def test_markup_tables_are_larks(text: str):
    nodes = load_parser("markup").parse(text, 0, len(text))
    assert read_nodes(nodes) == read_tree(lark("markup").parse(text), text)


@settings(max_examples=EXAMPLES, deadline=None)
@given(SCRIPTS)
def test_script_tables_are_larks(text: str):
    nodes = load_parser("script").parse(text, 0, len(text))
    assert read_nodes(nodes) == read_tree(lark("script").parse(text), text)


@settings(max_examples=EXAMPLES, deadline=None)
@given(TEXTS)
def test_skipping_plain_text_leaves_the_marks(text: str):
    nodes = load_parser("markup").parse(text, 0, len(text))
    assert parse_marks(text, 0, len(text)) == [n for n in nodes if n.kind is not NodeKind.TEXT]


@pytest.mark.parametrize("name", ["markup", "script"])
def test_compiled_tables_are_up_to_date(name: str):
    compiled = grammars() / "compiled" / f"{name}.json"
    assert Path(compiled).read_text(encoding="utf-8") == dump_tables(name), (
        "run python scripts/compile_grammars.py"
    )


@pytest.mark.parametrize("name", ["markup", "script"])
def test_every_terminal_has_a_kind_and_matches_something(name: str):
    tables = json.loads((grammars() / "compiled" / f"{name}.json").read_text(encoding="utf-8"))
    kinds = {str(kind) for kind in NodeKind}
    assert {terminal for terminal, _ in tables["terminals"]} <= kinds


HOSTILE = (
    "[", "]", "[a", "[ ] ", "[[a]]", "](", "[a](", "<", ">", "<a ", "<a>", "</", "<verbatim>", "/",
    "/a", "/ə ", "ə/", "//", "http://", "*", "**", "*a ", "**a ", "* ", "a*b", "\u0301", "e\u0301",
    "\n", "\r", " ", "\t", "a", "好", "🎉", "\0", '<break time="1s" />', "<say-as verbatim", "<!--",
)  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_hostile_megabyte_parses(unit: str):
    text = unit * (MEGABYTE // len(unit))
    nodes = parse(text).nodes
    assert count(nodes) <= len(text)
    assert sum(node.end - node.start for node in nodes) == len(text)


@pytest.mark.parametrize("unit", ["\n", "\r", " ", "MIRA:", "MIRA: \n", "#", "# a\n", "//", "// a\n",
                                  "---\n", "---", "a:\n", "(", "MIRA (", " #id:", "a b", ":"])  # fmt: skip
def test_a_hostile_megabyte_of_script_reads(unit: str):
    text = unit * (MEGABYTE // len(unit))
    script = Script.from_source(Source(text, "a.vv"))
    assert sum(line.end - line.start for line in script.lines) == len(text)
    assert len(script.utterances) <= len(text)


@pytest.mark.parametrize("unit", HOSTILE)
def test_nodes_grow_with_the_text(unit: str):
    """Twice the text has at most twice the nodes, and a few for its edges."""
    small, large = (count(parse(unit * times).nodes) for times in (2_000, 4_000))
    assert large <= 2 * small + 4


class Steps:
    """Counts the steps that the interpreter takes in the parser."""

    def __init__(self) -> None:
        self.taken = 0

    def __call__(self, frame, event, arg):
        self.taken += event == "line"
        return self


def count_steps(text: str) -> int:
    steps = Steps()
    before = sys.gettrace()
    sys.settrace(steps)
    try:
        parse_marks(text, 0, len(text))
    finally:
        sys.settrace(before)
    return steps.taken


@pytest.mark.parametrize("unit", HOSTILE)
def test_work_grows_with_the_text(unit: str):
    load_parser("markup")
    small, large = count_steps(unit * 500), count_steps(unit * 1_000)
    assert large <= 2.1 * small + 100
