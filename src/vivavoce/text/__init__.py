"""Where things are: spans, sources, edits. Offsets count code points everywhere in the core."""

from vivavoce.text.edit import Edit, apply_edits
from vivavoce.text.source import Position, Source
from vivavoce.text.span import Span

__all__ = ["Edit", "Position", "Source", "Span", "apply_edits"]
