"""What each format promises to whoever reads it."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vivavoce import catalogue
from vivavoce.lint import Diagnostic, Fix, Safety, Severity
from vivavoce.lint.report import Checked, Look
from vivavoce.text import Edit, Source, Span, apply_edits

NAMES = catalogue.report_names()
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def render(name: str, files: list[Checked], look: Look) -> str:
    return "".join(catalogue.report(name).write(iter(files), look))


def test_json_has_the_promised_fields(checked, look):
    found = json.loads(render("json", checked, look))
    assert list(found[0]) == [
        "code", "name", "severity", "message", "filename", "location", "end_location", "fix",
    ]  # fmt: skip
    assert found[0]["location"] == {"row": 4, "column": 7}
    assert found[0]["end_location"] == {"row": 4, "column": 21}
    assert list(found[0]["fix"]) == ["safety", "message", "edits"]
    assert found[2]["fix"] is None


def test_json_lines_say_the_same_as_json(checked, look):
    lines = render("json-lines", checked, look).splitlines()
    assert [json.loads(line) for line in lines] == json.loads(render("json", checked, look))


def test_edits_of_json_mend_the_text(checked, look):
    source = checked[0].source
    fix = json.loads(render("json", checked, look))[0]["fix"]
    edits = [
        Edit(
            Span(
                source.offset(e["location"]["row"], e["location"]["column"]),
                source.offset(e["end_location"]["row"], e["end_location"]["column"]),
            ),
            e["content"],
        )
        for e in fix["edits"]
    ]
    assert "MIRA: [clear throat] Listen" in apply_edits(source.text, edits)


def test_rdjson_counts_bytes(checked, look):
    found = json.loads(render("rdjson", checked, look))["diagnostics"]
    emoji = found[2]["location"]["range"]
    line = checked[0].source.line_text(5).encode()
    start, end = emoji["start"]["column"] - 1, emoji["end"]["column"] - 1
    assert line[start:end].decode() == "\U0001f389"


def test_gitlab_tells_equal_findings_apart(checked, look):
    twice = Checked(checked[0].source, checked[0].diagnostics * 2)
    marks = [issue["fingerprint"] for issue in json.loads(render("gitlab", [twice], look))]
    assert len(set(marks)) == len(marks) == 6


def test_gitlab_fingerprints_survive_new_lines(checked, look):
    source = checked[0].source
    moved = Source("\n" + source.text, source.name)
    shifted = tuple(d._replace(span=d.span.shift(1)) for d in checked[0].diagnostics)
    before, after = (
        [issue["fingerprint"] for issue in json.loads(render("gitlab", [c], look))]
        for c in (checked[0], Checked(moved, shifted))
    )
    assert before == after


def test_github_escapes_what_actions_would_read(checked, look):
    lines = render("github", checked, look).splitlines()
    assert len(lines) == 4
    assert lines[0].startswith(
        "::error file=acts/act 1%2Ca.vv,line=4,col=7,endLine=4,endColumn=21,"
    )
    assert "100%25" in lines[1]
    assert lines[1].startswith("::notice ")
    assert lines[3].startswith("::error file=gone.vv")


def test_junit_counts(checked, look):
    suites = ET.fromstring(render("junit", checked, look)).findall("testsuite")
    counts = [(s.get("tests"), s.get("failures"), s.get("errors")) for s in suites]
    assert counts == [("3", "3", "0"), ("1", "0", "0"), ("1", "0", "1")]
    assert suites[0].findall("testcase/failure")[0].get("message", "").endswith("[clear throat]?")


def test_sarif_is_written_when_nothing_is_found(look):
    log = json.loads(render("sarif", [Checked(Source("Fine.", "a.txt"))], look))
    assert log["runs"][0]["results"] == []
    assert len(log["runs"][0]["tool"]["driver"]["rules"]) == 3


def test_sarif_says_what_could_not_be_read(checked, look):
    invocation = json.loads(render("sarif", checked, look))["runs"][0]["invocations"][0]
    assert invocation["executionSuccessful"] is False
    assert "gone.vv" in invocation["toolExecutionNotifications"][0]["message"]["text"]


def test_full_shows_the_line_and_carets(checked, look):
    lines = render("full", checked, look).splitlines()
    assert lines[0].startswith("acts/act 1,a.vv:4:7  VV102  [clear_thorat] is not a sound")
    assert lines[1].strip() == (
        "Did you mean [clear throat]?  (viva fix --unsafe · viva rule VV102)"
    )
    caret = lines[3].index("^")
    assert lines[2][caret : caret + 14] == "[clear_thorat]"
    assert lines[3].count("^") == 14
    assert "in 2 files" in lines[-1]


def test_full_shows_a_window_of_a_long_line(look):
    source = Source("word " * 4000 + "[x] " + "word " * 4000, "long.txt")
    at = source.text.index("[x]")
    found = Diagnostic("VV102", "near-miss-sound", Span(at, at + 3), "Wrong.", Severity.ERROR)
    lines = render("full", [Checked(source, (found,))], look).splitlines()
    assert max(map(len, lines)) < 130
    caret = lines[3].index("^")
    assert lines[2][caret : caret + 3] == "[x]"


def test_full_puts_carets_under_wide_letters(look):
    source = Source("日本語 e\u0301 [x] end", "wide.txt")
    at = source.text.index("[x]")
    found = Diagnostic("VV102", "near-miss-sound", Span(at, at + 3), "Wrong.", Severity.ERROR)
    lines = render("full", [Checked(source, (found,))], look).splitlines()
    assert lines[3].index("^") - lines[3].index("|") == 2 + len("日本語") * 2 + 3


def test_colour_only_where_it_is_wanted(checked, look):
    colour = replace(look, colour=True)
    for name in ("full", "concise", "grouped"):
        assert "\x1b[" not in render(name, checked, look)
        assert "\x1b[1;31m" in render(name, checked, colour)


def test_full_wraps_on_a_terminal(checked, look):
    narrow = render("full", checked, replace(look, width=60))
    assert all(len(line) <= 100 for line in narrow.splitlines())
    assert narrow.count("\n") > render("full", checked, look).count("\n")


ANY = st.text(max_size=60)


@st.composite
def any_checked(draw) -> Checked:
    source = Source(draw(ANY), draw(st.text(min_size=1, max_size=20)))
    size = len(source.text)
    found = []
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, size))
        span = Span(start, draw(st.integers(start, size)))
        fix = Fix(draw(ANY), (Edit(span, draw(ANY)),), draw(st.sampled_from(Safety)))
        found.append(
            Diagnostic(
                "VV102", "near-miss-sound", span, draw(ANY), draw(st.sampled_from(Severity)), (fix,)
            )
        )
    return Checked(source, tuple(found), draw(st.sampled_from(["", "Cannot read it: \x1b[2J."])))


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=80, deadline=None)
@given(files=st.lists(any_checked(), max_size=3))
def test_nothing_is_obeyed_by_a_terminal_and_everything_can_be_read(name: str, files):
    text = render(name, files, Look(version="1"))
    assert not OBEYED.search(text)
    if name in {"json", "sarif", "gitlab", "rdjson"}:
        json.loads(text)
    if name == "junit":
        ET.fromstring(text)
    if name == "json-lines":
        found = [json.loads(line) for line in text.splitlines()]
        assert len(found) == sum(len(c.diagnostics) for c in files)
