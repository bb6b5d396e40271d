"""The ids of the seven situations; kept apart so that a help text can list them without loading anything else."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["ScenarioId"]


class ScenarioId(StrEnum):
    """The seven situations; each has one contract under `prompts/scenarios/`."""

    PHONE_INTERVIEW = "phone_interview"
    ASSESSMENT_CENTER = "assessment_center"
    NO_RESPONSE = "no_response"
    BAD_INTERVIEW = "bad_interview"
    TIME_TO_THINK = "time_to_think"
    ACCEPT_OFFER = "accept_offer"
    DECLINE_OFFER = "decline_offer"
