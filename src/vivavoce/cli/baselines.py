"""Baseline files: where they are, and what they know about the files of a run."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vivavoce.cli.configuration import relate
from vivavoce.errors import ConfigError, FileError
from vivavoce.lint import baseline
from vivavoce.lint.config import COMMAND_LINE

if TYPE_CHECKING:
    from vivavoce.cli.linting import Run
    from vivavoce.lint.report import Checked

FILE = "vivavoce-baseline.json"


@dataclass(frozen=True, slots=True)
class Known:
    """A baseline and the folder that its file names count from."""

    baseline: baseline.Baseline
    folder: str

    def drop_known(self, checked: Checked) -> Checked:
        """A file with its new findings only."""
        if not checked.diagnostics:
            return checked
        name = relate(os.path.abspath(checked.name), self.folder)
        new = self.baseline.drop_known(name, checked.source, checked.diagnostics)
        return replace(checked, diagnostics=new)


def find_baseline(run: Run) -> str:
    """The baseline's path: as told, else `vivavoce-baseline.json` beside the configuration."""
    value = run.configuration.find("baseline")
    if value.origin in {COMMAND_LINE, "--config"}:
        return str(value.value)
    return os.path.join(run.configurations.here.folder, value.value or FILE)


def read_baseline(run: Run) -> Known:
    """The baseline that a run is asked to heed.

    Raises:
        FileError: if it cannot be read.
        ConfigError: if it is none.
    """
    path = find_baseline(run)
    try:
        with open(path, encoding="utf-8") as file:
            value = json.load(file)
    except OSError as error:
        raise FileError(
            f"Cannot read the baseline {path}: {error.strerror}. Run viva baseline to write one."
        ) from error
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{path} is no baseline. Run viva baseline to write one.") from error
    return Known(baseline.read(value, path), os.path.dirname(os.path.abspath(path)))
