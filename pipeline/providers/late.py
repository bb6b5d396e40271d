"""Lets parts of a large package wait until they are asked for: the openai SDK imports 470 modules of types that a draft never looks at."""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import find_spec
from types import ModuleType

__all__ = ["put_off"]

_LOCK = threading.RLock()


class _Late(ModuleType):
    """A subpackage whose own code runs when a name is first looked up in it; modules below it can be imported before that."""

    def __init__(self, spec: ModuleSpec) -> None:
        super().__init__(spec.name)
        self.__spec__, self.__loader__, self.__package__, self.__file__ = spec, spec.loader, spec.name, spec.origin
        self.__path__ = list(spec.submodule_search_locations or ())
        self._is_waiting = True

    def __getattr__(self, name: str) -> object:
        if name.startswith("__") and name != "__all__":
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        with _LOCK:
            if self._is_waiting and self.__spec__ is not None and self.__spec__.loader is not None:
                self._is_waiting = False
                self.__spec__.loader.exec_module(self)
        return super().__getattribute__(name)

    def __dir__(self) -> list[str]:
        with suppress(AttributeError):
            self.__getattr__("__all__")
        return list(super().__dir__())


def put_off(package: str, parts: tuple[str, ...]) -> None:
    """Let subpackages of a package that is not imported yet wait; nothing happens where there are none.

    Args:
        package: its import name.
        parts: dotted names below it, a parent before its children.
    """
    if package in sys.modules:
        return
    with suppress(ImportError, ValueError):
        spec = find_spec(package)
        for part in parts:
            above, _, _ = part.rpartition(".")
            where: Sequence[str] | None = spec.submodule_search_locations if spec is not None else None
            if above:
                where = getattr(sys.modules.get(f"{package}.{above}"), "__path__", None)
            found = PathFinder.find_spec(f"{package}.{part}", where) if where else None
            if found is not None and found.submodule_search_locations:
                sys.modules[found.name] = _Late(found)
