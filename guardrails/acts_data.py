"""Loads the data files of the act detectors, `guardrails/data/acts/*.yaml`."""

from __future__ import annotations

from functools import cache

from prompts.kept import read_yaml

__all__ = ["load_data", "load_words"]


@cache
def load_data(name: str) -> dict[str, object]:
    """One data file as a mapping.

    Raises:
        ValueError: the file is not a mapping; the message names it.
    """
    data = read_yaml("guardrails", f"data/acts/{name}")
    if not isinstance(data, dict):
        raise ValueError(f"guardrails/data/acts/{name}: a mapping is expected")
    return {str(key): value for key, value in data.items()}


@cache
def load_words(name: str) -> frozenset[str]:
    """One word list of `words.yaml`.

    Raises:
        KeyError: there is no list of that name.
    """
    return frozenset(str(load_data("words.yaml")[name]).split())
