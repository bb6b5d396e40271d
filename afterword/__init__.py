"""Afterword: interview notes in, a follow-up email out that can be sent as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from afterword.api import as_runnable, check, draft, read_notes

__all__ = ["as_runnable", "check", "draft", "read_notes"]


def __getattr__(name: str) -> object:
    if name in __all__:
        from afterword import api

        return getattr(api, name)
    raise AttributeError(f"module 'afterword' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
