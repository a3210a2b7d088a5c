"""`viva lint` as a user meets it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from running import CLEAN, SLIP, VIVA


def test_clean_is_0(viva, tmp_path: Path):
    (tmp_path / "a.vv").write_text(CLEAN)
    done = viva("lint", "a.vv")
    assert (done.returncode, done.stdout, done.stderr) == (0, "No findings in 1 file.\n", "")


def test_a_finding_is_1_and_says_what_to_do(viva, tmp_path: Path):
    (tmp_path / "act1.vv").write_text(SLIP)
    done = viva("lint", "act1.vv")
    assert done.returncode == 1
    first, second, line, carets, *_ = done.stdout.splitlines()
    assert first.startswith("act1.vv:4:7  VV102  [clear_thorat] is not a sound inworld-tts-2 knows")
    assert second.strip() == "Did you mean [clear throat]?  (viva fix --unsafe · viva rule VV102)"
    assert line[carets.index("^") :][: carets.count("^")] == "[clear_thorat]"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--exit-zero",), 0),
        (("--fail-on", "never"), 0),
        (("--fail-on", "error"), 1),
        (("--ignore", "VV102"), 0),
        (("--ignore", "near-miss-sound"), 0),
        (("--ignore", "tags"), 0),
        (("--select", "VV5"), 0),
        (("--select", "VV1"), 1),
        (("--config", "severity.VV102='info'"), 0),
        (("--config", "severity.VV102=info", "--fail-on", "info"), 1),
        (("--config", "ignore=['VV1']"), 0),
        (("--model", "inworld-tts-1.5-max", "--select", "VV102"), 0),
    ],
)
def test_what_counts(viva, tmp_path: Path, arguments: tuple[str, ...], code: int):
    (tmp_path / "a.vv").write_text(SLIP)
    assert viva("lint", "a.vv", *arguments).returncode == code


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("lint", "gone.vv"), "Cannot read gone.vv: No such file or directory."),
        (
            ("lint", "--model", "inworld-tts-3", "a.vv"),
            "Unknown model 'inworld-tts-3'. Did you mean",
        ),
        (("lint", "--select", "VV102,near-mis-sound", "a.vv"), "Did you mean near-miss-sound?"),
        (("lint", "--format", "sarfi", "a.vv"), "Did you mean sarif?"),
        (("lint", "--config", "modl=x", "a.vv"), "Unknown key 'modl'. Did you mean model?"),
        (("lint", "--config", "preview=3", "a.vv"), "preview must be true or false, not 3."),
        (("lint", "--config", "rules.near-miss-sound.x=1", "a.vv"), "no option 'x'"),
        (("lint", "--max-size", "huge", "a.vv"), "must be a size such as 5MB"),
        (("lint", "empty"), "No .vv, .txt or .md file in empty."),
        (("lint", "--baseline", "none.json", "a.vv"), "Run viva baseline"),
        (("lint", "--bogus"), "No such option"),
        (("lnt",), "Did you mean lint?"),
        (("rule", "near-mis-sound"), "Did you mean near-miss-sound?"),
        (("models", "diff", "inworld-tts-2", "inworld-tts"), "Unknown model"),
        (("migrate", "--to", "inworld-tts-9", "a.vv"), "Unknown model"),
        (("rules", "--group", "tagz"), "Did you mean tags?"),
    ],
)
def test_a_failed_run_is_2_and_one_line(viva, tmp_path: Path, arguments, message: str):
    (tmp_path / "a.vv").write_text(CLEAN)
    (tmp_path / "empty").mkdir()
    done = viva(*arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("viva: ")
    assert done.stderr.count("\n") == 1
    assert message in done.stderr


def test_unreadable_files_do_not_keep_the_others_from_being_linted(viva, tmp_path: Path):
    (tmp_path / "a.vv").write_text(SLIP)
    (tmp_path / "b.txt").write_bytes(b"caf\xe9")
    (tmp_path / "c.vv").write_text(SLIP)
    (tmp_path / "d.vv").symlink_to("d.vv")
    done = viva("lint", "--format", "concise")
    assert done.returncode == 2
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == ["a.vv", "c.vv"]
    assert "b.txt is not UTF-8 text: byte 3 (0xe9)" in done.stderr
    assert "Cannot read d.vv: Too many levels of symbolic links." in done.stderr


def test_standard_input(viva):
    done = viva("lint", "-", "--format", "json", text="[clear_thorat] Listen to me.")
    assert json.loads(done.stdout)[0]["filename"] == "<stdin>"
    assert done.returncode == 1


def test_standard_input_with_a_name_is_a_script(viva, tmp_path: Path):
    (tmp_path / "vivavoce.toml").write_text('[paths."acts/**"]\nignore = ["VV102"]\n')
    (tmp_path / "acts").mkdir()
    done = viva("lint", "-", "--stdin-filename", "acts/one.vv", "--format", "json", text=SLIP)
    assert (done.returncode, json.loads(done.stdout)) == (0, [])
    done = viva("lint", "-", "--stdin-filename", "one.vv", "--format", "json", text=SLIP)
    assert json.loads(done.stdout)[0]["location"] == {"row": 4, "column": 7}


def test_folders_are_searched_in_order_and_foreign_ones_left_out(viva, tmp_path: Path):
    names = [
        "b.vv",
        "a/z.txt",
        "a/b/deep.md",
        ".hidden/x.vv",
        "node_modules/x.vv",
        "env/x.vv",
        "n.py",
    ]
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SLIP if name.endswith(".vv") else "[clear_thorat] Listen to me.")
    (tmp_path / "env" / "pyvenv.cfg").touch()
    (tmp_path / "a" / "again").symlink_to(tmp_path, target_is_directory=True)
    done = viva("lint", "--format", "concise")
    found = [line.split(":")[0] for line in done.stdout.splitlines()]
    assert found == ["b.vv", "a/z.txt", "a/b/deep.md"]
    again = viva("lint", "--format", "concise", ".", "a", "b.vv", "a/../b.vv")
    assert again.stdout == done.stdout


def test_exclude(viva, tmp_path: Path):
    for name in ("drafts/a.vv", "acts/old-1.vv", "acts/new.vv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(SLIP)
    (tmp_path / "vivavoce.toml").write_text('exclude = ["drafts", "acts/old-*.vv"]\n')
    done = viva("lint", "--format", "concise")
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == ["acts/new.vv"]
    assert viva("lint", "drafts/a.vv").returncode == 1


@pytest.mark.parametrize("report", ["full", "json", "sarif", "junit"])
def test_parallel_says_the_same_as_serial(viva, tmp_path: Path, report: str):
    for number in range(23):
        text = SLIP if number % 3 else CLEAN
        (tmp_path / f"{number:02}.vv").write_text(text + "MIRA: Fine.\n" * number)
    (tmp_path / "05.vv").write_bytes(b"\xff")
    serial, parallel = (viva("lint", "--format", report, "--jobs", n) for n in (1, 2))
    assert serial.stdout == parallel.stdout
    assert serial.stderr == parallel.stderr
    assert serial.returncode == parallel.returncode == 2


def test_large_files_are_reported_not_read(viva, tmp_path: Path):
    (tmp_path / "big.vv").write_text(CLEAN * 100)
    done = viva("lint", "--max-size", "1kB", "big.vv")
    assert done.returncode == 2
    assert "big.vv is larger than 1,000 bytes" in done.stderr


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"---\n", b"---\n---\n", b"---\n:\n---\n", b"[" * 9000,
        b"A: \xed\xa0\x80", b"\xff\xfe\x00\xd8", b"a\rb\r\nc\nd\x00\x1b[31m", b"---\na: &a [*a]\n---\nA: x.\n",
        b"---\nmodel: nope\ncast: 3\n---\nA: hi\n", bytes(range(256)), b"<" * 500 + b"/" * 500 + b"*" * 500,
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["x.vv", "x.txt"])
def test_no_bytes_whatever_make_a_traceback(viva, tmp_path: Path, data: bytes, name: str):
    (tmp_path / name).write_bytes(data)
    done = viva("lint", name)
    assert done.returncode in {0, 1, 2}
    assert "Traceback" not in done.stderr
    assert "Internal error" not in done.stderr
    assert "\x1b" not in done.stdout + done.stderr


def test_escapes_in_names_and_scripts_are_not_obeyed(viva, tmp_path: Path):
    (tmp_path / "\x1b[2J.vv").write_text("A: \x1b]0;owned\x07 [clear_thorat] Now.\n")
    done = viva("lint", "--select", "VV102")
    assert done.returncode == 1
    assert "\x1b" not in done.stdout
    assert r"\x1b]0;owned\x07" in done.stdout
    assert r"\x1b[2J.vv:1:" in done.stdout
    assert "\x1b" not in viva("lint", "\x1b[2K").stderr


def test_a_name_that_is_no_text(viva, tmp_path: Path):
    path = os.fsencode(tmp_path) + b"/\xff.vv"
    Path(os.fsdecode(path)).write_text(SLIP)
    for report in ("full", "json", "sarif", "junit", "github"):
        done = viva("lint", "--format", report)
        assert done.returncode == 1, done.stderr


def test_a_terminal_without_unicode(viva, tmp_path: Path):
    (tmp_path / "a.vv").write_text(SLIP.replace("Listen", "Écoute 🎉"))
    done = viva("lint", "a.vv", PYTHONUTF8="0", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert done.returncode == 1
    assert r"\xc9coute" in done.stdout


def test_colour(viva, tmp_path: Path):
    (tmp_path / "a.vv").write_text(SLIP)
    assert "\x1b[" not in viva("lint", "a.vv").stdout
    assert "\x1b[1;31mVV102" in viva("lint", "a.vv", FORCE_COLOR="1").stdout
    assert "\x1b[" not in viva("lint", "a.vv", FORCE_COLOR="1", NO_COLOR="1").stdout


def test_github_is_the_default_in_actions(viva, tmp_path: Path):
    (tmp_path / "a.vv").write_text(SLIP)
    assert viva("lint", GITHUB_ACTIONS="true").stdout.startswith("::error file=a.vv,line=4,col=7,")
    assert viva("lint", "--format", "concise", GITHUB_ACTIONS="true").stdout.startswith("a.vv:4:7")


def test_statistics(viva, tmp_path: Path):
    (tmp_path / "a.vv").write_text(SLIP + "TOM: [sgih] No.\n")
    assert viva("lint", "--select", "VV102", "--statistics").stdout.split() == [
        "2", "VV102", "near-miss-sound",
    ]  # fmt: skip


def test_add_allow_silences_what_is_there(viva, tmp_path: Path):
    script = tmp_path / "a.vv"
    script.write_bytes(SLIP.replace("\n", "\r\n").encode("utf-8-sig"))
    done = viva("lint", "--add-allow", "she really\nsays so", "a.vv")
    assert done.returncode == 0, done.stderr
    text = script.read_bytes().decode("utf-8-sig")
    assert "// viva: allow VV102 because she really says so\r\nMIRA:" in text
    assert script.read_bytes().startswith(b"\xef\xbb\xbf")
    assert viva("lint", "a.vv").returncode == 0


def test_add_allow_cannot_help_plain_text(viva, tmp_path: Path):
    (tmp_path / "a.txt").write_text("[clear_thorat] Listen.")
    done = viva("lint", "--add-allow", "x", "a.txt")
    assert done.returncode == 1
    assert "ignore in vivavoce.toml" in done.stderr
    assert viva("lint", "--add-allow", "  ", "a.txt").returncode == 2


def test_a_reader_that_goes_away(tmp_path: Path, environment):
    (tmp_path / "a.vv").write_text(SLIP + "TOM: [sgih] No.\n" * 4000)
    with subprocess.Popen(
        [VIVA, "lint", "a.vv"], cwd=tmp_path, env=environment, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 141


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c(tmp_path: Path, environment, jobs: str):
    for number in range(40):
        (tmp_path / f"{number}.vv").write_text(SLIP + "TOM: [sgih] No, *not* /wʌn/ bit.\n" * 4000)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    with subprocess.Popen(
        [VIVA, "fix", "--unsafe", "--jobs", jobs], cwd=tmp_path, env=environment,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    ) as process:  # fmt: skip
        time.sleep(1.5)
        os.killpg(process.pid, signal.SIGINT)
        output, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert (output + errors).strip() == b""
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_help_names_every_command(viva):
    done = viva("--help")
    assert done.returncode == 0
    for name in (
        "lint",
        "fix",
        "rule",
        "rules",
        "models",
        "parse",
        "config",
        "baseline",
        "migrate",
    ):
        assert f"\n  {name} " in done.stdout


def test_linting_imports_nothing_it_does_not_need(tmp_path: Path, environment):
    (tmp_path / "a.vv").write_text(CLEAN)
    done = subprocess.run(
        [VIVA.with_name("python"), "-X", "importtime", VIVA, "lint", "a.vv"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    modules = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    unwanted = {
        "yaml", "lark", "httpx", "numpy", "msgspec", "asyncio", "concurrent.futures", "tempfile",
        "multiprocessing", "vivavoce.speech", "vivavoce.synthesis", "vivavoce.cli.commands.say",
    }  # fmt: skip
    assert "vivavoce.lint.run" in modules
    assert not modules & unwanted
