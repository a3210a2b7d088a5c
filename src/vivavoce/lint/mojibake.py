"""UTF-8 that was decoded as Windows-1252, and the way back."""

from __future__ import annotations

from vivavoce.text.pattern import pattern

# What the bytes 80 to BF look like in Windows-1252. Behind a capital letter only those are taken
# that no language writes there: „Ä“ is a letter in German quotes.
_TAIL = "\x81\x8d\x8f\x90\x9d€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\xa0-\xbf"
MOJIBAKE = pattern(f"â[€‚„†][{_TAIL}]|[ÂÃ][\xa0-\xaa\xac-\xba\xbc-\xbf]")


def repair(run: str) -> str | None:
    """The character that was decoded wrongly, or None if the run is no such thing."""
    try:
        data = b"".join(char.encode("latin-1" if char < "\u0100" else "cp1252") for char in run)
        return data.decode("utf-8")
    except UnicodeError:
        return None
