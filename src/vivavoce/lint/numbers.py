"""Numbers in English words."""

from __future__ import annotations

from vivavoce.lint.words import words

GREATEST = 999_999


def spell_number(number: int) -> str:
    """A whole number from 0 to `GREATEST` in words, as in `one thousand two hundred and one`.

    Raises:
        ValueError: if it is out of that range.
    """
    if not 0 <= number <= GREATEST:
        raise ValueError(f"{number} is not between 0 and {GREATEST}")
    table = words("numbers")["spelling"]
    if number < 20:
        return str(table["ones"][number])
    if number < 100:
        tens, ones = divmod(number, 10)
        return f"{table['tens'][tens]}-{table['ones'][ones]}" if ones else str(table["tens"][tens])
    size, name = (1000, "thousand") if number >= 1000 else (100, "hundred")
    head, rest = divmod(number, size)
    text = f"{spell_number(head)} {name}"
    if not rest:
        return text
    return f"{text}{' and' if rest < 100 else ''} {spell_number(rest)}"
