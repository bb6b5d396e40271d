"""Every failure a caller treats differently.

AfterwordError
├── BadInput            notes or draft that cannot be used            exit 2
├── BadConfiguration    settings, flags, a model name                 exit 2
├── ProviderFailure     network, server, missing model or package     exit 3   (`retryable`)
├── UnusableOutput      the model answered, but not with a draft      (repair handles it)
└── SystemFailure       disk, permissions, interrupted download       exit 3
"""

from __future__ import annotations

__all__ = [
    "AfterwordError",
    "BadConfiguration",
    "BadInput",
    "ProviderFailure",
    "SystemFailure",
    "UnusableOutput",
]


class AfterwordError(Exception):
    """Base of all; `str()` is one sentence: what was tried, what was found, what to do next."""

    exit_code = 3


class BadInput(AfterwordError):
    """Notes or a draft that cannot be used as they are."""

    exit_code = 2


class BadConfiguration(AfterwordError):
    """A setting, flag or model name that is wrong."""

    exit_code = 2


class ProviderFailure(AfterwordError):
    """A model could not be reached or refused the call."""

    def __init__(self, message: str, *, retryable: bool = False) -> None:
        """Keep whether another try may help."""
        super().__init__(message)
        self.retryable = retryable


class UnusableOutput(AfterwordError):
    """A model answered with something that is not a draft."""


class SystemFailure(AfterwordError):
    """The machine said no: disk, permissions, an interrupted download."""
