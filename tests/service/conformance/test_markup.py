"""Markup, model by model."""

import pytest

fact = pytest.mark.fact
STEERING = "docs.inworld.ai, Steering, Aug 2026"
MARKUPS = "docs.inworld.ai, Audio markups"
PAUSES = "docs.inworld.ai, Pause controls"
NEW, FLASH, OLD = "inworld-tts-2", "inworld-tts-2-flash", "inworld-tts-1.5-max"
A, B = "Stay low tonight.", "They are here already."


def seconds(service, text, model=NEW, **more):
    return len(service.hear(text, model, **more)) / 16000


SAME = [
    pytest.param(f"[very slow] {A} {B}", f"[very slow] {A} [very slow] {B}", NEW, marks=fact("steer.lasts", "On tts-2 an instruction holds past the ends of sentences.", STEERING, "documented"), id="lasts"),
    pytest.param(f"[whisper] [RESET] {A}", A, NEW, marks=fact("steer.reset", "`[reset]`, in any letter case, ends an instruction and is not spoken.", STEERING, "documented"), id="reset"),
    pytest.param(f"[whisper] [very slow] {A}", f"[very slow] {A}", NEW, marks=fact("steer.last-wins", "In a run of tags the last instruction wins.", STEERING, "documented"), id="last wins"),
    pytest.param(f"[very slow] {A}", A, FLASH, marks=fact("steer.flash", "tts-2-flash drops instructions in silence.", "docs.inworld.ai, TTS overview", "documented"), id="flash"),
    pytest.param(f"[reset] [very slow] {A}", f"[very slow] {A}", NEW, marks=fact("steer.reset-first", "A reset before an instruction does nothing.", STEERING, "documented"), id="reset first"),
    pytest.param(f"[reset] [laugh] {A}", f"[laugh] {A}", NEW, marks=fact("steer.reset-sound", "A sound next to a reset stays.", STEERING, "documented"), id="reset and sound"),
    pytest.param(f"[reset] {A}", A, FLASH, marks=fact("steer.reset-flash", "`[reset]` has no effect on tts-2-flash.", STEERING, "inferred"), id="reset, flash"),
    pytest.param(f"[laf] {A}", A, FLASH, marks=fact("sound.misspelt", "A misspelt sound is no error: it is an instruction.", STEERING, "documented"), id="misspelt"),
    pytest.param(f"[laughing] {A}", f"[laugh] {A}", NEW, marks=fact("sound.laughing", "`[laughing]`, a style of 1.5, is the sound on tts-2.", STEERING, "documented"), id="laughing"),
    pytest.param(f"<laugh> {A}", A, NEW, marks=fact("sound.angle", "Angle tokens such as `<laugh>` are for research code only.", "inworld-ai/tts", "SDK"), id="angle"),
    pytest.param(f"<laugh> {A}", A, OLD, marks=fact("sound.angle", "Angle tokens such as `<laugh>` are for research code only.", "inworld-ai/tts", "SDK"), id="angle, 1.5"),
    pytest.param('<phoneme alphabet="ipa" ph="bæd">Crete</phoneme> now.', "Crete now.", NEW, marks=fact("ipa.no-phoneme", "SSML `<phoneme>` is not supported.", "docs.inworld.ai, Custom pronunciation", "documented"), id="phoneme"),
    pytest.param('<lang lang="de-DE">Wind und Regen</lang>', "Wind und Regen", FLASH, marks=fact("lang.flash", "`<lang>` does nothing on tts-2-flash.", "docs.inworld.ai, Language tags", "documented"), id="lang, flash"),
    pytest.param("I did **not** ask.", "I did asterisk asterisk not asterisk asterisk ask.", OLD, marks=fact("emphasis.two-asterisks", "Two asterisks each side are read aloud on 1.5.", "docs.inworld.ai, Prompting for TTS", "documented"), id="two asterisks"),
    pytest.param(f"[breathing] {A}", f"[breathe] {A}", NEW, marks=fact("sound.inflected", "A sound is known in its common inflections.", STEERING, "documented"), id="inflected"),
    pytest.param(f"[Beat-Box!] {A}", f"[beatbox] {A}", NEW, marks=fact("sound.spelling", "Sounds are compared without case, blanks and punctuation.", STEERING, "documented"), id="spelling"),
    pytest.param(f"*{A}*", A, NEW, marks=fact("emphasis.no-asterisks", "tts-2 takes asterisks for Markdown, not for emphasis.", "speech-text checker", "SDK"), id="asterisks"),
    pytest.param('Wait. <BREAK time="1s" /> Go.', 'Wait. <break time="1000ms" /> Go.', NEW, marks=fact("break.spelling", "Break tags may be in any letter case; 1s is 1000ms.", PAUSES, "documented"), id="break"),
    pytest.param('<lang xml:lang="de-DE">Wind und Regen</lang>', '<lang lang="de-DE">Wind und Regen</lang>', NEW, marks=fact("lang.xml", "`xml:lang` is read as `lang` by one version of the vendor's sample.", "the vendor's language-switching sample", "SDK"), id="xml:lang"),
    pytest.param('<lang lang="de-DE">Wind <lang lang="en-US">rising</lang> und Regen</lang>', '<lang lang="de-DE">Wind </lang><lang lang="en-US">rising</lang> und Regen', NEW, marks=fact("lang.flat", "Language spans are flat: an opening tag inside a span starts a new one.", "the vendor's language-switching sample", "SDK"), id="flat"),
    pytest.param(f"[VERY SLOW] {A}", f"[very slow] {A}", NEW, marks=fact("steer.case", "Instructions are taken in any letter case.", "speech-text checker", "SDK"), id="instruction case"),
    pytest.param('<say-as interpret-as="verbatim">AB12C</say-as>', "<verbatim>AB12C</verbatim>", NEW, marks=fact("verbatim.two-spellings", '`<say-as interpret-as="verbatim">` is `<verbatim>`.', "docs.inworld.ai, Verbatim", "documented"), id="say-as"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "twin", "model"), SAME)
