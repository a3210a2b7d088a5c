"""How a writer says that a word is to be spoken."""

from __future__ import annotations

from vivavoce.errors import UsageError


class SpellingError(UsageError):
    """What was typed is no pronunciation."""


def read_spelling(spelling: str) -> str:
    """IPA, with or without slashes, or a respelling such as `puh-TAY-toh`, as IPA.

    Raises:
        SpellingError: if it is neither.
    """
    from vivavoce.phonetics import is_valid  # noqa: PLC0415 - only where a word is respelt
    from vivavoce.phonetics.alphabets import respelling  # noqa: PLC0415

    bare = spelling.strip().strip("/").strip()
    if not bare:
        raise SpellingError("Write how the word is said: IPA such as kɹiːt, or puh-TAY-toh.")
    if bare.isascii() and "-" in bare:
        read = respelling.to_ipa(bare)
        ipa = read.text if read.complete else ""
    else:
        ipa = bare
    if not ipa or "/" in ipa or " " in ipa or not is_valid(ipa):
        raise SpellingError(
            f"{_shorten(spelling)!r} is neither IPA nor a respelling. Write IPA such as kɹiːt, or "
            "plain letters with a hyphen between syllables: puh-TAY-toh."
        )
    return ipa


def _shorten(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
