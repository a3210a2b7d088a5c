"""Reading and changing the faults of a running service, from this machine only."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING

from starlette.requests import Request as Call

from vivavoce.service.bodies import decode_object, take_list
from vivavoce.service.faults import FaultError, read_faults
from vivavoce.service.refusals import Refusal, invalid
from vivavoce.service.web import answer, gather, show_refusal

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

    from vivavoce.service.striking import Strikes

PATH = "/_vivavoce/faults"
_LARGEST = 64 * 1024
_PASSED_ON = ("forwarded", "x-forwarded-for", "x-real-ip", "via")


class Control:
    """`GET`, `PUT` and `DELETE` of `/_vivavoce/faults`; everything else is the application's."""

    def __init__(self, app: ASGIApp, strikes: Strikes) -> None:
        self._app, self._strikes = app, strikes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http" or scope["path"] != PATH:
            await self._app(scope, receive, send)
            return
        try:
            response = await self._control(Call(scope, receive))
        except Refusal as refusal:
            response = show_refusal(PATH, refusal)
        await response(scope, receive, send)

    async def _control(self, call: Call) -> Response:
        require_local(call)
        if call.method == "PUT":
            self._put(decode_object(await gather(call, _LARGEST)))
        elif call.method == "DELETE":
            self._strikes.put(())
        elif call.method != "GET":
            raise Refusal(12, "Method Not Allowed", status=405)
        return answer(self._strikes.show())

    def _put(self, body: dict[str, object]) -> None:
        lines, seed = take_list(body, "faults"), body.get("seed")
        if unknown := body.keys() - {"faults", "seed"}:
            raise invalid(f"unknown field {min(unknown)}; known: faults, seed")
        if not all(isinstance(line, str) for line in lines):
            raise invalid("faults must be a list of lines such as status=429")
        if isinstance(seed, bool) or not isinstance(seed, int | None):
            raise invalid("seed must be a whole number")
        try:
            self._strikes.put(read_faults(lines), seed)
        except FaultError as error:
            raise invalid(str(error)) from None


def require_local(call: Call) -> None:
    """Let in programs on this machine only, and no web page.

    A page of another site that this machine's browser shows could reach a loopback address, under
    the address's own name or one that it resolves to it (DNS rebinding); so the `Host` must be a
    loopback one and an `Origin`, which only pages send, the same.

    Raises:
        Refusal: 7 for everybody else.
    """
    host = call.headers.get("host", "")
    origin = call.headers.get("origin")
    if call.client is None or not is_loopback(call.client.host):
        raise Refusal(7, "faults are controlled from this machine only")
    if any(name in call.headers for name in _PASSED_ON):
        raise Refusal(7, "faults are not controlled through a proxy")
    if not is_loopback(_bare(host)):
        raise Refusal(7, "faults are controlled under a loopback name only, such as localhost")
    if origin is not None and origin != f"{call.url.scheme}://{host}":
        raise Refusal(7, "faults are not controlled from pages of other origins")


def is_loopback(host: str) -> bool:
    """Whether a bare host name or address is this machine's own."""
    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def _bare(host: str) -> str:
    """A `Host` header without its port and brackets."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]
