"""The library in a few calls: lint, fix, say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from vivavoce import catalogue
from vivavoce.errors import UnknownNameError
from vivavoce.lint import Settings, fix_source, lint_source
from vivavoce.syntax import Script
from vivavoce.text import Source

if TYPE_CHECKING:
    from vivavoce.lint import Diagnostic
    from vivavoce.phonetics.lexicon import Lexicon
    from vivavoce.speech import Engine, Take


def lint(
    text: str | Source, *, model: str | None = None, language: str | None = None
) -> list[Diagnostic]:
    """Everything the linter has to say about a text, in order of place.

    A text that begins with a `---` line is read as a script, any other as plain text; a `Source`
    whose name ends in `.vv` is a script.

    Args:
        text: the text.
        model: model id; None leaves it to the script, else `inworld-tts-2`.
        language: BCP-47 tag of the text; None leaves it to the script.

    Raises:
        UnknownNameError: if the model has no dialect.
    """
    return lint_source(_source(text), catalogue.rules(), Settings(model=model, language=language))


def fix(
    text: str | Source,
    *,
    model: str | None = None,
    language: str | None = None,
    unsafe: bool = False,
) -> str:
    """The text with every safe fix applied, and with `unsafe` those that may change the sound.

    Raises:
        UnknownNameError: if the model has no dialect.
    """
    settings = Settings(model=model, language=language)
    return fix_source(_source(text), catalogue.rules(), settings, unsafe=unsafe).text


def say(
    script: Script | Path | str,
    *,
    engine: Engine | str = "espeak",
    model: str | None = None,
    voice: str | None = None,
    language: str | None = None,
    lexicon: Lexicon | None = None,
) -> Take:
    """Speak a script, a file or a text.

    Args:
        script: a `Script`, the `Path` of a file, or the text itself.
        engine: an engine or the name of one; `espeak` needs no account and no network.
        model: model id that says how the markup is read.
        voice: voice id for every line; None leaves it to the script's cast.
        language: BCP-47 tag; None leaves it to the script.
        lexicon: how words are said; None takes the files that the script names, if it is a file.

    Raises:
        UnknownNameError: for an engine, model or voice that is not there.
        FileError: if the script or a lexicon it names cannot be read.
        MissingExtraError: if the engine's library is not installed.
        SpeechError: if the engine fails.
    """
    from vivavoce.synthesis.perform import perform  # noqa: PLC0415 - linting needs no synthesis
    from vivavoce.synthesis.plan import Wishes, plan_script  # noqa: PLC0415

    if isinstance(script, Path):
        from vivavoce.lexicon_files import lexicon_of  # noqa: PLC0415

        script = Script.read(script)
        lexicon = lexicon or lexicon_of(script)
    elif isinstance(script, str):
        script = Script.from_source(Source(script))
    wishes = Wishes(model=model, voice=voice, language=language, lexicon=lexicon)
    return perform(script, plan_script(script, wishes), find_engine(engine))


def find_engine(engine: Engine | str) -> Engine:
    """An engine by name.

    Raises:
        UnknownNameError: if there is none of that name.
    """
    if not isinstance(engine, str):
        return engine
    engines = catalogue.engines()
    if engine not in engines:
        raise UnknownNameError("engine", engine, engines)
    return engines[engine]


def _source(text: str | Source) -> Source:
    return text if isinstance(text, Source) else Source(text)
