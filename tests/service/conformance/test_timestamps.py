"""Timestamps."""

import pytest

fact = pytest.mark.fact
GUIDE = "docs.inworld.ai, Timestamps guide"
REFERENCE = "docs.inworld.ai, HTTP reference"
TEXT = "Good evening, harbour watch."
LONG = "The lamps are lit along the pier, and the tide is turning. " * 8
VISEMES = {"aei", "o", "ee", "bmp", "fv", "l", "r", "th", "qw", "chjsh", "cdgknstxyz"}


def words(made):
    return made["timestampInfo"]["wordAlignment"]


def spoken(service, text=TEXT, kind="WORD", **more):
    return service.speak(text=text, timestampType=kind, **more)


@fact("times.join", "Joined, the words of the token shape give back the text.", GUIDE, "documented")
@pytest.mark.parametrize(
    "text", [TEXT, " Go, go!  Now\n\n(quick-ly) … 12 o'clock? ", "日本語です。"]
)
def test_words_join_to_the_text(service, text):
    assert "".join(words(spoken(service, text))["words"]).strip() == text.strip()


@fact("times.lead", "The first word may be empty: it is the silence before the first sound.", GUIDE, "documented")  # fmt: skip
def test_the_first_word_is_leading_silence(service):
    made = words(spoken(service))
    assert (made["words"][0], made["wordStartTimeSeconds"][0]) == ("", 0)
    assert made["wordEndTimeSeconds"][0] == made["wordStartTimeSeconds"][1]


@fact("times.gaps", "Blanks and punctuation are entries of their own; a comma with its blank is one.", GUIDE, "documented")  # fmt: skip
def test_what_stands_between_words(service):
    assert words(spoken(service))["words"] == ["", "Good", " ", "evening", ", ", "harbour", " ", "watch", "."]  # fmt: skip


@fact("times.order", "Times are seconds in rising order, one start and one end a word.", GUIDE, "documented")  # fmt: skip
def test_times_rise(service):
    made = words(spoken(service, LONG))
    starts, ends = made["wordStartTimeSeconds"], made["wordEndTimeSeconds"]
    assert len(starts) == len(ends) == len(made["words"])
    assert starts == sorted(starts)
    assert all(start <= end for start, end in zip(starts, ends, strict=True))


@fact("times.silence", "What is no word holds one `[silence]` phone with viseme `bmp`, of length 0 perhaps.", GUIDE, "documented")  # fmt: skip
def test_silence_phones(service):
    made = words(spoken(service))
    rows = [made["phoneticDetails"][made["words"].index(word)]["phones"] for word in ("", " ", ", ")]  # fmt: skip
    assert [[(p["phoneSymbol"], p["visemeSymbol"]) for p in row] for row in rows] == [[("[silence]", "bmp")]] * 3  # fmt: skip


@fact("times.phones", "Phones lie within their word and carry one of eleven visemes.", GUIDE, "documented")  # fmt: skip
def test_phones(service):
    made = words(spoken(service, LONG))
    for row in made["phoneticDetails"]:
        start, end = (made[f"word{edge}TimeSeconds"][row["wordIndex"]] for edge in ("Start", "End"))
        for phone in row["phones"]:
            assert phone["visemeSymbol"] in VISEMES
            assert start - 0.01 <= phone["startTimeSeconds"] <= end + 0.01


@fact("times.h", "The phone `h` shows `cdgknstxyz`, earlier `aei`.", GUIDE, "documented")
def test_the_viseme_of_h(service):
    rows = words(spoken(service, "Home."))["phoneticDetails"]
    shown = {p["visemeSymbol"] for row in rows for p in row["phones"] if p["phoneSymbol"] == "h"}
    assert shown == {"cdgknstxyz"}


@fact("times.index", "`wordIndex` counts the words of the same answer.", GUIDE, "inferred")
def test_word_index(service):
    for made in (spoken(service), *service.results(text=LONG, timestampType="WORD")):
        rows = words(made)["phoneticDetails"]
        assert [row["wordIndex"] for row in rows] == list(range(len(words(made)["words"])))


OLD = ("times.old", "The reference shows whole words with their punctuation, no blanks and no leading silence.", REFERENCE, "documented")  # fmt: skip


@fact(*OLD, switch="words=old")
def test_the_old_shape(other):
    assert words(spoken(other))["words"] == ["Good", "evening,", "harbour", "watch."]


MERGED = ("times.merged", "tts-2 sometimes returns several words in one token, punctuation first.", "client issues, Jul 2026", "third-party")  # fmt: skip


@fact(*MERGED, switch="words=merged")
def test_tokens_of_several_words(third):
    made = words(spoken(third, "Yes, I can hear it. Go on."))["words"]
    assert made == ["", "Yes", ", I can hear it. ", "Go", " ", "on", "."]


@fact("times.characters", "CHARACTER times hold every character, blanks and punctuation with them.", GUIDE, "documented", switch="words=tokens")  # fmt: skip
def test_characters(service):
    made = spoken(service, kind="CHARACTER")["timestampInfo"]["characterAlignment"]
    assert "".join(made["characters"]) == TEXT
    starts = made["characterStartTimeSeconds"]
    assert starts == sorted(starts)


@fact("times.characters-old", "The reference's CHARACTER example drops the blank.", REFERENCE, "documented", switch="words=old")  # fmt: skip
def test_characters_of_the_reference(other):
    made = spoken(other, "Go home", "CHARACTER")["timestampInfo"]["characterAlignment"]
    assert "".join(made["characters"]) == "Gohome"


