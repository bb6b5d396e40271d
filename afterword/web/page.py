"""What the page's template is filled with: the words of the situations, kinds and fields, from the same data as the form."""

from __future__ import annotations

from typing import get_args

from pipeline.form_wording import wording
from prompts.contract import load_contract
from prompts.notes import DIALECTS, FactKind, Recipient, ScenarioId

__all__ = ["page_values"]

_RELATIONS = {"hiring_manager": "hiring manager", "recruiter": "recruiter", "panellist": "on the panel"}
_DIALECTS = {"en-US": "American", "en-GB": "British"}


def page_values() -> dict[str, object]:
    """Values of `templates/page.html`."""
    words = wording()
    relations = get_args(Recipient.model_fields["relation"].annotation)
    return {
        "situations": [(one.value, load_contract(one).title) for one in ScenarioId],
        "kinds": [(kind.value, words.facts[kind].heading, words.facts[kind].hint) for kind in FactKind],
        "relations": [(name, _RELATIONS.get(name, name)) for name in relations],
        "dialects": [(name, _DIALECTS.get(name, name)) for name in DIALECTS],
    }
