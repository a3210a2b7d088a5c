"""The Voice API, tokens and dictionaries over HTTP."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from vivavoce.service.access import SESSION_PATHS
from vivavoce.service.bodies import take_list, take_number, take_object, take_text
from vivavoce.service.languages import catalogue
from vivavoce.service.orders import read_order
from vivavoce.service.refusals import Refusal, invalid
from vivavoce.service.routes_speech import PREVIEW, speak_all
from vivavoce.service.scripts import Script
from vivavoce.service.voices import (
    LARGEST_PAGE,
    choose,
    lang_code,
    language_tag,
    read_voice_language,
)
from vivavoce.service.web import answer, current, read_body, require_write
from vivavoce.speech.riff import read_wave

if TYPE_CHECKING:
    from starlette.requests import Request as Call
    from starlette.responses import Response

    from vivavoce.service.state import State

_SAMPLE_BYTES = {"each": 4 * 1024 * 1024, "total": 16 * 1024 * 1024}
_SHORTEST_SAMPLE = 3.0


def _number(text: str, name: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,9}", text, re.ASCII):
        raise invalid(f"invalid {name}")
    return int(text)


async def list_voices(call: Call) -> Response:
    """`GET /voices/v1/voices`: filters and pages."""
    query = call.query_params
    found = choose(current(call).voices.all(), query.get("filter", ""))
    if wanted := [language_tag(code) for code in query.getlist("languages")]:
        found = [voice for voice in found if voice["languageCode"] in wanted]
    size = _number(query.get("pageSize", "0"), "page_size")
    start = _number(query.get("pageToken") or "0", "page_token")
    if size < 0 or start < 0:
        raise invalid("page_size must not be negative")
    end = start + min(size or LARGEST_PAGE, LARGEST_PAGE)
    token = str(end) if end < len(found) else ""
    return answer({"voices": found[start:end], "nextPageToken": token})


async def list_legacy(call: Call) -> Response:
    """`GET /tts/v1/voices`: the older rows; the health check on premises."""
    rows = [
        {
            "voiceId": voice["voiceId"],
            "languages": [voice["languageCode"].partition("-")[0]],
            "description": voice["description"],
            "displayName": voice["displayName"],
            "tags": voice["tags"],
            "isCustom": voice["source"] != "SYSTEM",
        }
        for voice in choose(current(call).voices.all(), call.query_params.get("filter", ""))
    ]
    return answer({"voices": rows})


async def read_voice(call: Call) -> Response:
    """`GET /voices/v1/voices/{voice}`."""
    return answer(current(call).voices.find(call.path_params["voice"]))


async def change_voice(call: Call) -> Response:
    """`PATCH /voices/v1/voices/{voice}`."""
    require_write(call)
    body = await read_body(call)
    return answer(current(call).voices.update(call.path_params["voice"], body))


async def delete_voice(call: Call) -> Response:
    """`DELETE /voices/v1/voices/{voice}`."""
    require_write(call)
    current(call).voices.delete(call.path_params["voice"])
    return answer({})


async def publish_voice(call: Call) -> Response:
    """`POST /voices/v1/voices/{voice}:publish`: the voice at top level."""
    require_write(call)
    body = await read_body(call, missing=b"{}")
    return answer(current(call).voices.publish(call.path_params["voice"], body))


async def clone_voice(call: Call) -> Response:
    """`POST /voices/v1/voices:clone`."""
    require_write(call)
    body = await read_body(call)
    samples = take_list(body, "voiceSamples")
    if not 1 <= len(samples) <= 3:
        raise invalid("one to three voice_samples are required")
    language = read_voice_language(body)
    limit = current(call).switches.clone_limit
    checked = [_check_sample(sample, language, _SAMPLE_BYTES[limit]) for sample in samples]
    if sum(len(row["audioData"]) for row in checked) // 4 * 3 > _SAMPLE_BYTES["total"]:
        raise invalid("voice_samples are larger than 16 MB")
    voice = current(call).voices.add(body, "IVC")
    shown = ("voiceId", "langCode", "displayName", "description", "tags", "name")
    short = {name: voice[name] for name in shown}
    return answer({"voice": short, "audioSamplesValidated": checked})


def _check_sample(sample: Any, language: str, largest: int) -> dict[str, Any]:
    if not isinstance(sample, dict):
        raise invalid("field voice_samples has the wrong type")
    text = take_text(sample, "audioData")
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise invalid("audio_data is not valid base64") from None
    if not data:
        raise invalid("audio_data is required")
    if len(data) > largest:
        raise invalid(f"audio_data is larger than {largest // 1024**2} MB")
    known = data[:4] in {b"RIFF", b"\x1aE\xdf\xa3"} or data[:3] == b"ID3" or data[:1] == b"\xff"
    return {
        "langCode": lang_code(language),
        "warnings": [] if known else [{"text": "sample is neither WAV nor MP3"}],
        "errors": [{"text": "sample is too short"}] if _is_short(data) else [],
        "transcription": take_text(sample, "transcription"),
        "audioData": text,
    }


def _is_short(data: bytes) -> bool:
    """Whether a WAV holds less than three seconds; other formats are taken as they are."""
    wave = read_wave(data)
    if wave is None:
        return False
    rate = wave.sample_rate * wave.channels * max(1, wave.bits // 8)
    return len(wave.data) < _SHORTEST_SAMPLE * rate


async def design_voice(call: Call) -> Response:
    """`POST /voices/v1/voices:design`: samples that wait to be published."""
    require_write(call)
    state, body = current(call), await read_body(call)
    prompt, text = take_text(body, "designPrompt"), take_text(body, "previewText")
    longest = 1000 if take_text(body, "designPromptMode") else int(state.switches.design_prompt)
    if not prompt.isascii() or not prompt.isprintable():
        raise invalid("design_prompt must be printable ASCII")
    if not 30 <= len(prompt) <= longest:
        raise invalid(f"design_prompt must have 30 to {longest} characters")
    if not any(map(str.isalnum, text)):
        raise invalid("preview_text is required")
    config = take_object(body, "voiceDesignConfig")
    count = int(take_number(config, "numberOfSamples", 1, 3) or 1)
    language = read_voice_language(body)
    previews = []
    for _ in range(count):
        voice = state.voices.preview(language)
        shown = await _speak_sample(state, voice, text, language)
        previews.append({"voiceId": voice, "previewText": text, "previewAudio": shown})
    return answer({"langCode": lang_code(language), "previewVoices": previews})


async def localize_voice(call: Call) -> Response:
    """`POST /voices/v1/voices/{voice}:localize`: candidates first, then the choice of one.

    Only `candidateCount`, `previewAudio` and the two steps are documented; the rest is ours.
    """
    require_write(call)
    state, voice = current(call), call.path_params["voice"]
    if state.switches.localize == "refuse":
        raise invalid(
            "localize is not served: its answer is not documented (localize=experimental)"
        )
    body = await read_body(call)
    language = read_voice_language(body)
    if chosen := take_text(body, "candidateId"):
        return answer(state.voices.approve(voice, chosen))
    text = take_text(body, "previewText") or PREVIEW
    rows = []
    for _ in range(int(take_number(body, "candidateCount", 1, 3) or 1)):
        candidate = state.voices.draft(voice, language)
        audio = await _speak_sample(state, voice, text, language)
        rows.append({"candidateId": candidate, "previewText": text, "previewAudio": audio})
    return answer({"langCode": lang_code(language), "candidates": rows})


async def _speak_sample(state: State, voice: str, text: str, language: str) -> str:
    """A text in a voice as WAV in base64."""
    wanted = {
        "text": text, "voiceId": voice, "modelId": "inworld-tts-2", "language": language,
        "audioConfig": {"audioEncoding": "WAV"},
    }  # fmt: skip
    order = read_order(wanted, state.switches, limit=1000)
    audio, _times = await speak_all(state, Script((order,)))
    return base64.b64encode(audio).decode()


async def list_languages(call: Call) -> Response:
    """`GET /voices/v1/supportedLanguages`."""
    state = current(call)
    spoken = {voice["languageCode"] for voice in state.voices.all()}
    rows = [
        {
            "code": code,
            "familyCode": code.partition("-")[0],
            "familyDisplayName": family,
            "accentDisplayName": accent,
            "displayName": f"{family} ({accent})",
            "creationEnabled": True,
            "hasVoices": code in spoken,
        }
        for code, (family, accent) in catalogue().items()
    ]
    return answer({state.switches.languages_key: rows})


async def make_token(call: Call) -> Response:
    """`POST /auth/v1/tokens`."""
    body = await read_body(call)
    return answer(current(call).access.make_token(call.state.caller, body))


async def make_session(call: Call) -> Response:
    """Both session-token endpoints; the signature says who asks."""
    state, variant = current(call), SESSION_PATHS[call.url.path]
    if state.switches.token_variant not in {"both", variant.value}:
        raise Refusal(5, "Not Found")
    await read_body(call)
    return answer(state.access.make_session(variant, call.headers.get("authorization", "")))


def _name(call: Call) -> str:
    place = call.path_params
    return f"workspaces/{place['workspace']}/pronunciationDictionaries/{place['id']}"


async def list_dictionaries(call: Call) -> Response:
    """A page of at most five dictionaries."""
    query = call.query_params
    size = _number(query.get("pageSize", "0"), "page_size")
    store = current(call).dictionaries
    return answer(store.page(call.path_params["workspace"], size, query.get("pageToken", "")))


async def create_dictionary(call: Call) -> Response:
    """A new dictionary."""
    require_write(call)
    body = await read_body(call)
    return answer(current(call).dictionaries.create(call.path_params["workspace"], body))


async def read_dictionary(call: Call) -> Response:
    """One dictionary with all entries."""
    return answer(current(call).dictionaries.find(_name(call)))


async def change_dictionary(call: Call) -> Response:
    """Replace the fields of the mask."""
    require_write(call)
    body = await read_body(call)
    mask = call.query_params.get("updateMask", "")
    return answer(current(call).dictionaries.update(_name(call), body, mask))


async def delete_dictionary(call: Call) -> Response:
    """Delete one."""
    require_write(call)
    query = call.query_params
    missing = query.get("allowMissing", "").lower() == "true"
    current(call).dictionaries.delete(_name(call), query.get("etag", ""), allow_missing=missing)
    return answer({})


def _both(path: str, *rest: Any) -> list[Route]:
    """A path of the Voice API, and its older form with the workspace in it."""
    head, _, tail = path.partition("/v1/")
    older = f"{head}/v1/workspaces/{{workspace}}/{tail}"
    return [Route(where, rest[0], methods=rest[1:]) for where in (path, older)]


_DICTIONARIES = "/pronunciations/v1/workspaces/{workspace}/pronunciationDictionaries"
HEALTH = [
    Route("/tts/v1/voices", list_legacy, methods=["GET"]),
    Route("/tts/v1alpha/voices", list_legacy, methods=["GET"]),
]
SESSIONS = [Route(path, make_session, methods=["POST"]) for path in SESSION_PATHS]
ROUTES = [
    *_both("/voices/v1/voices", list_voices, "GET"),
    *_both("/voices/v1/voices:clone", clone_voice, "POST"),
    *_both("/voices/v1/voices:design", design_voice, "POST"),
    *_both("/voices/v1/voices/{voice}:publish", publish_voice, "POST"),
    *_both("/voices/v1/voices/{voice}:localize", localize_voice, "POST"),
    *_both("/voices/v1/voices/{voice}", read_voice, "GET"),
    *_both("/voices/v1/voices/{voice}", change_voice, "PATCH"),
    *_both("/voices/v1/voices/{voice}", delete_voice, "DELETE"),
    *_both("/voices/v1/supportedLanguages", list_languages, "GET"),
    Route("/auth/v1/tokens", make_token, methods=["POST"]),
    Route(_DICTIONARIES, list_dictionaries, methods=["GET"]),
    Route(_DICTIONARIES, create_dictionary, methods=["POST"]),
    Route(_DICTIONARIES + "/{id}", read_dictionary, methods=["GET"]),
    Route(_DICTIONARIES + "/{id}", change_dictionary, methods=["PATCH"]),
    Route(_DICTIONARIES + "/{id}", delete_dictionary, methods=["DELETE"]),
]
