"""Renders that go wrong, over real sockets and real signals.

For each fault: nothing that arrived is lost, no finished line is asked for twice, the message says
what to do, and a second run completes.
"""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from vivavoce.inworld import ApiKey, InworldEngine, Secret, Settings, Timeouts
from vivavoce.inworld.client import Client
from vivavoce.inworld.retry import RetryPolicy
from vivavoce.syntax import Script
from vivavoce.synthesis.plan import plan_script
from vivavoce.synthesis.render import render
from vivavoce.synthesis.store import TakeStore

VIVA = Path(sys.executable).with_name("viva")
KEY = "dGVzdGtleTp0ZXN0c2VjcmV0"
KILLS = int(os.environ.get("VIVAVOCE_KILLS", "8"))
HEAD = "---\nmodel: inworld-tts-2\nlanguage: en-US\nsample_rate: 8000\ncast:\n  TOM: Dennis\n---\n"
WORDS = ("zero", "one", "two", "three", "four", "five")
QUICK = Settings(
    timeouts=Timeouts(connect=2, read=0.5, write=2, pool=2),
    retry=RetryPolicy(attempts=2, base=0.001, longest=0.01),
)


def write_script(folder: Path, lines: int = 6) -> Path:
    names = [WORDS[n] if n < len(WORDS) else f"{n}th" for n in range(lines)]
    path = folder / "a.vv"
    path.write_text(
        HEAD + "".join(f"TOM: The {name} boat came in late tonight.\n" for name in names),
        encoding="utf-8",
    )
    return path


def steps_of(folder: Path, lines: int = 6):
    return plan_script(Script.read(write_script(folder, lines)))


@pytest.fixture
def engine(service):
    client = Client(auth=ApiKey(Secret(KEY)), base_url=service.url, settings=QUICK)
    yield InworldEngine(client)
    client.close()


@pytest.fixture
def viva(tmp_path, speaking):
    """Run `viva render` in a folder that holds a script."""
    write_script(tmp_path)

    def run(*arguments: str, limit: int = 0, **env: str):
        def shrink():
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        return subprocess.run(
            [VIVA, "render", "a.vv", "--engine", "inworld", *arguments], cwd=tmp_path,
            env=speaking | env, capture_output=True, text=True, timeout=120, check=False,
            preexec_fn=shrink if limit else None,
        )  # fmt: skip

    return run


BREAKS = ["late error", "stall", "reset"]


@pytest.mark.parametrize("fault", [*BREAKS, "slow headers", "500", "429"])
def test_one_line_fails_the_others_are_kept_and_the_second_run_completes(
    fault, service, engine, tmp_path
):
    steps, store = steps_of(tmp_path), TakeStore(tmp_path / "takes")
    service.faults["two"] = (fault, 9)
    first = render(steps, engine, store, jobs=2)
    assert (first.spoken, len(first.failures)) == (5, 1)
    (failure,) = first.failures
    assert "two" in failure.step.request.text
    assert len(str(failure.error)) > 20
    if fault in BREAKS:
        assert failure.arrived is not None
        assert (failure.arrived / "audio.pcm").stat().st_size >= 2 * 800, "what came is kept"
    else:
        assert failure.arrived is None
    service.faults.clear()
    service.asked.clear()
    second = render(steps, engine, store, jobs=2)
    assert (second.spoken, second.complete) == (1, True)
    assert service.texts == ["The two boat came in late tonight."], "the others are not paid again"
    assert not list(store.folder.glob(".arriving-*"))


@pytest.mark.parametrize("fault", BREAKS)
def test_a_stream_that_broke_is_not_paid_for_again_unasked(fault, service, engine, tmp_path):
    service.faults["two"] = (fault, 9)
    render(steps_of(tmp_path), engine, TakeStore(tmp_path / "takes"))
    assert sum("two" in text for text in service.texts) == 1


