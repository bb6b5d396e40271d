"""The grammar library's linter: built once a process, in a thread of its own where somebody asks early, and used by one thread at a time.

Nothing is imported here but what a program can afford before it knows that it will need the library.
"""

from __future__ import annotations

import threading
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harper import Lint, Linter

__all__ = ["lint", "preload"]

_LOCK = threading.Lock()


def preload() -> threading.Thread:
    """Start to build the linter (half a second, in which other threads run on); `lint` waits for it.

    A library that is not installed is met by `lint`, not here.
    """
    thread = threading.Thread(target=_build, name="afterword-language", daemon=True)
    thread.start()
    return thread


def lint(text: str, rules: frozenset[str]) -> list[tuple[str, Lint]]:
    """What these rules of the library say of a text without lone surrogates, as rule and finding.

    Raises:
        ImportError: the library is not installed.
    """
    with _LOCK:
        linter = _linter().looking_for(rules)
        found = linter.organized_lints(text, language="plaintext")
    return [(rule, one) for rule, lints in found.items() for one in lints]


def _build() -> None:
    try:
        with _LOCK:
            _linter()
    except ImportError:
        return


class _Shared:
    """The one linter, and the rules it was last told to look for; to be used under the lock."""

    def __init__(self) -> None:
        from harper import Dialect, Linter

        self._linter: Linter = Linter(Dialect.BRITISH)
        self._names = tuple(self._linter.get_default_lint_config())
        self._rules: frozenset[str] | None = None

    def looking_for(self, rules: frozenset[str]) -> Linter:
        """The linter with these rules and no others."""
        if self._rules != rules:
            self._linter.set_lint_config({name: name in rules for name in self._names})
            self._rules = rules
        return self._linter


@cache
def _linter() -> _Shared:
    return _Shared()
