"""What each model family accepts, and what delivery is in force where."""

from vivavoce.dialects.delivery import Force, Stretch
from vivavoce.dialects.dialect import Dialect, dialect, known_models
from vivavoce.dialects.tag import Tag, TagKind

__all__ = ["Dialect", "Force", "Stretch", "Tag", "TagKind", "dialect", "known_models"]