@pytest.mark.parametrize("status", ["429", "500"])
def test_a_passing_refusal_is_waited_out(status, service, engine, tmp_path):
    service.faults["two"] = (status, 1)
    result = render(steps_of(tmp_path), engine, TakeStore(tmp_path / "takes"), jobs=2)
    assert result.complete
    assert not result.failures


def test_a_refused_key_stops_everything(service, viva, tmp_path):
    service.faults["boat"] = ("401", 99)
    done = viva("--jobs", "1")
    assert done.returncode == 2
    assert "check INWORLD_API_KEY" in done.stderr
    assert KEY not in done.stderr + done.stdout
    assert "0 of 6 requests are on disk. Run it again to go on." in done.stderr
    assert len(service.asked) == 1
    service.faults.clear()
    assert viva().returncode == 0


def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.mark.parametrize("where", ["refused", "no such name"])
def test_no_way_to_the_service(where, service, engine, tmp_path):
    names = {"refused": f"http://127.0.0.1:{closed_port()}", "no such name": "https://x.invalid"}
    says = {"refused": "refused", "no such name": "Check the base URL"}
    steps, store = steps_of(tmp_path), TakeStore(tmp_path / "takes")
    with Client(auth=ApiKey(Secret(KEY)), base_url=names[where], settings=QUICK) as lost:
        result = render(steps, InworldEngine(lost), store)
    assert len(result.failures) == 1, "the others would meet the same"
    assert result.spoken == 0
    message = str(result.failures[0].error)
    assert says[where] in message
    assert KEY not in message
    assert render(steps, engine, store).complete


def test_a_missing_key_is_told_before_anything_is_made(viva, tmp_path):
    done = viva(INWORLD_API_KEY="")
    assert done.returncode == 2
    assert "set INWORLD_API_KEY" in done.stderr
    assert not (tmp_path / "takes").exists()


def test_errors_of_the_linter_stop_it_before_anything_is_paid(service, viva, tmp_path):
    (tmp_path / "a.vv").write_text(HEAD.replace("8000", "8001") + "TOM: Hello.\n")
    done = viva()
    assert done.returncode == 1
    assert "sample_rate must be one of" in done.stderr
    assert service.asked == []
    assert viva("--force").returncode == 0


def test_a_limit_on_cost_is_kept(service, viva):
    done = viva("--max-cost", "0.0001")
    assert done.returncode == 2
    assert "Nothing was sent" in done.stderr
    assert service.asked == []


def test_a_full_disk_says_what_to_do_and_the_next_run_goes_on(service, viva, tmp_path):
    long = " ".join(["boats"] * 60)
    with (tmp_path / "a.vv").open("a") as script:
        script.write(f"TOM: Then {long} came.\n")
    done = viva("--jobs", "1", limit=60_000)
    assert done.returncode == 2
    assert "File too large" in done.stderr
    assert "run it again to go on" in done.stderr
    assert "Traceback" not in done.stderr
    kept = list((tmp_path / "takes").glob(".arriving-*/audio.pcm"))
    assert sum(path.stat().st_size for path in kept) > 40_000, "what came before stays"
    service.asked.clear()
    assert viva().returncode == 0
    assert len(service.asked) == 1, "six lines were on disk"


def test_a_folder_that_cannot_be_written_costs_nothing(service, viva, tmp_path):
    (tmp_path / "takes").write_text("a file stands where the folder should be")
    done = viva()
    assert done.returncode == 2
    assert "Cannot write to" in done.stderr
    assert service.asked == []
    (tmp_path / "takes").unlink()
    assert viva().returncode == 0


def test_a_second_render_of_the_same_takes_waits_its_turn_and_costs_nothing(
    service, viva, tmp_path
):
    with TakeStore(tmp_path / "takes").claim():
        done = viva()
    assert done.returncode == 2
    assert "Another render is at work in takes." in done.stderr
    assert "Make room" not in done.stderr
    assert service.asked == []
    assert viva().returncode == 0
    with TakeStore(tmp_path / "takes").claim():
        assert viva().returncode == 0, "what is on disk can be put together all the same"
    assert len(service.asked) == 6


