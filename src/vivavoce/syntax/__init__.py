"""Text into a lossless tree, for any text whatever; script files and their front matter."""

from vivavoce.syntax.angle import Angle, Attribute, Form, read_angle
from vivavoce.syntax.document import Document, parse
from vivavoce.syntax.frontmatter import FrontMatter, Setting
from vivavoce.syntax.node import Node, NodeKind
from vivavoce.syntax.script import CastMember, Script, read_source
from vivavoce.syntax.utterance import Utterance

__all__ = [
    "Angle",
    "Attribute",
    "CastMember",
    "Document",
    "Form",
    "FrontMatter",
    "Node",
    "NodeKind",
    "Script",
    "Setting",
    "Utterance",
    "parse",
    "read_angle",
    "read_source",
]
