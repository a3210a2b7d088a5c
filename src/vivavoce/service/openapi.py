"""The service's own description, OpenAPI 3.1, as served at `/openapi.json`.

One row an operation; what a running service does not serve is left out of its document.
"""

from __future__ import annotations

import re
from importlib.metadata import version
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from starlette.responses import Response
from starlette.routing import Route

from vivavoce.service.control import PATH as CONTROL
from vivavoce.service.json_schema import Schema, between, choice, ref, rows, string
from vivavoce.service.schemas import make_schemas
from vivavoce.service.web import STREAM

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request as Call

    from vivavoce.service.state import State

PATH = "/openapi.json"
_ABOUT = """\
A local stand-in for the Inworld TTS service. Field names are read in camelCase and in snake_case;
unknown fields are passed over; null counts as missing. `x-websockets` describes the WebSocket.
"""
SOCKET = "/tts/v1/voice:streamBidirectional"
_VOICES = "/voices/v1/voices"
_ONE_VOICE = f"{_VOICES}/{{voice}}"
_DICTIONARIES = "/pronunciations/v1/workspaces/{workspace}/pronunciationDictionaries"
_ONE_DICTIONARY = f"{_DICTIONARIES}/{{id}}"
_OPERATION = "/lro/v1alpha/workspaces/{workspace}/{kind}/{job}/operations/{operation}"
_BYTES = ("audio/mpeg", "audio/ogg", "audio/flac", "audio/wav", "audio/pcm")

_ERRORS = {
    400: "The request is refused (code 3).",
    401: "There are no credentials (code 16).",
    403: "The credentials are unknown or do not suffice (code 7).",
    404: "There is no such thing (code 5).",
    429: "Too many requests are in flight (code 8).",
    500: "The service failed (code 13).",
    503: "The service is overloaded (code 14).",
}
_BODY_ERRORS = {
    408: "The body came too slowly (code 4).",
    413: "The body is too large (code 3).",
}
_CONFLICT = {409: "The etag is stale (code 10)."}


class Operation(NamedTuple):
    """One operation.

    Attributes:
        method: in lower case.
        path: as OpenAPI writes it.
        name: its id.
        about: one line.
        answer: name of the schema of a 200.
        body: name of the schema of the request body.
        query: parameters.
        limit: characters of `text` in the body.
        media: content types of a 200 that is not JSON.
        door: who is let in: `key`, `signature` or nobody asked.
        optional: whether the body may be missing.
    """

    method: str
    path: str
    name: str
    about: str
    answer: str = ""
    body: str = ""
    query: tuple[Schema, ...] = ()
    limit: int = 0
    media: tuple[str, ...] = ()
    door: str = "key"
    optional: bool = False


def _query(name: str, schema: Schema, *, required: bool = False) -> Schema:
    return {"name": name, "in": "query", "schema": schema, "required": required}


_FILTER = _query("filter", string(examples=['source = "SYSTEM" AND lang_code = "en-US"']))
_SIZE = between(0, 999_999_999, "0 for the default", whole=True)
_TOKEN = _query("pageToken", string("from the page before", pattern=r"^\d{0,9}$"))
_PREVIEW = (
    _query("voice_id", string(examples=["Dennis"]), required=True),
    _query("model_id", string(examples=["inworld-tts-2"]), required=True),
)
_LISTED = (_query("languages", rows(string())), _FILTER, _query("pageSize", _SIZE), _TOKEN)
_DELETED = (
    _query("etag", string(minLength=1), required=True),
    _query("allowMissing", choice("true", "false")),
)

