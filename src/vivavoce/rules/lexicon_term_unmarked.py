"""A word of the lexicon that is not marked.

The project's lexicon (`lexicon:` in the front matter) or a `// say:` note says how this word is
said, and the script has it as it is spelt. `viva say` and `viva render` put the sounds in when they
send the text; whoever sends the script by other means gets a guess. `viva lexicon apply` marks all
words at once and takes the marks out again.

## Example
```script
// say: /kriːt/ Crete
MIRA: We sailed to Crete today.
```

## Use instead
```script
// say: /kriːt/ Crete
MIRA: We sailed to /kriːt/ today.
```

## Fix safety
Safe: the same word is spoken, in the way the project agreed on.

## Evidence
Documented: docs.inworld.ai, Pronunciation dictionaries, autumn 2026: a dictionary has to be named
in every request, and one that is not found is passed over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.text import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Headwords of the lexicon in spoken text, where their language is spoken."""
    if context.lexicon is None and not context.script.says:
        return
    from vivavoce.phonetics.marking import find_terms, join_notes  # noqa: PLC0415 - needs a lexicon

    lexicon = join_notes(context.script, context.lexicon)
    candidates = context.find_words({entry.headword for entry in lexicon.entries})
    for utterance in dict.fromkeys(context.utterance_at(span.start) for span, _ in candidates):
        if utterance is None:
            continue
        language = context.language_of(utterance) or ""
        for term in find_terms(utterance.document, lexicon, language):
            word, ipa = term.span.of(context.text), term.entry.ipa
            if not ipa:
                continue
            fix = Fix(f"Replace with /{ipa}/", (Edit.replace(term.span, f"/{ipa}/"),), Safety.SAFE)
            yield Finding(
                term.span,
                f"{word} is in the lexicon and not marked, so other tools say it as they like. "
                f"Write /{ipa}/, or run viva lexicon apply.",
                (fix,),
            )


RULE = Rule(
    code="VV702",
    name="lexicon-term-unmarked",
    severity=Severity.WARNING,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-11",
    fix=Safety.SAFE,
)
