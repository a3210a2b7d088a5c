"""The head of the script says something nobody understands.

The lines between `---` name the model, the language and the voices. A key that is misspelt, a value
of the wrong kind or a fault in the YAML is not reported by the service: the setting is simply not
there, and the script is spoken in another way than its head says.

## Example
```script
---
modle: inworld-tts-2
---
MIRA: Good morning.
```

## Use instead
```script
---
model: inworld-tts-2
---
MIRA: Good morning.
```

## Fix safety
Suggested only: what was meant is a guess.

## Evidence
Documented: docs.inworld.ai, HTTP reference: unknown names and values are answered with 200; and
`vivavoce.syntax.settings_keys`, the list of keys. August 2026.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.dialects import known_models
from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.syntax.settings_keys import MEMBER_KEYS, SCRIPT_KEYS, SettingKey, Shape, fits
from vivavoce.text import Edit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from vivavoce.lint.context import Context
    from vivavoce.syntax import Setting
    from vivavoce.text import Span


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Faults of the YAML, keys, values, and the cast."""
    front = context.script.front_matter
    for span, message in front.faults:
        yield Finding(span, message)
    yield from _judge_all(context, front.settings, SCRIPT_KEYS, "the front matter")
    cast = front.settings.get("cast")
    if cast is not None and isinstance(cast.value, dict):
        for member in cast.value.values():
            yield from _judge_member(context, member)


def _judge_member(context: Context, member: Setting) -> Iterator[Finding]:
    name = member.key
    if isinstance(member.value, dict):
        yield from _judge_all(context, member.value, MEMBER_KEYS, f"the cast member {name}")
        voice = member.get("voice")
        if voice is None or voice.value is None:
            yield _voiceless(member)
    elif member.value is None:
        yield _voiceless(member)
    elif not fits(Shape.LABEL, member.value):
        yield Finding(member.span, f"The voice of {name} must be the name of one voice.")


def _voiceless(member: Setting) -> Finding:
    return Finding(
        member.key_span,
        f"{member.key} has no voice, so the default voice speaks. Write `{member.key}: Ashley`, "
        "or another voice.",
    )


def _judge_all(
    context: Context, settings: Mapping[str, Setting], keys: Mapping[str, SettingKey], where: str
) -> Iterator[Finding]:
    for name, setting in settings.items():
        key = keys.get(name)
        if key is None:
            yield _unknown("key", setting.key_span, name, keys, f" of {where}")
        elif not fits(key.shape, setting.value):
            yield Finding(setting.span, _wrong(setting, key))
        elif setting.value is not None:
            yield from _judge_value(context, setting, key)


def _unknown(
    what: str, span: Span, name: str, known: Iterable[str], where: str = "", *, quiet: bool = False
) -> Finding:
    from difflib import get_close_matches  # noqa: PLC0415 - only faulty scripts need it

    names = sorted(known)
    by_fold = {other.casefold(): other for other in names}
    wanted = name.casefold().replace("-", "_") if what == "key" else name.casefold()
    close = [by_fold[n] for n in get_close_matches(wanted[:60], by_fold, n=3, cutoff=0.6)]
    hint = f"Did you mean {close[0]}?" if close else f"Known: {', '.join(names)}."
    shown = name if len(name) <= 40 else f"{name[:40]}…"
    return Finding(
        span,
        f"{shown!r} is no {what}{where} that anybody knows. {hint}",
        tuple(
            Fix(f"Replace with {n}", (Edit.replace(span, n),), Safety.SUGGEST)
            for n in close
            if not quiet
        ),
    )


def _wrong(setting: Setting, key: SettingKey) -> str:
    value = setting.value
    if key.shape is Shape.LANGUAGE and isinstance(value, bool):
        written = "no" if value is False else "yes"
        return f'YAML reads {written} as a switch. Put the language in quotes: "{written}".'
    if isinstance(value, dict):
        return f"{key.name} must be {key.shape}, not lines of their own."
    shown = repr(value)
    shown = shown if len(shown) <= 40 else f"{shown[:40]}…"
    return f"{key.name} must be {key.shape}, not {shown}."


def _judge_value(context: Context, setting: Setting, key: SettingKey) -> Iterator[Finding]:
    if key.shape is Shape.MODEL:
        if setting.value.removeprefix("inworld/") not in known_models():
            yield _unknown("model", setting.span, setting.value, known_models())
    elif key.shape is Shape.LANGUAGE:
        yield from _judge_language(context, setting)
    elif key.name == "delivery_mode":
        modes = context.dialect.accepts("delivery_mode")
        if modes and setting.value.upper() not in modes:
            yield _unknown("delivery mode", setting.span, setting.value, modes)
    elif key.name in {"speaking_rate", "temperature", "sample_rate"}:
        yield from _judge_number(context, setting)


def _judge_language(context: Context, setting: Setting) -> Iterator[Finding]:
    languages = context.dialect.table["languages"]
    primary = setting.value.replace("_", "-").split("-")[0].lower()
    if languages["others"] == "none" and primary not in languages["tier1"]:
        yield Finding(
            setting.span,
            f"{context.dialect.name} does not speak {setting.value}. "
            f"It speaks {', '.join(languages['tier1'])}.",
        )


def _judge_number(context: Context, setting: Setting) -> Iterator[Finding]:
    fields = context.dialect.table["fields"]
    accepted = fields["values"].get(setting.key)
    bounds = fields["ranges"].get(setting.key, fields.get(setting.key))
    if accepted and setting.value not in accepted:
        yield Finding(
            setting.span,
            f"{setting.key} must be one of {', '.join(map(str, accepted))}, not {setting.value}.",
        )
    elif isinstance(bounds, list) and not bounds[0] <= setting.value <= bounds[1]:
        yield Finding(
            setting.span,
            f"{setting.key} must be between {bounds[0]} and {bounds[1]}, not {setting.value}.",
        )


RULE = Rule(
    code="VV804",
    name="bad-front-matter",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-08",
    fix=Safety.SUGGEST,
)
