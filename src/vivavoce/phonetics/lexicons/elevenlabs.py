"""ElevenLabs pronunciation rules as JSON (elevenlabs.io API reference, Nov 2026).

Phoneme rules work in a few of its models only; the others skip them silently, so an alias is
written wherever an entry has one and no IPA.
"""

from __future__ import annotations

import json
from typing import Any

from vivavoce.phonetics.ipa import Level
from vivavoce.phonetics.lexicon import Entry, Fault, Lexicon, Match
from vivavoce.phonetics.lexicon_format import LexiconFormat, Parsed, read_json


def parse(text: str) -> Parsed:
    """Read `{"rules": [...]}` or the bare list."""
    data, failed = read_json(text)
    if failed:
        return failed
    rules = data.get("rules") if isinstance(data, dict) else data
    if not isinstance(rules, list):
        return Parsed.fail('There is no list of "rules" in this file.')
    entries: list[Entry] = []
    faults: list[Fault] = []
    for number, rule in enumerate(rules, start=1):
        entry = _read(rule)
        if entry is None:
            message = f"Rule {number} needs string_to_replace and an IPA phoneme or an alias."
            faults.append(Fault(Level.ERROR, message))
        else:
            entries.append(entry)
    name = data.get("name") if isinstance(data, dict) else ""
    return Parsed(Lexicon(tuple(entries), name if isinstance(name, str) else ""), tuple(faults))


def _read(rule: Any) -> Entry | None:
    if not isinstance(rule, dict):
        return None
    word, ipa, alias = (rule.get(key, "") for key in ("string_to_replace", "phoneme", "alias"))
    if not all(isinstance(value, str) for value in (word, ipa, alias)) or not word:
        return None
    if (ipa and rule.get("alphabet", "ipa") != "ipa") or not (ipa or alias):
        return None
    exact = rule.get("case_sensitive", True)
    match = Match.EXACT if exact else Match.FOLD
    return Entry(headword=word, ipa=ipa.strip("/"), alias=alias, match=match)


def dump(lexicon: Lexicon) -> str:
    """Write a rule for every entry."""
    rules = [_write(entry) for entry in lexicon.entries if entry.ipa or entry.alias]
    data = {"name": lexicon.name, "rules": rules} if lexicon.name else {"rules": rules}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _write(entry: Entry) -> dict[str, Any]:
    said = (
        {"type": "phoneme", "phoneme": entry.ipa, "alphabet": "ipa"}
        if entry.ipa
        else {"type": "alias", "alias": entry.alias}
    )
    return {
        "string_to_replace": entry.headword,
        **said,
        "case_sensitive": entry.match is not Match.FOLD,
        "word_boundaries": True,
    }


FORMAT = LexiconFormat(
    title="ElevenLabs rules", suffixes=(".elevenlabs.json",), parse=parse, dump=dump
)