def test_what_sounds_the_same(service, text, twin, model, alike):
    assert alike(service.hear(text, model), service.hear(twin, model))


DIFFERENT = [
    pytest.param(f"[very slow] {A}", A, NEW, marks=fact("steer.heard", "On tts-2 a bracket that names no sound is an instruction.", STEERING, "documented"), id="instruction"),
    pytest.param(f"[laugh] {A}", A, NEW, marks=fact("sound.heard", "A bracket that names one of 50 sounds is that sound.", STEERING, "documented"), id="sound"),
    pytest.param(f"[laugh] {A}", A, FLASH, marks=fact("sound.flash", "tts-2-flash plays the sounds.", "docs.inworld.ai, TTS overview", "documented"), id="flash"),
    pytest.param(f"[cough] {A}", A, OLD, marks=fact("sound.old", "1.5 knows six sounds.", MARKUPS, "documented"), id="1.5 sound"),
    pytest.param(f"[sad] {A}", A, OLD, marks=fact("emotion.old", "1.5 knows six emotions and two styles, at the start of a text.", MARKUPS, "documented"), id="1.5 emotion"),
    pytest.param("I did NOT ask.", "I did not ask.", NEW, marks=fact("emphasis.capitals", "On tts-2 capitals stress a word.", STEERING, "documented"), id="capitals"),
    pytest.param("I did *not* ask.", "I did not ask.", OLD, marks=fact("emphasis.asterisks", "On 1.5 single asterisks stress a word.", "docs.inworld.ai, Prompting for TTS", "documented"), id="asterisks"),
    pytest.param("We sailed to /kriːt/ today.", "We sailed to /bæd/ today.", NEW, marks=fact("ipa.heard", "IPA between slashes is said instead of a word.", "docs.inworld.ai, Custom pronunciation", "documented"), id="IPA"),
    pytest.param("We sailed to /kriːt/ today.", "We sailed to /bæd/ today.", OLD, marks=fact("ipa.old", "IPA works on 1.5 too.", "docs.inworld.ai, Custom pronunciation, release notes 2025-08-22", "documented"), id="IPA, 1.5"),
    pytest.param("We sailed to /kriːt/ today.", "We sailed to /bæd/ today.", FLASH, marks=fact("ipa.flash", "IPA works on tts-2-flash.", "docs.inworld.ai, Custom pronunciation", "documented"), id="IPA, flash"),
    pytest.param("<verbatim>AB12C</verbatim>", "AB12C", NEW, marks=fact("verbatim.heard", "`<verbatim>` has its content read sign by sign.", "docs.inworld.ai, Verbatim", "documented"), id="verbatim"),
    pytest.param('<lang lang="de-DE">[very slow] Wind und Regen</lang>', '<lang lang="de-DE">Wind und Regen</lang>', NEW, marks=fact("lang.instruction", "Instructions work inside a language span.", "the vendor's WebSocket samples", "SDK"), id="instruction in a span"),
    pytest.param("She met /ˈpe.ɾo/ there.", "She met /peɾoˈpeɾo/ there.", NEW, marks=fact("ipa.stress", "Stress marks, syllable dots and phones of other languages are taken between slashes.", "the vendor's language-tutor sample", "SDK"), id="stress"),
    pytest.param('<lang lang="de-DE">Wind und Regen</lang>', "Wind und Regen", NEW, marks=fact("lang.heard", "`<lang>` has its content read in that language on tts-2.", "docs.inworld.ai, Language tags", "documented"), id="lang"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "twin", "model"), DIFFERENT)
