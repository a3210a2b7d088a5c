"""Long jobs: submitted, polled, and fetched by signed local addresses without credentials."""

from __future__ import annotations

import asyncio
import hmac
import time
import uuid
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.responses import Response
from starlette.routing import Route

from vivavoce.service.access import WORKSPACE, show_time
from vivavoce.service.bodies import take_list
from vivavoce.service.jobs import LIFE
from vivavoce.service.orders import is_speakable, refuse_empty
from vivavoce.service.refusals import Refusal, invalid, not_found
from vivavoce.service.routes_speech import note, read_wanted, speak_all
from vivavoce.service.scripts import Script
from vivavoce.service.web import answer, current, read_body

if TYPE_CHECKING:
    from starlette.requests import Request as Call

    from vivavoce.service.state import State

_LIMIT = 100_000
_LIMIT_ON_DEMAND = 10_000
_MOST_ITEMS = 10_000


def _read(state: State, body: dict[str, Any], limit: int) -> Script:
    wanted = read_wanted(state, body, limit, strict=True)
    if not is_speakable(wanted.head.text):
        raise refuse_empty()
    return wanted


def _limit(state: State) -> int:
    """Characters of a job (docs.inworld.ai, Async, autumn 2026)."""
    return _LIMIT_ON_DEMAND if state.access.plan == "on-demand" else _LIMIT


async def _speak(state: State, wanted: Script, base: str) -> dict[str, Any]:
    if wanted.apart:
        rows = [await _speak(state, Script((order,)), base) for order in wanted.orders]
        return {"utterances": [{"utteranceIndex": n, **row} for n, row in enumerate(rows)]}
    async with state.jobs.turn:
        audio, times = await speak_all(state, wanted)
    result = {"audioUri": state.jobs.keep(audio, base)}
    if times:
        result["timestampsUri"] = state.jobs.keep(msgspec.json.encode(times), base)
    return result


def _start(state: State, kind: str, work: Any) -> Response:
    name = f"workspaces/{WORKSPACE}/{kind}/{uuid.uuid4()}/operations/{uuid.uuid4()}"
    extras = state.switches.operation_extras == "present"
    head: dict[str, Any] = {"name": name} | ({"metadata": None} if extras else {})
    state.jobs.operations[name] = head
    if state.switches.operation_done == "always":
        state.jobs.operations[name] = {**head, "done": False}

    async def run() -> None:
        try:
            response = await work
            outcome: dict[str, Any] = {"response": (_type(kind) if extras else {}) | response}
        except Refusal as refusal:
            outcome = {"error": {"code": refusal.code, "message": refusal.message}}
        state.jobs.operations[name] = {**head, "done": True, **outcome}

    task = asyncio.create_task(run())
    state.jobs.tasks.add(task)
    task.add_done_callback(state.jobs.tasks.discard)
    return answer(state.jobs.operations[name])


def _type(kind: str) -> dict[str, str]:
    """The `@type` of a response; its text is ours, only the member has been seen."""
    name = {"ttsAsyncJobs": "SynthesizeSpeechAsyncResponse"}.get(kind, "SynthesizeBatchResponse")
    return {"@type": f"type.googleapis.com/ai.inworld.tts.v1.{name}"}


async def submit(call: Call) -> Response:
    """`POST /tts/v1/voice:synthesizeAsync`."""
    state = current(call)
    state.jobs.make_room()
    order = _read(state, await read_body(call), _limit(state))
    note(call, order)
    return _start(state, "ttsAsyncJobs", _speak(state, order, str(call.base_url)))


async def submit_batch(call: Call) -> Response:
    """`POST /tts/v1/voice:synthesizeBatch`: one bad item refuses them all."""
    state = current(call)
    state.jobs.make_room()
    items = take_list(await read_body(call), "items")
    if not 1 <= len(items) <= _MOST_ITEMS:
        raise invalid(f"1 to {_MOST_ITEMS} items are required")
    orders: dict[str, Script] = {}
    for item in items:
        custom = item.get("customId") if isinstance(item, dict) else None
        if not isinstance(custom, str) or not 1 <= len(custom) <= 63 or custom in orders:
            raise invalid("custom_id must be unique and have 1 to 63 characters")
        if not isinstance(item.get("request"), dict):
            raise invalid("request is required")
        orders[custom] = _read(state, item["request"], _LIMIT)
    total = sum(wanted.length for wanted in orders.values())
    if _limit(state) < _LIMIT and total > _limit(state):
        raise invalid(f"batch is too long: {total} characters, the limit is {_limit(state)}")
    for order in orders.values():
        note(call, order, batch=True)
    return _start(state, "ttsBatchJobs", _speak_batch(state, orders, str(call.base_url)))


async def _speak_batch(state: State, orders: dict[str, Script], base: str) -> dict[str, Any]:
    results: list[dict[str, Any]] = []
    failed = 0
    for custom, order in orders.items():
        try:
            results.append({"customId": custom, **await _speak(state, order, base)})
        except Refusal as refusal:
            failed += 1
            error = {"code": refusal.code, "message": refusal.message}
            results.append({"customId": custom, "error": error})
    data = msgspec.json.encode({"results": results, "failedItems": failed})
    uri = state.jobs.keep(data, base)
    return {"resultsUri": uri, "expireTime": show_time(time.time() + LIFE)}


async def poll(call: Call) -> Response:
    """`GET /lro/v1alpha/{name}`."""
    found = current(call).jobs.operations.get(call.path_params["name"])
    if found is None:
        raise not_found("operation not found")
    return answer(found)


async def download(call: Call) -> Response:
    """A file by its signed address."""
    jobs, name = current(call).jobs, call.path_params["name"]
    given = call.query_params.get("sig", "").encode("utf-8", "replace")
    row = jobs.files.get(name)
    if not hmac.compare_digest(given, jobs.sign(name).encode()):
        raise Refusal(7, "signature does not match")
    if row is None or row[1] < time.time():
        raise not_found()
    return Response(row[0], media_type="application/octet-stream")


ROUTES = [
    Route("/tts/v1/voice:synthesizeAsync", submit, methods=["POST"]),
    Route("/tts/v1/voice:synthesizeBatch", submit_batch, methods=["POST"]),
    Route("/lro/v1alpha/{name:path}", poll, methods=["GET"]),
]
DOWNLOADS = Route("/downloads/{name}", download, methods=["GET"])
