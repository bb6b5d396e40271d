"""The page's script: modules as they are written, joined to the one file that the browser fetches.

Eight small requests to one process cost a first visit a fifth of its time, which `python -m benchmarks.bench_page` shows. The modules use
little of the language's module system on purpose, and what they use is checked here: whole-line `import { a, b } from "./x.js"` of names
as they are, and `export` before a declaration.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["join_script"]

_IMPORT = re.compile(r'^import \{ ([\w$, ]+) \} from "\./([\w-]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async function|function|class|const|let) ([\w$]+))", re.MULTILINE)


def join_script(modules: Mapping[str, str], entry: str) -> str:
    """One classic script out of modules, each in a scope of its own, in the order in which they need one another.

    Args:
        modules: text by file name.
        entry: the module that begins.

    Raises:
        ValueError: something is imported that is not exported, a module is missing or needs itself, or other forms of import or export
            are used.
    """
    joined: list[str] = []
    exported: dict[str, set[str]] = {}

    def add(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise ValueError(f"{name} needs itself, by way of {', '.join(above[above.index(name) + 1 :]) or 'itself'}.")
        if name in exported:
            return
        if name not in modules:
            raise ValueError(f"{above[-1]} imports {name}, which is not there.")
        text, given = modules[name], []
        for names, needed in _IMPORT.findall(text):
            add(needed, (*above, name))
            if unknown := set(names.split(", ")) - exported[needed]:
                raise ValueError(f"{name} imports {', '.join(sorted(unknown))}, which {needed} does not export.")
            given.append(f"const {{ {names} }} = {_scope(needed)};\n")
        exported[name] = set(_EXPORT.findall(text))
        body = _EXPORT.sub("", _IMPORT.sub("", text))
        if re.search(r"^(?:import|export)\b", body, re.MULTILINE):
            raise ValueError(f"{name} imports or exports in a form that is not joined.")
        returned = ", ".join(sorted(exported[name]))
        joined.append(f"const {_scope(name)} = (() => {{\n{''.join(given)}{body}\nreturn {{ {returned} }};\n}})();\n")

    add(entry, ())
    return '"use strict";\n' + "".join(joined)


def _scope(name: str) -> str:
    return "in_" + name.removesuffix(".js").replace("-", "_")