def test_what_sounds_different(service, text, twin, model, alike):
    assert not alike(service.hear(text, model), service.hear(twin, model))


SOUNDS = (
    "breathe sigh gasp pant huff grunt groan moan laugh chuckle giggle cackle snort scoff cry sob"
    " wail whimper whine sniffle sniff shriek squeal howl clear_throat cough sneeze hiccup yawn burp"
    " snore choke gag swallow gulp spit tongue_click mouth_click mouth_sound lip_smack kiss shush"
    " raspberry whistle bleh chew slurp babble beatbox growl"
)


OLD_TAGS = (
    "happy sad angry surprised fearful disgusted laughing whispering"
    " breathe clear_throat cough laugh sigh yawn"
)


@fact("tags.old", "1.5 knows fourteen tags, none of which it should speak.", MARKUPS, "documented")
@pytest.mark.parametrize("name", OLD_TAGS.split())
def test_fourteen_tags(service, name):
    made = service.speak(text=f"[{name}] {A}", modelId=OLD, timestampType="WORD")
    assert "".join(made["timestampInfo"]["wordAlignment"]["words"]).strip() == A


@fact("steer.whole-example", "With the field `instruction`, a tag and a reset, a text is first as the field says, then as the tag says, then neutral.", STEERING, "documented", switch="instruction_scope=start")  # fmt: skip
def test_a_field_a_tag_and_a_reset(service):
    rest = f"[very fast] {B} [reset] {A}"
    found = [seconds(service, f"{A} {rest}", instruction="very slow")]
    found += [seconds(service, f"[very slow] {A} {tail}") for tail in (rest, f"{rest[:-len(A)]}[very slow] {A}")]  # fmt: skip
    assert found[0] == pytest.approx(found[1], rel=0.02)
    assert found[0] < 0.95 * found[2]


@fact("sound.all", "tts-2-flash knows the same fifty sounds as tts-2.", STEERING, "documented")
def test_fifty_sounds(service):
    names = SOUNDS.split()
    plain = len(service.hear("Go.", FLASH))
    silent = [n for n in names if len(service.hear(f"[{n.replace('_', ' ')}] Go.", FLASH)) < plain + 800]  # fmt: skip
    assert (len(names), silent) == (50, [])


@fact("sound.not", "shout, scream, sing, hum and mumble look like sounds and are instructions.", STEERING, "documented")  # fmt: skip
@pytest.mark.parametrize("name", ["shout", "scream", "sing", "hum", "mumble"])
def test_what_is_no_sound(service, alike, name):
    assert alike(service.hear(f"[{name}] {A}", FLASH), service.hear(A, FLASH))


@fact("lang.old", "`<lang>` does nothing on older models.", "docs.inworld.ai, Language tags", "documented")  # fmt: skip
def test_language_spans_on_older_models(service, alike):
    text = '<lang lang="de-DE">Wind und Regen</lang>'
    assert alike(service.hear(text, OLD), service.hear("Wind und Regen", OLD))


@fact("steer.no-end", "A break and a sound end no instruction.", STEERING, "documented", switch="break_scope=keeps")  # fmt: skip
def test_what_does_not_end_an_instruction(service, alike):
    gap = '[cough] <break time="1s" />'
    lasting, again = (
        service.hear(f"[very slow] {A} {gap} {tag}{B}") for tag in ("", "[very slow] ")
    )
    assert alike(lasting, again)


@fact("steer.field", "The field `instruction` is the instruction at the start; a reset ends it.", STEERING, "documented", switch="instruction_scope=start")  # fmt: skip
def test_the_instruction_field(service, alike):
    field = {"instruction": "very slow"}
    assert alike(service.hear(A, **field), service.hear(f"[very slow] {A}"))
    assert alike(service.hear(f"[reset] {A}", **field), service.hear(A))


@fact("steer.field-ignored", "Flash and 1.5 ignore the field `instruction`.", "docs.inworld.ai, HTTP reference", "documented")  # fmt: skip
@pytest.mark.parametrize("model", [FLASH, OLD])
def test_models_that_ignore_the_field(service, model, alike):
    assert alike(service.hear(A, model, instruction="very slow"), service.hear(A, model))


@fact("steer.field-whole", "The reference says that `instruction` covers the whole request.", "docs.inworld.ai, HTTP reference", "documented", switch="instruction_scope=whole")  # fmt: skip
def test_an_instruction_for_the_whole_request(other, alike):
    text = f"[sound sad] {A} [reset] {B}"
    again = f"[sound sad] {A} [very slow] {B}"
    assert alike(other.hear(text, instruction="very slow"), other.hear(again))


