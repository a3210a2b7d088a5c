"""One exchange with retries; everything that is not a stream goes through here."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from vivavoce.inworld.calls import Call, Renew, Reply, Send, Sleep, Steps
from vivavoce.inworld.errors import AuthError, InworldError, NetworkError, NotFoundError
from vivavoce.inworld.replies import check_reply, read_answer

if TYPE_CHECKING:
    from vivavoce.inworld.retry import RetryPolicy

T = TypeVar("T")


def ask(call: Call, kind: type[T], policy: RetryPolicy) -> Steps[T]:
    """Send a call and read the answer as a value."""
    reply = yield from fetch(call, policy)
    return read_answer(reply, kind)


def fetch(call: Call, policy: RetryPolicy) -> Steps[Reply]:
    """Send a call until it is answered well or is not worth repeating."""
    failed, renewed = 0, False
    while True:
        try:
            reply: Reply = yield Send(call)
            check_reply(reply)
        except InworldError as error:
            failed += 1
            if isinstance(error, AuthError) and call.credentials and not renewed:
                renewed = True
                if (yield Renew()):
                    continue
            delay = policy.delay(failed, error, call.repeat)
            if delay is None:
                raise
        else:
            return reply
        yield Sleep(delay)


def remove(call: Call, policy: RetryPolicy) -> Steps[None]:
    """Send a deletion; if its answer was lost, finding nothing on the next try means it worked."""
    lost, failed = False, 0
    while True:
        try:
            reply: Reply = yield Send(call)
            check_reply(reply)
        except NotFoundError:
            if lost:
                return
            raise
        except InworldError as error:
            failed += 1
            lost = lost or (isinstance(error, NetworkError) and error.sent)
            delay = policy.delay(failed, error, call.repeat)
            if delay is None:
                raise
        else:
            return
        yield Sleep(delay)
