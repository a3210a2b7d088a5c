import pytest

from vivavoce.service.bodies import read_object
from vivavoce.service.refusals import Refusal


def nest(levels):
    return b'{"voiceId":' * levels + b"1" + b"}" * levels


def test_names_are_read_in_both_spellings_and_camel_case_wins():
    read = read_object(b'{"audio_config":{"bit_rate":1},"voice_id":"a","voiceId":"b"}')
    assert read == {"audioConfig": {"bitRate": 1}, "voiceId": "b"}
    assert read_object(b'{"voiceId":"b","voice_id":"a"}') == {"voiceId": "b"}


def test_the_deepest_body_is_read_once_not_twice_a_level():
    assert read_object(nest(32))


@pytest.mark.parametrize("body", [nest(33), b'{"a":' + b"[" * 40 + b"]" * 40 + b"}", nest(9999)])
def test_deeper_ones_are_refused(body):
    with pytest.raises(Refusal, match=r"nested too deeply|not valid JSON"):
        read_object(body)
