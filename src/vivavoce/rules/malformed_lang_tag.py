"""A language tag that the service cannot read.

A span of another language is written `<lang lang="es-ES">hola</lang>`, with the code of the
language in straight double quotes. A tag without a code, or with one that does not exist, is not
honoured.

## Example
```script
MIRA: <lang xml:lang="Spanish">Hola</lang>
```

## Use instead
```script
MIRA: <lang lang="es">Hola</lang>
```

## Fix safety
Safe: the same language, written so that it is understood. Where the code is not recognised there is
no fix.

## Evidence
Documented: docs.inworld.ai, Language tags, autumn 2026. Whether `xml:lang` is read too is disputed
between the vendor's own pages, so it is a warning where everything else is an error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.lang_spans import ELEMENT, find_code
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.spacing import cut_out
from vivavoce.syntax import Form
from vivavoce.text import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context
    from vivavoce.syntax import Angle

_SPELLINGS = ("lang", "xml:lang", "xml-lang", "code", "language", "locale", "hreflang")
_SHOWN = 20


class _Fault(NamedTuple):
    message: str
    code: str = ""
    severity: Severity = Severity.ERROR


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Opening tags that are not as the vendor prints them."""
    for node, angle, _ in context.angles:
        if angle.name != ELEMENT or angle.form is Form.CLOSE:
            continue
        if angle.form is Form.EMPTY:
            edit = cut_out(context.text, node.start, node.end)
            yield Finding(
                node.span,
                "This language tag closes itself, so it marks no words. Put </lang> behind them.",
                (Fix("Remove the tag", (edit,), Safety.SUGGEST),),
            )
            continue
        fault = _find_fault(angle)
        if fault:
            tag = f'<lang lang="{fault.code}">'
            fix = Fix(f"Replace with {tag}", (Edit(node.span, tag),), Safety.SAFE)
            yield Finding(node.span, fault.message, (fix,) if fault.code else (), fault.severity)


def _find_fault(angle: Angle) -> _Fault | None:
    attribute = angle.get(*_SPELLINGS)
    if attribute is None or not attribute.value:
        bare = next((a.name for a in angle.attributes if a.value is None and find_code(a.name)), "")
        advice = 'Write it like <lang lang="es-ES">.'
        return _Fault(f"This language tag names no language. {advice}", find_code(bare))
    written = attribute.value
    code = find_code(written)
    if code != written:
        shown = written if len(written) <= _SHOWN else written[: _SHOWN - 1] + "…"
        hint = f"Did you mean {code}?" if code else "Write a code such as es-ES or pt-BR."
        return _Fault(f"{shown} is no language code, so the span is not honoured. {hint}", code)
    if attribute.name.lower() == "xml:lang":
        return _Fault(
            "The attribute is called lang here; xml:lang is not reliably read. Rename it.",
            code,
            Severity.WARNING,
        )
    if attribute.name.lower() != ELEMENT:
        return _Fault("The language goes into the attribute lang. Rename it.", code)
    if attribute.quote != '"':
        return _Fault("The code needs double quotes, or the span may not be honoured.", code)
    return None


RULE = Rule(
    code="VV311",
    name="malformed-lang-tag",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-11",
    families="2",
    fix=Safety.SAFE,
)
