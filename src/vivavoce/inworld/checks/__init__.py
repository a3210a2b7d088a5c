"""Faults found before sending.

The service answers 200 to misspelt names and unknown values and ignores them (contract of Sep 2026,
Errors), so whatever can be known to be wrong is refused here, all faults at once.
"""

from vivavoce.inworld.checks.dictionaries import check_dictionary, check_name, check_update
from vivavoce.inworld.checks.faults import Endpoint, refuse
from vivavoce.inworld.checks.jobs import check_batch, check_token
from vivavoce.inworld.checks.sockets import check_context, check_text
from vivavoce.inworld.checks.speech import check_openai, check_speech
from vivavoce.inworld.checks.voices import check_clone, check_design, check_localize, check_query

__all__ = [
    "Endpoint",
    "check_batch",
    "check_clone",
    "check_context",
    "check_design",
    "check_dictionary",
    "check_localize",
    "check_name",
    "check_openai",
    "check_query",
    "check_speech",
    "check_text",
    "check_token",
    "check_update",
    "refuse",
]
