from __future__ import annotations

from dataclasses import replace

from vivavoce.exports import transcript
from vivavoce.exports.player.differences import (
    align_words,
    describe,
    find_differences,
    find_paces,
    tell_differences,
)


def compare(*takes):
    scripts = [transcript.of(take) for take in takes]
    rows = align_words(scripts)
    return rows, find_differences(takes, scripts, rows), find_paces(scripts, rows)


def stretch(take, index, seconds):
    """The take with one word longer and all behind it later."""
    alignment = take.alignment
    words = tuple(
        replace(
            w,
            start=w.start + seconds * (at > index),
            end=w.end + seconds * (at >= index),
        )
        for at, w in enumerate(alignment.words)
    )
    return replace(take, alignment=replace(alignment, words=words))


def test_the_same_take_twice_differs_in_nothing(dialogue):
    rows, found, paces = compare(dialogue, dialogue)
    assert rows == [(at, at) for at in range(len(dialogue.alignment.words))]
    assert not any(difference.kind for difference in found)
    assert tell_differences(found, ["A", "B"], paces).startswith("None of ")


def test_a_slower_reading_is_a_pace_and_not_a_difference(speak):
    text = "The ferry reached the shore at dawn."
    _, found, paces = compare(speak(text), speak(text, pace=1.5))
    assert not any(difference.kind for difference in found)
    assert "B is 50% slower throughout" in tell_differences(found, ["A", "B"], paces)


def test_one_word_drawn_out_is_found(speak):
    take = speak("The ferry reached the shore at dawn.")
    _, found, _ = compare(take, stretch(take, 2, 0.3))
    assert [(d.text, d.kind) for d in found if d.kind] == [("reached", "longer")]
    assert found[2].change > 0.2


def test_other_sounds_are_found(speak):
    take = speak("The ferry reached the shore.")
    phones = (replace(take.alignment.phones[3], symbol="ʒ"),)
    phones = (*take.alignment.phones[:3], *phones, *take.alignment.phones[4:])
    other = replace(take, alignment=replace(take.alignment, phones=phones))
    _, found, _ = compare(take, other)
    assert [(d.text, d.kind) for d in found if d.kind] == [("ferry", "sound")]
    assert "B: " in describe(found[1], ["A", "B"])
    assert "ʒ" in describe(found[1], ["A", "B"])


def test_words_only_one_take_has(speak):
    rows, found, _ = compare(speak("One two three four."), speak("One three extra four."))
    assert rows == [(0, 0), (1, -1), (2, 1), (-1, 2), (3, 3)]
    assert [d.text for d in found if d.kind == "missing"] == ["two", "extra"]
    assert "not said" in describe(found[1], ["A", "B"])


def test_three_takes_stand_in_one_table(speak):
    rows, _, _ = compare(speak("One two."), speak("One two three."), speak("Two three."))
    assert rows == [(0, 0, -1), (1, 1, 0), (-1, 2, 1)]
