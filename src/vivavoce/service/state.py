"""What one running service holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vivavoce.service.jobs import Jobs
from vivavoce.service.striking import Strikes

if TYPE_CHECKING:
    from collections.abc import Callable

    from vivavoce.service.access import Access
    from vivavoce.service.dictionaries import DictionaryStore
    from vivavoce.service.request_log import Entry
    from vivavoce.service.switches import Switches
    from vivavoce.service.voices import VoiceStore
    from vivavoce.service.workers import Pool


@dataclass(slots=True)
class State:
    """Everything the routes share.

    Attributes:
        pool: the voices.
        access: keys and tokens.
        voices: voices kept.
        dictionaries: pronunciation dictionaries kept.
        switches: how disagreements are settled.
        on_premises: whether only the two speech paths and the health check are served.
        model: the one model loaded on premises.
        jobs: long jobs and their files.
        strikes: faults on demand.
        control: whether the faults can be read and changed at `/_vivavoce/faults`.
        patience: seconds a client may take to send a request or to accept 64 KiB of an answer.
        tell: takes an entry of the request log.
    """

    pool: Pool
    access: Access
    voices: VoiceStore
    dictionaries: DictionaryStore
    switches: Switches
    on_premises: bool = False
    model: str = "inworld-tts-1.5-max"
    jobs: Jobs = field(default_factory=Jobs)
    strikes: Strikes = field(default_factory=Strikes)
    control: bool = False
    patience: float = 30.0
    tell: Callable[[Entry], None] = field(default=lambda _entry: None)