@fact("times.off", "Without timestampType, or with its UNSPECIFIED value, there is no timestampInfo.", REFERENCE, "documented")  # fmt: skip
@pytest.mark.parametrize("kind", [None, "TIMESTAMP_TYPE_UNSPECIFIED"])
def test_no_times(service, kind):
    assert "timestampInfo" not in spoken(service, kind=kind)


@fact("times.absolute", "The times of an HTTP stream count from the start of its audio.", GUIDE, "documented")  # fmt: skip
@pytest.mark.parametrize("transport", ["SYNC", "ASYNC"])
def test_times_of_a_stream(service, transport):
    more = {"text": LONG, "timestampType": "WORD"}
    whole = words(service.speak(**more))
    results = service.results(**more, timestampTransportStrategy=transport)
    parts = [words(result) for result in results if "timestampInfo" in result]
    assert len(parts) > 1
    assert [word for part in parts for word in part["words"]] == whole["words"]
    starts = [start for part in parts for start in part["wordStartTimeSeconds"]]
    assert starts == pytest.approx(whole["wordStartTimeSeconds"], abs=0.05)


@fact("times.trailer", "Lines of an ASYNC trailer have no audio and count no characters.", GUIDE, "documented")  # fmt: skip
def test_the_trailer(service):
    results = service.results(text=LONG, timestampType="WORD", timestampTransportStrategy="ASYNC")
    trailer = [result for result in results if "timestampInfo" in result]
    assert results[-len(trailer) :] == trailer
    assert {(r["audioContent"], r["usage"]["processedCharactersCount"]) for r in trailer} == {("", 0)}  # fmt: skip


@fact("times.empty-arrays", "A chunk of trailing silence may have empty alignment arrays.", "Python SDK 1.2.1", "SDK")  # fmt: skip
def test_trailing_silence(service):
    results = service.results(text='Go on. <break time="4s" />', timestampType="WORD")
    assert results[-1]["audioContent"]
    assert not any(words(results[-1]).values())


@fact("times.sync-ignores-transport", "A sync answer holds its times whatever the transport asked for.", "client code", "third-party")  # fmt: skip
def test_transport_means_nothing_to_sync(service):
    made = words(spoken(service, timestampTransportStrategy="ASYNC"))
    assert made["words"] == words(spoken(service))["words"]


@fact("times.as-written", "Numbers and abbreviations keep their written form.", GUIDE, "inferred")
def test_written_forms(service):
    assert "1984" in words(spoken(service, "It was 1984."))["words"]


PARTIAL = ("times.partial", "`isPartial` is absent (guide) or present and false (reference); the Python SDK needs it to join long texts.", "docs.inworld.ai, Timestamps guide, HTTP reference; Python SDK 1.2.1", "documented")  # fmt: skip


@fact(*PARTIAL, switch="is_partial=present")
def test_no_word_is_partial_and_says_so(service):
    rows = words(spoken(service))["phoneticDetails"]
    assert {row["isPartial"] for row in rows} == {False}


@fact(*PARTIAL, switch="is_partial=absent")
def test_no_word_is_partial(begin, service):
    saying = begin("--key", service.key, "--set", "is_partial=absent", "--workers", "1")
    made = words(spoken(saying))
    assert made["words"] == words(spoken(service))["words"]
    assert all("isPartial" not in row for row in made["phoneticDetails"])


TAGS = ("times.tags", "Bracket tags may come back among the words, cut into pieces.", "client frameworks, Jul 2026", "third-party")  # fmt: skip


@fact(*TAGS, switch="tag_words=drop")
@pytest.mark.parametrize("text", ["[whisper] The tide. [laugh] Look!", 'Wait. <break time="1s" /> Look!', "Say <verbatim>AB1</verbatim> now.", '<lang lang="es-ES">Hola</lang> friend.'])  # fmt: skip
def test_markup_is_no_word(service, text):
    joined = "".join(words(spoken(service, text))["words"])
    assert not set("[]<>") & set(joined)


@fact(*TAGS, switch="tag_words=tokens")
@pytest.mark.parametrize("model", ["inworld-tts-2"])
def test_tags_among_the_words(third, begin, model):
    apart = begin("--key", third.key, "--set", "tag_words=tokens", "--workers", "1")
    text = "[whisper] The tide is turning. [laugh] Look!"
    made = words(apart.speak(text=text, modelId=model, timestampType="WORD"))["words"]
    assert made[:4] == ["", "[whisper", "] ", "The"]
    assert "".join(made) == text


COVER = ("times.languages", "Times exist for the 15 languages of tier 1, at first for English only, later for all.", "docs.inworld.ai, Language support, Timestamps guide, release notes", "documented")  # fmt: skip
COVERED = [
    pytest.param("service", "de-DE", True, marks=fact(*COVER, switch="alignment=tier1"), id="tier 1"),
    pytest.param("service", "sw-KE", False, marks=fact(*COVER, switch="alignment=tier1"), id="beyond"),
    pytest.param("other", "en-GB", True, marks=fact(*COVER, switch="alignment=english"), id="English"),
    pytest.param("other", "de-DE", False, marks=fact(*COVER, switch="alignment=english"), id="German"),
    pytest.param("third", "sw-KE", True, marks=fact(*COVER, switch="alignment=all"), id="all"),
]  # fmt: skip


@pytest.mark.parametrize(("which", "language", "there"), COVERED)
def test_languages_with_times(request, which, language, there):
    made = spoken(request.getfixturevalue(which), "Moja mbili.", language=language)
    assert ("timestampInfo" in made) is there


@fact("times.sync-silent", "Sync lets a language without times through and leaves them out.", "docs.inworld.ai, Async", "documented")  # fmt: skip
def test_sync_leaves_times_out(service):
    answer = service.ask(timestampType="WORD", language="sw-KE")
    assert answer.status_code == 200
    assert "timestampInfo" not in answer.json()
