"""Groups of rules: names for the prefixes of codes."""

from __future__ import annotations

GROUPS = {
    "structure": "VV0",
    "tags": "VV1",
    "steering": "VV2",
    "breaks": "VV3",
    "pronunciation": "VV4",
    "text": "VV5",
    "numbers": "VV6",
    "words": "VV7",
    "script": "VV8",
    "request": "VV90",
    "suppressions": "VV99",
}
"""What the codes of a group begin with."""


def find_group(code: str) -> str:
    """The group of a code, or "" if it is in none."""
    return next((name for name, prefix in GROUPS.items() if code.startswith(prefix)), "")
