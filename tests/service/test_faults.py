import random
import re
import statistics
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivavoce.service.faults import (
    LONGEST,
    PLACES,
    FaultError,
    Kind,
    damage,
    place_of,
    read_fault,
    read_faults,
    read_header,
)
from vivavoce.service.striking import Strikes


def draws(line, count=2000):
    spread, chance = read_fault(line).spread, random.Random(7)
    return sorted(spread.draw(chance) for _ in range(count))


def test_latencies_are_fixed_uniform_or_heavy_tailed():
    assert set(draws("latency=50ms")) == {0.05}
    uniform = draws("latency=50ms..200ms")
    assert 0.05 <= uniform[0] < 0.06
    assert 0.19 < uniform[-1] <= 0.2
    tailed = draws("latency=80ms p95=400ms")
    assert statistics.median(tailed) == pytest.approx(0.08, rel=0.1)
    assert tailed[1900] == pytest.approx(0.4, rel=0.15)
    assert tailed[-1] > 1


def test_a_fault_is_read_word_by_word():
    fault = read_fault(" malformed=base64  after=3 rate=10% times=2 skip=1 on=stream,socket ")
    assert (fault.kind, fault.form, fault.after, fault.rate) == (Kind.MALFORMED, "base64", 3, 0.1)
    assert (fault.times, fault.skip, fault.on) == (2, 1, {"stream", "socket"})
    assert fault.line == "malformed=base64 after=3 rate=10% times=2 skip=1 on=stream,socket"
    assert read_fault("cut=64kB").number == 64_000
    assert read_fault("late-error").number == 13
    assert read_fault("stall").spread.low == LONGEST
    assert read_fault("status=503 on=speech").on == {"sync", "stream", "socket", "openai"}


def test_a_share_is_never_cut_from_a_socket():
    assert read_fault("cut=40%").on == set(PLACES) - {"socket"}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "statsu=429",
            'Fault "statsu=429": there is no "statsu". Did you mean status?',
        ),
        (
            "rate=0.1",
            'Fault "rate=0.1": it must say what goes wrong: latency, status, cut, late-error, malformed, stall.',
        ),
        (
            "status=200",
            'Fault "status=200": status must be a whole number from 400 to 599.',
        ),
        (
            "status=429 latency=1s",
            'Fault "status=429 latency=1s": latency and status are two faults; write two.',
        ),
        (
            "latency=50",
            'Fault "latency=50": latency must be a time such as 50ms or 1.5s, at most 600s.',
        ),
        (
            "latency=2s..1s",
            'Fault "latency=2s..1s": latency must go from the shorter to the longer time.',
        ),
        (
            "latency=1s..2s p95=3s",
            'Fault "latency=1s..2s p95=3s": with p95, latency is the median: one time above 0 and not above p95.',
        ),
        ("status=429 p95=3s", 'Fault "status=429 p95=3s": p95 goes with latency only.'),
        (
            "cut=120%",
            'Fault "cut=120%": cut must be bytes such as 2000 or 64kB, or a share such as 40%.',
        ),
        (
            "cut=40% on=socket",
            'Fault "cut=40% on=socket": a WebSocket is cut after bytes, not at a share.',
        ),
        (
            "status=429 rate=2",
            'Fault "status=429 rate=2": rate must be from 0 to 1, or a share such as 10%.',
        ),
        ("status=429 status=430", 'Fault "status=429 status=430": status is there twice.'),
        ("malformed=xml", 'Fault "malformed=xml": malformed must be json or base64.'),
    ],
)
def test_a_bad_fault_is_told_in_plain_words(line, message):
    with pytest.raises(FaultError) as told:
        read_fault(line)
    assert str(told.value) == message


def test_unknown_places_and_counting_headers_are_refused():
    with pytest.raises(FaultError, match='on does not know "radio"; known: sync, stream'):
        read_fault("status=429 on=radio")
    with pytest.raises(FaultError, match="not in a header"):
        read_header("status=429 times=1")
    with pytest.raises(FaultError, match="at most 50"):
        read_faults(["latency=1ms"] * 51)
    assert read_header("none") == ()
    assert len(read_header("latency=1ms; status=500")) == 2


@given(st.text())
def test_any_text_is_a_fault_or_an_error_with_one_line(text):
    told = ""
    try:
        read_fault(text)
    except FaultError as error:
        told = str(error)
    assert told == "" or told.isprintable()


@given(st.sampled_from(["latency=10ms..90ms", "status=429", "stall=1s..2s"]), st.integers(0, 99))
def test_the_same_seed_gives_the_same_faults(line, seed):
    def run():
        strikes = Strikes(read_faults([f"{line} rate=0.5", "status=500 rate=0.3"]), seed)
        return [strikes.strike("sync") for _ in range(50)]

    assert run() == run()


def test_a_changed_fault_changes_nothing_for_the_others():
    def struck(first):
        strikes = Strikes(read_faults([first, "status=500 rate=0.3"]), 7)
        found = [strikes.strike("sync").first(Kind.STATUS) for _ in range(200)]
        return [bool(fault) for fault in found]

    assert struck("latency=1ms rate=0.1") == struck("latency=5ms..9ms rate=0.9")


def test_rates_hold_and_are_counted():
    strikes = Strikes(read_faults(["status=429 rate=0.1"]), 1)
    hits = sum(bool(strikes.strike("sync").faults) for _ in range(2000))
    (row,) = strikes.show()["faults"]
    assert 150 < hits < 250
    assert row == {"fault": "status=429 rate=0.1", "seen": 2000, "struck": hits}


def test_skip_and_times_make_a_window_and_on_a_place():
    strikes = Strikes(read_faults(["status=503 skip=2 times=3 on=sync"]), 1)
    assert not strikes.strike("stream").faults
    hits = [bool(strikes.strike("sync").faults) for _ in range(7)]
    assert hits == [False, False, True, True, True, False, False]


@pytest.mark.parametrize("form", ["json", "base64"])
def test_damage_keeps_the_length(form):
    line = b'{"result":{"audioContent":"UklGRg=="}}\n'
    spoilt = damage(line, form)
    assert len(spoilt) == len(line)
    assert spoilt != line
    assert spoilt.endswith(b"\n")


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/tts/v1/voice", "sync"),
        ("/tts/v1/voice:stream", "stream"),
        ("/tts/v1/voice:streamBidirectional", "socket"),
        ("/tts/v1/voice:synthesizeBatch", "jobs"),
        ("/tts/v1/voices", "voices"),
        ("/voices/v1/voices:clone", "voices"),
        ("/v1/sessionTokens/token:generate", "tokens"),
        ("/elsewhere", "other"),
    ],
)
def test_paths_belong_to_places(path, place):
    assert place_of(path) == place


def test_what_the_page_shows_can_be_read():
    page = (Path(__file__).parents[2] / "docs" / "service.md").read_text()
    commands = re.findall(r"--fault '([^']+)'", page)
    table = page.partition("| what goes wrong |")[2].partition("`after=3`")[0]
    named = [
        code for code in re.findall(r"`([^`]+)`", table) if code.partition("=")[0] in set(Kind)
    ]
    words = [code for code in re.findall(r"`([a-z]+=[^`]+)`", table) if code not in named]
    assert len(commands) == 3
    assert {read_fault(line).kind for line in named} == set(Kind)
    assert len({word.partition("=")[0] for word in words}) == 4
    read_faults([*commands, *(f"status=500 {word}" for word in words)])
