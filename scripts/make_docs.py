"""Write what follows from the code: rule pages and their index, keys, schema, conformance.

`python scripts/make_docs.py` writes, `--check` only says what is out of date.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from conformance_page import CONFORMANCE, write_conformance, write_switches

from vivavoce import catalogue
from vivavoce.dialects import dialect, known_models
from vivavoce.lint.groups import GROUPS, find_group
from vivavoce.lint.keys import KEYS, TABLES
from vivavoce.lint.manual import write_page, write_toml
from vivavoce.lint.schema import build_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vivavoce.lint import Rule

ROOT = Path(__file__).resolve().parents[1]
RULES = ROOT / "docs" / "rules"
NOTE = "<!-- Written by scripts/make_docs.py from the rule's module; change it there. -->\n\n"
_KEY_TABLE = re.compile(r"(<!-- keys -->\n).*?(<!-- /keys -->)", re.DOTALL)
_SWITCH_TABLE = re.compile(r"(<!-- switches -->\n).*?(<!-- /switches -->)", re.DOTALL)


def write_docs() -> Iterator[tuple[Path, str]]:
    """Every generated file."""
    rules = catalogue.rules()
    for rule in rules:
        yield RULES / f"{rule.name}.md", NOTE + write_page(rule)
    yield RULES / "README.md", NOTE.replace("rule's module", "rules' modules") + write_index(rules)
    schema = build_schema(rules, known_models(), catalogue.report_names())
    text = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
    yield ROOT / "schemas" / "vivavoce.json", text
    yield CONFORMANCE, write_conformance()
    path = ROOT / "docs" / "configuration.md"
    page = path.read_text(encoding="utf-8")
    yield path, _KEY_TABLE.sub(lambda match: match[1] + write_keys() + match[2], page)
    path = ROOT / "docs" / "service.md"
    page = path.read_text(encoding="utf-8")
    yield path, _SWITCH_TABLE.sub(lambda match: match[1] + write_switches() + match[2], page)


def write_index(rules: Iterable[Rule]) -> str:
    """The index by code, by model and by evidence."""
    rules = list(rules)
    return "\n".join(
        [
            "# Rules",
            "",
            f"{len(rules)} rules. `viva rule CODE` shows a page in the terminal.",
            "",
            "## By code",
            *_write_groups(rules),
            "",
            "## By model",
            *_write_models(rules),
            "",
            "## By evidence",
            *_write_evidence(rules),
            "",
        ]
    )


def _write_groups(rules: list[Rule]) -> Iterator[str]:
    for group in GROUPS:
        members = [rule for rule in rules if find_group(rule.code) == group]
        if not members:
            continue
        yield f"\n### {group}\n"
        yield "| code | name | severity | fix | runs | what it finds |"
        yield "|---|---|---|---|---|---|"
        for rule in members:
            runs = "preview" if rule.preview else "on" if rule.enabled else "off"
            link = f"[{rule.name}]({rule.name}.md)"
            summary = rule.summary.replace("|", "\\|")
            cells = (rule.code, link, rule.severity, rule.fix or "–", runs, summary)
            yield f"| {' | '.join(cells)} |"


def _write_models(rules: list[Rule]) -> Iterator[str]:
    families: dict[str, list[str]] = {}
    for name in known_models():
        families.setdefault(dialect(name).family, []).append(name)
    for family, names in families.items():
        members = [rule for rule in rules if family in rule.families]
        yield f"\n### {', '.join(names)}\n"
        yield _list_links(members)


def _write_evidence(rules: list[Rule]) -> Iterator[str]:
    for grade in sorted({rule.evidence for rule in rules}):
        yield f"\n### {grade}\n"
        yield _list_links([rule for rule in rules if rule.evidence == grade])


def _list_links(rules: list[Rule]) -> str:
    return ",\n".join(f"[{rule.code} {rule.name}]({rule.name}.md)" for rule in rules)


def write_keys() -> str:
    """The table of configuration keys."""
    rows = ["", "| key | default | by path | what it does |", "|---|---|---|---|"]
    for key in KEYS:
        default = "–" if key.default is None else f"`{write_toml(key.default)}`"
        by_path = "yes" if key.by_path else "no"
        rows.append(f"| `{key.name}` | {default} | {by_path} | {key.summary} |")
    for name, summary in TABLES.items():
        by_path = "no" if name == "paths" else "yes"
        rows.append(f"| `[{name}]` | – | {by_path} | {summary} |")
    return "\n".join([*rows, "", ""])


def main() -> int:
    """Write what is out of date and take away what is left over."""
    checking = "--check" in sys.argv
    docs = dict(write_docs())
    stale = [path for path, text in docs.items() if not path.exists() or _read(path) != text]
    left = [path for path in RULES.glob("*.md") if path not in docs]
    for path in stale:
        print(f"{'out of date' if checking else 'wrote'}: {path.relative_to(ROOT)}")
        if not checking:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(docs[path], encoding="utf-8")
    for path in left:
        print(f"left over: {path.relative_to(ROOT)}")
        if not checking:
            path.unlink()
    return int(checking and bool(stale or left))


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
