"""The exceptions of the public functions, under a short name: `from afterword.errors import BadInput`."""

from __future__ import annotations

from pipeline.errors import AfterwordError, BadConfiguration, BadInput, ProviderFailure, SystemFailure, UnusableOutput

__all__ = ["AfterwordError", "BadConfiguration", "BadInput", "ProviderFailure", "SystemFailure", "UnusableOutput"]