OPERATIONS = (
    Operation(
        "post", "/tts/v1/voice", "synthesize", "Speak a text", "Speech", "SpeechRequest", limit=2000
    ),
    Operation(
        "post", STREAM, "stream", "Speak a text, a line at a time", "StreamLine", "SpeechRequest"
    ),
    Operation(
        "get", "/tts/v1/voice:preview", "previewVoice", "A sample of a voice, as MP3", "Preview",
        query=_PREVIEW,
    ),
    Operation(
        "post", "/tts/v1/voice:synthesizeAsync", "submitJob", "Speak a long text later",
        "Operation", "SpeechRequest", limit=100_000,
    ),
    Operation(
        "post", "/tts/v1/voice:synthesizeBatch", "submitBatch", "Speak many texts later",
        "Operation", "BatchRequest",
    ),
    Operation("get", _OPERATION, "pollJob", "How a job is getting on", "Operation"),
    Operation(
        "get", "/downloads/{name}", "download", "A file a job left, by its signed address",
        query=(_query("sig", string(), required=True),), media=("application/octet-stream",),
        door="",
    ),
    Operation(
        "post", "/v1/audio/speech", "speakOpenAI", "Speak a text, OpenAI-compatible", "",
        "OpenAISpeechRequest", media=_BYTES,
    ),
    Operation(
        "get", "/tts/v1/voices", "listLegacyVoices", "Voices in the older form; health check",
        "LegacyVoices", query=(_FILTER,),
    ),
    Operation(
        "get", "/tts/v1alpha/voices", "listAlphaVoices", "Voices in the older form",
        "LegacyVoices", query=(_FILTER,),
    ),
    Operation("get", _VOICES, "listVoices", "Voices", "VoicePage", query=_LISTED),
    Operation("get", _ONE_VOICE, "getVoice", "A voice", "Voice"),
    Operation("patch", _ONE_VOICE, "updateVoice", "Change a voice", "Voice", "VoiceChange"),
    Operation("delete", _ONE_VOICE, "deleteVoice", "Delete a voice", "Nothing"),
    Operation(
        "post", f"{_VOICES}:clone", "cloneVoice", "Make a voice of samples", "ClonedVoice",
        "CloneRequest",
    ),
    Operation(
        "post", f"{_VOICES}:design", "designVoice", "Make a voice of a description",
        "DesignedVoices", "DesignRequest",
    ),
    Operation(
        "post", f"{_ONE_VOICE}:publish", "publishVoice", "Keep a designed voice", "Voice",
        "VoiceChange", optional=True,
    ),
    Operation(
        "post", f"{_ONE_VOICE}:localize", "localizeVoice", "Try a voice in another language",
        "LocalizedVoice", "LocalizeRequest",
    ),
    Operation(
        "get", "/voices/v1/supportedLanguages", "listLanguages", "Languages", "Languages"
    ),
    Operation(
        "get", _DICTIONARIES, "listDictionaries", "Pronunciation dictionaries", "DictionaryPage",
        query=(_query("pageSize", _SIZE), _TOKEN),
    ),
    Operation(
        "post", _DICTIONARIES, "createDictionary", "Make a dictionary", "Dictionary",
        "DictionaryDraft",
    ),
    Operation("get", _ONE_DICTIONARY, "getDictionary", "A dictionary", "Dictionary"),
    Operation(
        "patch", _ONE_DICTIONARY, "updateDictionary", "Change a dictionary", "Dictionary",
        "DictionaryChange", query=(_query("updateMask", string(examples=["displayName"])),),
    ),
    Operation(
        "delete", _ONE_DICTIONARY, "deleteDictionary", "Delete a dictionary", "Nothing",
        query=_DELETED,
    ),
    Operation(
        "post", "/auth/v1/tokens", "createToken", "A one-time token", "Token", "TokenRequest"
    ),
    Operation(
        "post", "/auth/v1/tokens/token:generate", "generateToken", "A session token (older)",
        "SessionToken", "SessionRequest", door="signature",
    ),
    Operation(
        "post", "/v1/sessionTokens/token:generate", "generateSessionToken", "A session token",
        "SessionToken", "SessionRequest", door="signature",
    ),
    Operation("get", PATH, "describe", "This document", media=("application/json",), door=""),
)  # fmt: skip

_CONTROLS = (
    Operation("get", CONTROL, "readFaults", "The faults in force", "Faults", door=""),
    Operation("put", CONTROL, "putFaults", "Other faults", "Faults", "FaultLines", door=""),
    Operation("delete", CONTROL, "deleteFaults", "No faults", "Faults", door=""),
)


