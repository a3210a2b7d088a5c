"""Regular expressions that are compiled when they are first used.

Compiling the patterns of all rules takes several times as long as linting a page, and most texts
call for few of them.
"""

from __future__ import annotations

import re
from typing import Any, cast


class _Pattern:
    """Stands for a compiled pattern until one of its methods is wanted."""

    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        value = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, value)
        return value


def pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, but the work is done at the first use.

    Raises:
        re.error: at the first use, if `source` is no regular expression.
    """
    return cast("re.Pattern[str]", _Pattern(source, flags))
