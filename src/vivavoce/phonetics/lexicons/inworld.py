"""Inworld's named pronunciation dictionaries as JSON: phones as arrays.

One element a phone: a diphthong is two, a long vowel stays one, `ˈ` and `ˌ` are elements of their
own. The service checks the whole dictionary before it saves any of it (docs.inworld.ai, Custom
pronunciations, autumn 2026), so `check` does the same; limits are in `dictionaries.toml`.
"""

from __future__ import annotations

import json
import re
from typing import Any, cast

from vivavoce.phonetics.ipa import ItemKind, Level, normalise, tokenise
from vivavoce.phonetics.ipa.symbols import read_table
from vivavoce.phonetics.lexicon import Entry, Fault, Lexicon, canonical_language
from vivavoce.phonetics.lexicon_format import LexiconFormat, Parsed, need_ipa, read_json
from vivavoce.phonetics.syllables import move_stress_to_syllable

_CANONICAL = re.compile(r"[a-z]{2,3}-(?:[A-Z][a-z]{3}-)?(?:[A-Z]{2}|\d{3})")
_TIES = dict.fromkeys(map(ord, "\u0361\u035c"))


def split_phones(ipa: str) -> list[str]:
    """The elements of `phoneSymbols` for a transcription.

    Syllable dots are left out; an affricate under a tie becomes two elements, which join to the
    same letters.
    """
    kept = {ItemKind.PHONE, ItemKind.STRESS}
    elements: list[str] = []
    for item in tokenise(normalise(ipa).text):
        if item.kind in kept:
            parts = tokenise(item.symbol.translate(_TIES)) if "\u0361" in item.symbol else (item,)
            elements += [part.symbol for part in parts]
    return elements


def join_phones(phones: list[str]) -> str:
    """The transcription that `phoneSymbols` stand for; digits of older answers are left out."""
    return "".join(phone.rstrip("0123456789") for phone in phones)


def parse(text: str) -> Parsed:
    """Read one dictionary, or the first of a list answer."""
    data, failed = read_json(text)
    if failed:
        return failed
    if isinstance(data, dict) and isinstance(data.get("pronunciationDictionaries"), list):
        data = next(iter(data["pronunciationDictionaries"]), {})
    return from_wire(data)


def from_wire(data: Any) -> Parsed:
    """A dictionary as the service's JSON has it; `name`, `etag` and times are left out."""
    rows = data.get("pronunciations") if isinstance(data, dict) else None
    if not isinstance(rows, list):
        return Parsed.fail('There is no list of "pronunciations" in this dictionary.')
    entries: list[Entry] = []
    faults: list[Fault] = []
    for number, row in enumerate(rows):
        entry = _read(row)
        if entry is None:
            message = (
                f"pronunciations[{number}] needs displayHeadword, languageCode and phoneSymbols."
            )
            faults.append(Fault(Level.ERROR, message))
        else:
            entries.append(entry)
    name = data.get("displayName", "")
    return Parsed(Lexicon(tuple(entries), name if isinstance(name, str) else ""), tuple(faults))


def _read(row: Any) -> Entry | None:
    if not isinstance(row, dict):
        return None
    word, code, phones = (
        row.get(key) for key in ("displayHeadword", "languageCode", "phoneSymbols")
    )
    if not isinstance(word, str) or not isinstance(code, str) or not isinstance(phones, list):
        return None
    if not phones or not all(isinstance(phone, str) for phone in phones):
        return None
    return Entry(headword=word, language=code, ipa=join_phones(phones))


def to_wire(lexicon: Lexicon) -> dict[str, Any]:
    """The body of a create request, of every entry that has IPA."""
    return {
        "displayName": lexicon.name or "Lexicon",
        "pronunciations": [
            {
                "displayHeadword": entry.headword,
                "languageCode": canonical_language(entry.language or "en-US"),
                "phoneSymbols": split_phones(
                    move_stress_to_syllable(entry.ipa, entry.language or "en")
                ),
            }
            for entry in lexicon.entries
            if entry.ipa
        ],
    }


def dump(lexicon: Lexicon) -> str:
    """Write the body of a create request."""
    return json.dumps(to_wire(lexicon), ensure_ascii=False, indent=2) + "\n"


def check(lexicon: Lexicon) -> list[Fault]:
    """What the service would refuse, for the whole dictionary and for each entry."""
    limits = cast("dict[str, int]", read_table("dictionaries.toml")["inworld"])
    faults = need_ipa(lexicon)
    if len(lexicon.entries) > limits["entries"]:
        message = f"{len(lexicon.entries)} entries; a dictionary holds {limits['entries']}."
        faults.append(Fault(Level.ERROR, message))
    if len(lexicon.name) > limits["name"]:
        message = f"The name has {len(lexicon.name)} characters; {limits['name']} are allowed."
        faults.append(Fault(Level.ERROR, message))
    size = len(dump(lexicon).encode("utf-8", "replace"))
    if size > limits["bytes"]:
        message = f"The dictionary has {size} bytes; {limits['bytes']} are allowed."
        faults.append(Fault(Level.ERROR, message))
    seen: dict[tuple[str, str], Entry] = {}
    for entry in lexicon.entries:
        faults += [
            Fault(Level.ERROR, message, entry.line, entry.headword)
            for message in _refusals(entry, limits, seen)
        ]
    return faults


def _refusals(
    entry: Entry, limits: dict[str, int], seen: dict[tuple[str, str], Entry]
) -> list[str]:
    messages = []
    code = canonical_language(entry.language or "en-US")
    phones = split_phones(entry.ipa)
    if not _CANONICAL.fullmatch(code):
        messages.append(f"The language must name a country, such as en-US, not {entry.language}.")
    if len(entry.headword) > limits["headword"]:
        messages.append(f"The headword is longer than {limits['headword']} characters.")
    if len(phones) > limits["phones"]:
        messages.append(f"There are {len(phones)} phones; {limits['phones']} are allowed.")
    if any(len(phone) > limits["phone"] for phone in phones):
        messages.append(f"A phone is longer than {limits['phone']} characters.")
    if entry.ipa and not phones:
        messages.append(f"/{entry.ipa}/ has no phone in it.")
    earlier = seen.setdefault((code, entry.headword.casefold()), entry)
    if earlier is not entry:
        messages.append("Listed twice for this language; the service takes one entry a word.")
    return messages


FORMAT = LexiconFormat(
    title="Inworld dictionary", suffixes=(".inworld.json",), parse=parse, dump=dump, check=check
)
