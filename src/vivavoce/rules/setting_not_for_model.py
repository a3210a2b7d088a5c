"""A setting the model ignores does nothing, and nobody says so.

`temperature` is ignored by tts-2, `delivery_mode` and `instruction` by the 1.x models, and
dictionaries by all but tts-2: the answer is 200 and the voice is unchanged. On tts-2 an
`instruction` beside inline tags is given up at the first tag. A model that has ended is answered by
another one.

A pace below what the vendor advises, and a model that is called legacy, are information only.

## Example
```script
---
model: inworld-tts-2
temperature: 0.8
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
Safe for a setting that the model ignores: without it the request sounds the same. Where two
settings conflict there is no fix, since the writer must choose.

## Evidence
Documented: docs.inworld.ai, HTTP reference, Steering, release notes, September 2026.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.dialects import TagKind
from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.syntax.settings_keys import read_setting
from vivavoce.text import Edit, Span
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vivavoce.lint.context import Context
    from vivavoce.syntax import Setting

_OPTIONAL = ("delivery_mode", "temperature", "instruction", "dictionaries")
_LINE = pattern(r"[^\r\n]*(?:\r\n?|\n|\Z)")


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Settings of the script and of every member of its cast."""
    settings = context.script.front_matter.settings
    if not settings:
        return
    yield from _judge_model(context, settings)
    yield from _judge_all(context, settings)
    for member in context.script.cast.values():
        if isinstance(member.setting.value, dict):
            yield from _judge_all(context, member.setting.value)
    yield from _judge_dictionaries(context, settings)
    yield from _judge_instructions(context, settings)


def _judge_model(context: Context, settings: Mapping[str, Setting]) -> Iterator[Finding]:
    setting, facts = settings.get("model"), context.dialect.table["model"]
    if setting is None or str(setting.value).removeprefix("inworld/") != context.dialect.name:
        return
    successor = facts.get("successor", "")
    better = f" Move to {successor}." if successor else ""
    if facts["state"] == "ended":
        yield Finding(
            setting.span,
            f"{context.dialect.name} ended on {facts['ended']}, and another model answers.{better}",
        )
    elif facts["state"] == "legacy":
        yield Finding(
            setting.span,
            f"{context.dialect.name} is a legacy model, still served.{better}",
            severity=Severity.INFO,
        )


def _judge_all(context: Context, settings: Mapping[str, Setting]) -> Iterator[Finding]:
    model = context.dialect.name
    for name in _OPTIONAL:
        setting = settings.get(name)
        if setting is None or setting.value is None or context.dialect.accepts(name):
            continue
        yield Finding(
            Span(setting.key_span.start, max(setting.key_span.end, setting.span.end)),
            f"{model} ignores {name}. Remove it.",
            _removal(context, setting),
        )
    advised = context.dialect.table["fields"].get("speaking_rate_advised")
    rate = read_setting(settings, "speaking_rate")
    if rate is not None and advised and rate < advised:
        yield Finding(
            settings["speaking_rate"].span,
            f"Below {advised} the voice begins to drag. A pace of {advised} or more is advised.",
            severity=Severity.INFO,
        )


def _removal(context: Context, setting: Setting) -> tuple[Fix, ...]:
    """Take out the line of a setting that has one to itself; `{…}` is left to the writer."""
    text = context.text
    start = text.rfind("\n", 0, setting.key_span.start) + 1
    line = _LINE.match(text, start)
    alone = not text[start : setting.key_span.start].strip()
    if not alone or line is None or "\n" in text[setting.span.start : setting.span.end]:
        return ()
    return (Fix(f"Remove {setting.key}", (Edit.delete(Span(*line.span())),), Safety.SAFE),)


def _judge_dictionaries(context: Context, settings: Mapping[str, Setting]) -> Iterator[Finding]:
    setting, most = settings.get("dictionaries"), context.dialect.accepts("dictionaries")
    if setting and most and isinstance(setting.value, list) and len(setting.value) > most:
        yield Finding(
            setting.span,
            f"{context.dialect.name} takes {most} dictionaries at most, not {len(setting.value)}. "
            "Merge some of them.",
        )


def _judge_instructions(context: Context, settings: Mapping[str, Setting]) -> Iterator[Finding]:
    """An `instruction` beside tags that steer; the first such tag replaces it for good."""
    holders: list[tuple[str | None, Mapping[str, Setting]]] = [(None, settings)]
    holders += [
        (name, member.setting.value)
        for name, member in context.script.cast.items()
        if isinstance(member.setting.value, dict)
    ]
    given = {name: held["instruction"] for name, held in holders if held.get("instruction")}
    if not given or not context.dialect.steers:
        return
    for _, tag, utterance in context.tags:
        if tag.kind is not TagKind.INSTRUCTION:
            continue
        owner = utterance.speaker if utterance.speaker in given else None
        setting = given.pop(owner, None)
        if setting is not None and setting.value is not None:
            row = context.script.source.position(utterance.span.start).row
            yield Finding(
                setting.span,
                f"The tag [{tag.name}] in row {row} replaces this instruction for good. "
                "Use the setting or tags, not both.",
            )
        if not given:
            return


RULE = Rule(
    code="VV902",
    name="setting-not-for-model",
    severity=Severity.WARNING,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-09",
    fix=Safety.SAFE,
)
