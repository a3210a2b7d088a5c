"""Write `grammars/compiled/*.json` from `grammars/*.lark`."""

from __future__ import annotations

from vivavoce._resources import grammars
from vivavoce.syntax.tables import dump_tables

GRAMMARS = ("markup", "script")


def main() -> None:
    """Compile every grammar that the runtime reads as tables."""
    folder = grammars() / "compiled"
    folder.mkdir(exist_ok=True)
    for name in GRAMMARS:
        path = folder / f"{name}.json"
        path.write_text(dump_tables(name), encoding="utf-8")
        print(path)


if __name__ == "__main__":
    main()
