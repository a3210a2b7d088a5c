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
from vivavoce.service.bodies import read_object, take_list
from vivavoce.service.jobs import LIFE
from vivavoce.service.orders import Order, is_speakable, refuse_empty
from vivavoce.service.refusals import Refusal, invalid, not_found
from vivavoce.service.routes_speech import check_order, join
from vivavoce.service.web import answer, current, read_body

if TYPE_CHECKING:
    from starlette.requests import Request as Call

    from vivavoce.service.state import State

_LIMIT = 100_000
_MOST_ITEMS = 10_000


def _read(state: State, body: dict[str, Any]) -> Order:
    order = check_order(state, body, _LIMIT)
    if not is_speakable(order.text):
        raise refuse_empty()
    return order


async def _speak(state: State, order: Order, base: str) -> dict[str, str]:
    pieces = [piece async for piece in state.pool.stream(order)]
    audio, times = join(order, pieces)
    result = {"audioUri": state.jobs.keep(audio, base)}
    if times:
        result["timestampsUri"] = state.jobs.keep(msgspec.json.encode(times), base)
    return result


def _start(state: State, kind: str, work: Any) -> Response:
    name = f"workspaces/{WORKSPACE}/{kind}/{uuid.uuid4()}/operations/{uuid.uuid4()}"
    state.jobs.operations[name] = {"name": name, "done": False}

    async def run() -> None:
        try:
            outcome: dict[str, Any] = {"response": await work}
        except Refusal as refusal:
            outcome = {"error": {"code": refusal.code, "message": refusal.message}}
        state.jobs.operations[name] = {"name": name, "done": True, **outcome}

    task = asyncio.create_task(run())
    state.jobs.tasks.add(task)
    task.add_done_callback(state.jobs.tasks.discard)
    return answer(state.jobs.operations[name])


async def submit(call: Call) -> Response:
    """`POST /tts/v1/voice:synthesizeAsync`."""
    state = current(call)
    order = _read(state, read_object(await read_body(call)))
    return _start(state, "ttsAsyncJobs", _speak(state, order, str(call.base_url)))


async def submit_batch(call: Call) -> Response:
    """`POST /tts/v1/voice:synthesizeBatch`: one bad item refuses them all."""
    state = current(call)
    items = take_list(read_object(await read_body(call)), "items")
    if not 1 <= len(items) <= _MOST_ITEMS:
        raise invalid(f"1 to {_MOST_ITEMS} items are required")
    orders: dict[str, Order] = {}
    for item in items:
        custom = item.get("customId") if isinstance(item, dict) else None
        if not isinstance(custom, str) or not 1 <= len(custom) <= 63 or custom in orders:
            raise invalid("custom_id must be unique and have 1 to 63 characters")
        if not isinstance(item.get("request"), dict):
            raise invalid("request is required")
        orders[custom] = _read(state, item["request"])
    return _start(state, "ttsBatchJobs", _speak_all(state, orders, str(call.base_url)))


async def _speak_all(state: State, orders: dict[str, Order], base: str) -> dict[str, Any]:
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