def make_document(state: State, served: Iterable[Route]) -> Schema:
    """The document of a running service.

    Args:
        state: whose switches tell the form of streams.
        served: its routes; rows for others are left out.
    """
    routes, paths = tuple(served), dict[str, Schema]()
    for row in (*OPERATIONS, *map(_age, OPERATIONS)):
        if any(answers(route, row) for route in routes):
            paths.setdefault(row.path, {})[row.method] = _describe(row, state)
    if state.control:
        paths[CONTROL] = {row.method: _describe(row, state) for row in _CONTROLS}
    document: Schema = {
        "openapi": "3.1.0",
        "info": {"title": "vivavoce serve", "version": version("vivavoce"), "description": _ABOUT},
        "paths": paths,
        "components": {"schemas": make_schemas(), "securitySchemes": _doors()},
    }
    if not state.on_premises:
        sent, told = ref("ClientMessage"), ref("ServerFrame")
        document["x-websockets"] = {SOCKET: {"clientMessage": sent, "serverFrame": told}}
    return document


def _age(row: Operation) -> Operation:
    """The older form of a path of the Voice API, with a workspace in it."""
    if not row.path.startswith("/voices/v1/"):
        return row
    path = row.path.replace("/v1/", "/v1/workspaces/{workspace}/", 1)
    return row._replace(path=path, name=f"{row.name}OfWorkspace")


def answers(route: Route, row: Operation) -> bool:
    """Whether a route is the one that answers an operation."""
    sample = re.sub(r"\{\w+\}", "x", row.path)
    return row.method.upper() in (route.methods or ()) and bool(route.path_regex.match(sample))


def _describe(row: Operation, state: State) -> Schema:
    parameters: list[Schema] = [
        {"name": name, "in": "path", "required": True, "schema": string(minLength=1)}
        for name in re.findall(r"\{(\w+)\}", row.path)
    ]
    described: Schema = {
        "operationId": row.name,
        "summary": row.about,
        "parameters": [*parameters, *row.query],
        "responses": {"200": _succeed(row, state), **_fail(row)},
        "security": _secure(row, state),
    }
    if row.body:
        described["requestBody"] = {
            "required": not row.optional,
            "content": {"application/json": {"schema": _limit(row, state)}},
        }
    return described


def _limit(row: Operation, state: State) -> Schema:
    limit = int(state.switches.stream_limit) if row.path == STREAM else row.limit
    if not limit:
        return ref(row.body)
    text: Schema = {"properties": {"text": {"maxLength": limit}}}
    return {"allOf": [ref(row.body), text]}


def _succeed(row: Operation, state: State) -> Schema:
    schema: Schema = ref(row.answer) if row.answer else {}
    media = row.media or ("application/json",)
    if row.path == STREAM and state.switches.stream_type == "ndjson":
        media = ("application/x-ndjson",)
    return {"description": row.about, "content": {name: {"schema": schema} for name in media}}


def _fail(row: Operation) -> Schema:
    bare, wrapped = ref("Error"), ref("WrappedError")
    schema = wrapped if row.path == STREAM else bare
    if row.path == "/v1/audio/speech":
        schema = {"anyOf": [bare, wrapped]}
    errors = _ERRORS | (_BODY_ERRORS if row.body else {})
    if row.path == _ONE_DICTIONARY and row.method in {"patch", "delete"}:
        errors |= _CONFLICT
    content = {"application/json": {"schema": schema}}
    return {
        str(status): {"description": about, "content": content}
        for status, about in sorted(errors.items())
    }


def _secure(row: Operation, state: State) -> list[Schema]:
    if state.on_premises or not row.door:
        return []
    return [{"signature": []}] if row.door == "signature" else [{"basic": []}, {"bearer": []}]


def _doors() -> Schema:
    key = "the API key as copied: Base64 of id:secret"
    signed = "IW1-HMAC-SHA256 ApiKey=..,DateTime=..,Nonce=..,Signature=.."
    return {
        "basic": {"type": "http", "scheme": "basic", "description": key},
        "bearer": {"type": "http", "scheme": "bearer", "description": "an API key or a token"},
        "signature": {
            "type": "apiKey", "in": "header", "name": "Authorization", "description": signed
        },
    }  # fmt: skip


def describe(state: State, served: Iterable[Route]) -> Route:
    """The route of the document, which asks for no key and describes itself too."""
    routes = list(served)

    async def show(_call: Call) -> Response:
        return Response(document, media_type="application/json")

    route = Route(PATH, show, methods=["GET"])
    document = msgspec.json.encode(make_document(state, [*routes, route]))
    return route
