"""Regular expressions of the identity checks, put together from the lists of `data/truth/identity.yaml` when first asked for."""

from __future__ import annotations

import re
from functools import cache

from guardrails.vocabulary import load_data
from prompts.patterns import compiled

__all__ = ["identity_pattern"]

_LIST = compiled(r"\{([a-z_]+)\}")


@cache
def identity_pattern(source: str) -> re.Pattern[str]:
    """The expression `source`, case ignored, with each `{list}` in it replaced by the alternatives of that list.

    Raises:
        KeyError: there is no list of that name.
    """
    return compiled(_LIST.sub(lambda match: _alternatives(match[1]), source), re.IGNORECASE)


def _alternatives(name: str) -> str:
    return str(load_data("identity")[name]).replace("| ", "|").replace(" ", r"\s+")