def test_a_folder_for_the_files_that_cannot_be_made_loses_no_take(service, viva, tmp_path):
    (tmp_path / "out").write_text("a file stands where the folder should be")
    done = viva()
    assert done.returncode == 2
    assert "Cannot make the folder" in done.stderr
    service.asked.clear()
    assert viva("-o", "other").returncode == 0
    assert service.asked == []


def test_interrupted_it_finishes_what_is_paid_for_and_says_how_to_go_on(
    service, viva, speaking, tmp_path
):
    service.pause = 0.1
    process = subprocess.Popen(
        [VIVA, "render", "a.vv", "--engine", "inworld", "--jobs", "2"], cwd=tmp_path, env=speaking,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert service.heard.wait(30)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Run it again to go on" in told
    assert "Traceback" not in told
    paid = len(service.asked)
    assert 1 <= paid <= 3
    assert len(list(TakeStore(tmp_path / "takes").all())) == paid, "what was paid for is there"
    service.pause = 0.0
    assert viva().returncode == 0
    assert len(service.asked) == 6, "no line was asked for twice"


@pytest.mark.slow
def test_killed_at_any_moment_no_finished_line_is_paid_twice(service, speaking, tmp_path):
    jobs, chance = 2, random.Random(7)
    write_script(tmp_path, 100)
    service.pause = 0.001
    command = [VIVA, "render", "a.vv", "--engine", "inworld", "--jobs", str(jobs), "-q"]
    store = TakeStore(tmp_path / "takes")
    finished: set[str] = set()
    for _ in range(KILLS):
        service.heard.clear()
        before = len(service.asked)
        process = subprocess.Popen(command, cwd=tmp_path, env=speaking)
        while process.poll() is None and not service.heard.wait(0.05):
            pass
        time.sleep(chance.uniform(0, 1.2 / KILLS))
        process.kill()
        process.wait()
        assert not finished & set(service.texts[before:]), "finished lines are not asked for again"
        for stored in store.all():
            take = stored.load()
            assert take.audio.duration > 0.5, "a take that is there is whole"
            finished.add(take.script)
    done = subprocess.run(command, cwd=tmp_path, env=speaking, timeout=120, check=False)
    assert done.returncode == 0
    assert len(list(store.all())) == 100, "every line is there, and none twice"
    assert len(set(service.texts)) == 100
    assert len(service.asked) <= 100 + jobs * KILLS, "only what was in flight is asked for again"
    assert not list(store.folder.glob(".arriving-*"))
    print(f"{KILLS} kills, {len(service.asked)} requests for 100 lines")


WICKED = "../../../gone"


def test_no_name_in_a_script_leads_out_of_the_folder(service, viva, tmp_path):
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "a.vv").write_text(
        f"---\nmodel: inworld-tts-2\ntitle: {WICKED}\nsample_rate: 8000\n"
        f"cast:\n  TOM: {WICKED}\n---\n# {WICKED}\n\n"
        f"TOM: It was late.  #id:{WICKED}\nTOM: It was cold.  #id:/etc/passwd\n",
    )
    before = set(tmp_path.parent.rglob("*"))
    done = viva("-o", "inner/out", "--takes", "inner/takes", "--force")
    assert done.returncode == 0, done.stderr
    new = {path for path in set(tmp_path.parent.rglob("*")) - before if path.is_file()}
    assert new
    outside = [p for p in new if not p.is_relative_to(inner) and "cache" not in p.parts]
    assert outside == []
    assert json.loads((inner / "out" / "a.json").read_text(encoding="utf-8"))


def test_no_lexicon_is_read_from_elsewhere(viva, tmp_path):
    (tmp_path / "a.vv").write_text("---\nlexicon: ../../etc/passwd.csv\n---\nTOM: Hello.\n")
    done = viva("--force")
    assert done.returncode == 2
    assert "does not lie beside it" in done.stderr
