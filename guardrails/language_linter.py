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
#: The rules that the linter was last told to look for.
_ASKED: dict[str, frozenset[str]] = {}


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
        linter = _configured(rules)
        found = linter.organized_lints(text, language="plaintext")
    return [(rule, one) for rule, lints in found.items() for one in lints]


def _build() -> None:
    try:
        with _LOCK:
            _linter()
    except ImportError:
        return


@cache
def _linter() -> Linter:
    from harper import Dialect, Linter

    return Linter(Dialect.BRITISH)


def _configured(rules: frozenset[str]) -> Linter:
    """The one linter with these rules and no others; to be held under the lock, for who comes next may ask for other rules."""
    linter = _linter()
    if _ASKED.get("rules") != rules:
        linter.set_lint_config({name: name in rules for name in _names()})
        _ASKED["rules"] = rules
    return linter


@cache
def _names() -> tuple[str, ...]:
    return tuple(_linter().get_default_lint_config())
