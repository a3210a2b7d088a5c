"""Times as caption files write them."""

from __future__ import annotations


def format_time(seconds: float, point: str) -> str:
    """`01:02:03.456`, with `point` before the thousandths."""
    thousandths = max(round(seconds * 1000), 0)
    minutes, rest = divmod(thousandths, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}{point}{rest % 1000:03}"
