"""Reads the data files of this room; one place, so that every broken file is reported the same way."""

from __future__ import annotations

from prompts.kept import read_yaml

__all__ = ["ContractError", "read_data"]


class ContractError(ValueError):
    """A data file under `prompts/` is not what its schema asks for; the message names file and key."""


def read_data(name: str) -> object:
    """What a YAML file under `prompts/` holds.

    Raises:
        ContractError: the file is missing or is not YAML.
    """
    try:
        return read_yaml("prompts", name)
    except OSError as error:
        raise ContractError(f"prompts/{name}: {error}") from error
    except ValueError as error:
        raise ContractError(str(error)) from error
