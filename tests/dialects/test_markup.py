"""Everything but brackets: what works where, and how the documented examples parse."""

from __future__ import annotations

import pytest

from vivavoce.dialects import dialect
from vivavoce.syntax import Form, Node, NodeKind, parse, read_angle

OLDER = ("inworld-tts-1", "inworld-tts-1-max", "inworld-tts-1.5-max", "inworld-tts-1.5-mini")
NEWER = ("inworld-tts-2", "inworld-tts-2-flash")


def marks(text: str, kind: NodeKind) -> list[Node]:
    return [node for node in parse(text).marks if node.kind is kind]


@pytest.mark.parametrize("model", [*OLDER, *NEWER])
def test_breaks_and_ipa_work_everywhere(model: str):
    chosen = dialect(model)
    assert chosen.accepts("break")
    assert chosen.accepts("ipa")
    assert chosen.limit("breaks") == 20
    assert chosen.limit("break_seconds") == 10
    assert chosen.limit("sync_characters") == 2000


@pytest.mark.parametrize(
    ("feature", "models"),
    [
        ("lang", ["inworld-tts-2"]),
        ("instruction", ["inworld-tts-2"]),
        ("script", ["inworld-tts-2"]),
        ("voice_design", ["inworld-tts-2"]),
        ("delivery_mode", list(NEWER)),
        ("temperature", list(OLDER)),
    ],
)
def test_what_works_where(feature: str, models: list[str]):
    assert [m for m in (*OLDER, *NEWER) if dialect(m).accepts(feature)] == models


def test_emphasis_by_model():
    assert {dialect(model).emphasis for model in OLDER} == {"asterisks"}
    assert dialect("inworld-tts-2").emphasis == "capitals"
    assert dialect("inworld-tts-2-flash").emphasis == "unknown"


def test_delivery_modes():
    assert dialect("inworld-tts-2").accepts("delivery_mode") == ["STABLE", "BALANCED", "CREATIVE"]


def test_the_limits_on_which_sources_disagree_take_the_stricter():
    assert dialect("inworld-tts-2").limit("stream_characters") == 2000
    assert dialect("inworld-tts-2").limit("websocket_characters") == 2000
    assert dialect("inworld-tts-2").limit("async_characters_on_demand") == 10000


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('<break time="500ms" />', "500ms"), ('<BREAK time="2s" />', "2s"),
        ('<break time="1000ms" />', "1000ms"), ('<break time="1s" />', "1s"),
        ('<break time="10s" />', "10s"), ('<break TIME="1.5s"/>', "1.5s"),
    ],
)  # fmt: skip
def test_documented_breaks(text: str, value: str):
    (node,) = marks(f"One. {text} Two.", NodeKind.ANGLE)
    angle = read_angle(f"One. {text} Two.", node)
    time = angle.get("time")
    assert (angle.name, angle.form) == ("break", Form.EMPTY)
    assert time is not None
    assert time.value == value


@pytest.mark.parametrize(
    "text",
    [
        "<verbatim>AB12C</verbatim>",
        '<say-as interpret-as="verbatim">AB12C</say-as>',
        "<VERBATIM>AB12C</VERBATIM>",
        "<verbatim>( ) - # : . , + @ / _ *</verbatim>",
        "<verbatim>[laugh] *x* /kriːt/</verbatim>",
    ],
)
def test_nothing_inside_verbatim_is_markup(text: str):
    assert [node.kind for node in parse(text).marks] == [NodeKind.VERBATIM]


def test_verbatim_characters():
    for model in (*OLDER, *NEWER):
        allowed = dialect(model).table["markup"]["verbatim_characters"]["allowed"]
        assert allowed.split() == list("()-#:.,+@/_*")


def test_language_spans():
    text = '<lang lang="en-US">They call it a</lang> <lang lang="es-ES">farola</lang>'
    angles = [read_angle(text, node) for node in marks(text, NodeKind.ANGLE)]
    assert [(a.name, a.form) for a in angles] == [
        ("lang", Form.OPEN), ("lang", Form.CLOSE), ("lang", Form.OPEN), ("lang", Form.CLOSE),
    ]  # fmt: skip
    codes = [a.get("lang", "xml:lang") for a in angles if a.form is Form.OPEN]
    assert [code.value for code in codes if code] == ["en-US", "es-ES"]


def test_both_spellings_of_the_language_attribute_are_read():
    text = '<lang xml:lang="ja-JP">日本大学</lang>'
    first = read_angle(text, marks(text, NodeKind.ANGLE)[0])
    code = first.get("lang", "xml:lang")
    assert code is not None
    assert code.value == "ja-JP"


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("We sailed to /kriːt/ at dawn.", "/kriːt/"),
        ("A /ˈpe.ro/ barks.", "/ˈpe.ro/"),
        ("A /ˈpe.ɾo/ barks.", "/ˈpe.ɾo/"),
        ("Call /ˈsteːfɑn/ now.", "/ˈsteːfɑn/"),
        ("By /ænˈθɹɒpɪk/.", "/ænˈθɹɒpɪk/"),
        ("A /bed/ there.", "/bed/"),
    ],
)
def test_slash_spans(text: str, inside: str):
    assert [node.of(text) for node in marks(text, NodeKind.SLASH)] == [inside]


@pytest.mark.parametrize(
    "text", ["this and/or that", "24/7", "3/10/25", "https://example.org/a/b", "he/she"]
)
def test_ordinary_slashes_are_no_ipa(text: str):
    assert marks(text, NodeKind.SLASH) == []


def test_emphasis_with_one_and_two_asterisks():
    assert [n.kind for n in parse("I *really* mean it.").marks] == [NodeKind.EMPHASIS]
    assert [n.kind for n in parse("I **really** mean it.").marks] == [NodeKind.STRONG]


def test_a_link_is_no_tag():
    for text in ("[text](https://example.org)", "[docs](http://example.org/a?b=c)"):
        assert [n.kind for n in parse(text).marks] == [NodeKind.LINK]


def test_research_tokens_are_angle_tags_of_no_model():
    for token in ("<laugh>", "<clear_throat>", "<|speech_start|>", "<|sound_effect_end|>"):
        (node,) = marks(f"Oh {token} well.", NodeKind.ANGLE)
        assert read_angle(f"Oh {token} well.", node).name not in {"break", "lang", "verbatim"}
