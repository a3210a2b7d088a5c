"""Answers that say no, in the service's gRPC-shaped JSON (recorded Sep 2026; contract, Errors)."""

from __future__ import annotations

from typing import Any

_STATUS = {3: 400, 5: 404, 6: 409, 7: 403, 8: 429, 10: 409, 13: 500, 14: 503, 16: 401}


class Refusal(Exception):  # noqa: N818 - an answer, not a failure of ours
    """A request that is answered with an error.

    Attributes:
        code: gRPC number.
        message: what the service says.
        details: further objects, such as field violations.
        status: HTTP status.
    """

    def __init__(
        self,
        code: int,
        message: str,
        details: tuple[dict[str, Any], ...] = (),
        status: int | None = None,
    ) -> None:
        super().__init__(message)
        self.code, self.message, self.details = code, message, details
        self.status = status or _STATUS.get(code, 500)

    def body(self) -> dict[str, Any]:
        """The JSON object; wrap it in `error` on streams and WebSockets."""
        return {"code": self.code, "message": self.message, "details": list(self.details)}


def invalid(message: str) -> Refusal:
    """Code 3."""
    return Refusal(3, message)


def not_found(message: str = "Not Found") -> Refusal:
    """Code 5."""
    return Refusal(5, message)


def unauthenticated() -> Refusal:
    """Code 16, as recorded in Sep 2026."""
    details = {
        "@type": "type.googleapis.com/ai.inworld.common.InworldStatus",
        "errorType": "SESSION_TOKEN_INVALID",
        "reconnectType": "NO_RETRY",
        "reconnectTime": None,
        "maxRetries": 0,
    }
    return Refusal(16, "authentication is required", (details,))
