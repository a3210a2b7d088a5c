"""Sources of pronunciations, one module each; each defines `SOURCE`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vivavoce.phonetics.lexicon import Lexicon
    from vivavoce.phonetics.suggestions import PronunciationSource


def load_sources(lexicon: Lexicon | None = None) -> list[PronunciationSource]:
    """Every source, in the order they are asked; the project's own lexicon first if given."""
    from vivavoce import _plugins  # noqa: PLC0415 - keeps the package free to import
    from vivavoce.phonetics.g2p.project import ProjectSource  # noqa: PLC0415
    from vivavoce.phonetics.suggestions import PronunciationSource as Source  # noqa: PLC0415

    sources = _plugins.collect(sys.modules[__name__], "SOURCE", Source)  # type: ignore[type-abstract]
    if lexicon is not None:
        sources["project"] = ProjectSource(lexicon)
    return sorted(sources.values(), key=lambda source: source.rank)
