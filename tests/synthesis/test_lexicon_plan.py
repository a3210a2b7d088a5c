"""A lexicon in the plan: what is sent, where it stood, what readers see, which lines change."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vivavoce.facade import find_engine
from vivavoce.phonetics.lexicon import Entry, Lexicon, Match
from vivavoce.syntax import Script
from vivavoce.synthesis.perform import perform
from vivavoce.synthesis.plan import Wishes, plan_script
from vivavoce.text import Source, Span

HEAD = "---\nmodel: inworld-tts-2\nlanguage: en-US\n---\n"
CRETE = Entry(headword="Crete", ipa="kriːt")
NIALL = Entry(headword="Niall", ipa="ˈnaɪəl")
NAMES = Lexicon((CRETE, NIALL))


def read(text: str, name: str = "a.vv") -> Script:
    return Script.from_source(Source(text, name))


def plan(text: str, lexicon: Lexicon | None = NAMES, **wishes: str):
    return plan_script(read(HEAD + text), Wishes(lexicon=lexicon, **wishes))


def sent(text: str, lexicon: Lexicon | None = NAMES) -> str:
    (step,) = plan(text, lexicon)
    return step.request.text


def test_words_are_sent_as_ipa():
    assert sent("TOM: We left Crete with Niall.\n") == "We left /kriːt/ with /ˈnaɪəl/."


@pytest.mark.parametrize(
    "text",
    [
        "Cretes and crete and Cretan.",
        "See www.Crete.org and me@Crete, https://x.org/Crete and a/Crete.",
        "[sail to Crete] Go. <verbatim>Crete</verbatim> /kriːt/.",
        '<lang lang="es-ES">hola</lang> <break time="1s" /> amigo.',
    ],
)
def test_other_words_markup_and_addresses_stay(text: str):
    assert sent(f"TOM: {text}\n") == text


def test_stressed_words_are_reached():
    assert sent("TOM: Not *Crete*.\n") == "Not */kriːt/*."


def test_an_entry_speaks_in_its_language_only():
    lexicon = Lexicon((Entry(headword="Paris", ipa="paˈʁi", language="fr-FR"),))
    text = 'Paris, <lang lang="fr-FR">à Paris</lang> and Paris.'
    assert sent(f"TOM: {text}\n", lexicon) == text.replace("à Paris", "à /paˈʁi/")


def test_a_spelling_with_several_readings_is_left_to_the_writer():
    lexicon = Lexicon(
        (
            Entry(headword="Reading", ipa="ˈrɛdɪŋ", part="town"),
            Entry(headword="Reading", ipa="ˈriːdɪŋ", part="verb"),
        )
    )
    assert sent("TOM: Reading is far.\n", lexicon) == "Reading is far."


def test_the_match_rule_is_kept():
    lexicon = Lexicon(
        (
            Entry(headword="lead", ipa="lɛd", match=Match.SENTENCE_START),
            Entry(headword="nato", ipa="ˈneɪtoʊ", match=Match.FOLD),
        )
    )
    text = "TOM: Lead is heavy. A Lead, a lead, NATO and Nato.\n"
    assert sent(text, lexicon) == "/lɛd/ is heavy. A Lead, a /lɛd/, /ˈneɪtoʊ/ and /ˈneɪtoʊ/."


def test_a_note_of_the_script_speaks_too_and_beats_the_lexicon():
    text = "// say: /ˈkreɪti/ Crete\nTOM: To Crete with Niall.\n"
    assert sent(text) == "To /ˈkreɪti/ with /ˈnaɪəl/."
    assert sent(text, None) == "To /ˈkreɪti/ with Niall."


@given(
    words=st.lists(
        st.sampled_from(["Crete", "Niall", "we", "sailed", "[sigh]", "and", "—", "😀"]),
        min_size=1, max_size=12,
    )
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_every_letter_finds_its_place(words: list[str]):
    line = " ".join([*words, "home."])
    text = HEAD + f"TOM: {line}\n"
    (step,) = plan_script(read(text), Wishes(lexicon=NAMES))
    request = step.request
    assert request.text == line.replace("Crete", "/kriːt/").replace("Niall", "/ˈnaɪəl/")
    at = 0
    for word in line.split():
        said = {"Crete": "/kriːt/", "Niall": "/ˈnaɪəl/"}.get(word, word)
        at = request.text.index(said, at)
        for span in (Span(at, at + len(said)), Span(at + 1, at + len(said) - 1)):
            place = request.source_map.span(span)
            if said != word or span.start == at:
                assert place is not None
                assert place.of(text) == word
        at += len(said)


def test_a_changed_entry_changes_only_the_lines_that_hold_the_word():
    text = "TOM: We left Crete.\n\nTOM: It rained.\n\nTOM: Niall slept.\n"
    other = Lexicon((Entry(headword="Crete", ipa="krɛt"), NIALL))
    before = [step.request.hash for step in plan(text)]
    after = [step.request.hash for step in plan(text, other)]
    assert [one == two for one, two in zip(before, after, strict=True)] == [False, True, True]
    bare = [step.request.hash for step in plan(text, None)]
    assert [one == two for one, two in zip(before, bare, strict=True)] == [False, True, False]


def test_readers_see_the_words():
    pytest.importorskip("espeakng_loader", reason="needs the extra `speech`")
    lexicon = Lexicon((*NAMES.entries, Entry(headword="Vv", alias="viva voce")))
    text = HEAD + "// say: /ˈʃɪvɔːn/ Siobhan\nTOM: To Crete, Vv, with /ˈʃɪvɔːn/ again.\n"
    script = read(text)
    steps = plan_script(script, Wishes(lexicon=lexicon))
    take = perform(script, steps, find_engine("espeak"))
    words = take.alignment.words
    assert [word.text for word in words] == ["To", "Crete", "Vv", "with", "Siobhan", "again"]
    spans = [word.span.of(text).strip("/") for word in words if word.span]
    assert spans == ["To", "Crete", "Vv", "with", "ˈʃɪvɔːn", "again"]
    owners = {phone.word for phone in take.alignment.phones if phone.word is not None}
    assert owners == set(range(len(words)))
    assert [word.start for word in words] == sorted(word.start for word in words)