@fact("steer.before-august", "Before 2026-08-06 an instruction covered only the text right after it.", "docs.inworld.ai, release notes", "documented", switch="tag_scope=next")  # fmt: skip
def test_an_instruction_for_the_next_sentence(other, service, alike):
    assert alike(other.hear(f"[very slow] {A} {B}"), service.hear(f"[very slow] {A}[reset] {B}"))


@fact("steer.now", "Since 2026-08-06 an instruction holds until it is changed.", STEERING, "documented", switch="tag_scope=lasting")  # fmt: skip
def test_an_instruction_that_lasts(service, alike):
    assert not alike(
        service.hear(f"[very slow] {A} {B}"), service.hear(f"[very slow] {A}[reset] {B}")
    )


@fact("steer.break-before-august", "Before August 2026 a break ended an instruction.", "docs.inworld.ai, release notes", "documented", switch="break_scope=ends")  # fmt: skip
def test_a_break_that_ends_an_instruction(other, service, alike):
    gap = '<break time="1s" />'
    text, twin = f"[very slow] Stay low {gap} they are here", f"[very slow] Stay low {gap}[reset] they are here"  # fmt: skip
    assert alike(other.hear(text), service.hear(twin))
    assert not alike(service.hear(twin), service.hear(text))


@fact("break.length", "A break lasts as long as it says, on every model.", PAUSES, "documented")
@pytest.mark.parametrize("model", [NEW, FLASH, OLD])
def test_the_length_of_breaks(service, model):
    lengths = [seconds(service, f'Wait. <break time="{time}" /> Go.', model) for time in ("1s", "3s")]  # fmt: skip
    assert lengths[1] - lengths[0] == pytest.approx(2, abs=0.02)


@fact("break.twenty", "Only the first 20 breaks of a request count.", PAUSES, "documented")
def test_the_twenty_first_break(service):
    lengths = [seconds(service, "Wait." + ' <break time="1s" />' * n + " Go.") for n in (20, 25)]
    assert lengths[0] == pytest.approx(lengths[1], abs=0.1)


LONG_BREAK = ("break.too-long", "A break lasts at most 10 s; whether a longer one is cut or dropped nobody says.", PAUSES, "documented")  # fmt: skip
BREAKS = [
    pytest.param("service", 10, marks=fact(*LONG_BREAK, switch="long_breaks=clamp"), id="cut"),
    pytest.param("other", 0, marks=fact(*LONG_BREAK, switch="long_breaks=drop"), id="dropped"),
]


@pytest.mark.parametrize(("which", "left"), BREAKS)
def test_a_break_of_more_than_ten_seconds(request, which, left):
    service = request.getfixturevalue(which)
    bare, long = (seconds(service, f"Wait. {tag} Go.") for tag in ("", '<break time="30s" />'))
    assert long - bare == pytest.approx(left, abs=0.6)


UNKNOWN = ("tags.unknown", "A tag that 1.5 does not know may be spoken or dropped.", "inworld-ai/tts issue 18; reports, 2026", "third-party")  # fmt: skip


@fact(*UNKNOWN, switch="unknown_tags=speak")
def test_an_unknown_tag_is_spoken(service, alike):
    assert alike(service.hear(f"[inquisitive] {A}", OLD), service.hear(f" inquisitive  {A}", OLD))


@fact(*UNKNOWN, switch="unknown_tags=drop")
def test_an_unknown_tag_is_dropped(other, alike):
    assert alike(other.hear(f"[inquisitive] {A}", OLD), other.hear(A, OLD))


@fact("verbatim.off", "With normalization off `<verbatim>` vanishes and its content is read as usual.", "docs.inworld.ai, Verbatim", "documented")  # fmt: skip
def test_verbatim_needs_normalization(service, alike):
    off = {"applyTextNormalization": "OFF"}
    assert alike(service.hear("<verbatim>AB12C</verbatim>", **off), service.hear("AB12C", **off))


BILL = ("usage.markup", "Whether markup characters are billed is not known.", "counts known for plain text only", "inferred")  # fmt: skip
BILLED = [
    pytest.param("service", 29, marks=fact(*BILL, switch="markup_billed=yes"), id="billed"),
    pytest.param("other", 18, marks=fact(*BILL, switch="markup_billed=no"), id="not billed"),
]


@pytest.mark.parametrize(("which", "count"), BILLED)
def test_the_bill_of_markup(request, which, count):
    made = request.getfixturevalue(which).speak(text="[very loud] Stay low [sigh]")
    text = "[very loud] Stay low [sigh]"
    assert made["usage"]["processedCharactersCount"] == (
        len(text) if count == 29 else len(" Stay low ")
    )
