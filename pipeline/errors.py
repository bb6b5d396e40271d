"""Every failure a caller treats differently.

AfterwordError
├── BadInput            notes or draft that cannot be used            exit 2
├── BadConfiguration    settings, flags, a model name                 exit 2
├── ProviderFailure     network, server, missing model or package     exit 3   (`retryable`)
│   ├── OutOfTime       the draft's deadline has passed
│   └── OutOfCalls      the draft's calls are used up
├── UnusableOutput      the model answered, but not with a draft      exit 3   (repair handles it)
│   ├── Refused         it would not write
│   ├── CutOff          it was stopped before the end
│   └── Leaked          it repeats what only its instructions hold
└── SystemFailure       disk, permissions, interrupted download       exit 3
"""

from __future__ import annotations

__all__ = [
    "AfterwordError",
    "BadConfiguration",
    "BadInput",
    "CutOff",
    "Leaked",
    "OutOfCalls",
    "OutOfTime",
    "ProviderFailure",
    "Refused",
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

    def __init__(self, message: str, *, retryable: bool = False, wait_s: float | None = None) -> None:
        """Keep whether another try may help, and after how many seconds the server asked for one."""
        super().__init__(message)
        self.retryable = retryable
        self.wait_s = wait_s


class OutOfTime(ProviderFailure):
    """The time a draft may take has passed."""


class OutOfCalls(ProviderFailure):
    """The calls a draft may make are used up."""


class UnusableOutput(AfterwordError):
    """A model answered with something that is not a draft."""


class Refused(UnusableOutput):
    """A model declined to write."""


class CutOff(UnusableOutput):
    """A model was stopped before the end of the email."""


class Leaked(UnusableOutput):
    """A model repeats what only its instructions hold: something in the notes made it do so."""


class SystemFailure(AfterwordError):
    """The machine said no: disk, permissions, an interrupted download."""
