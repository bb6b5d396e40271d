"""The forms of regular and irregular words: plurals of nouns, past, participle, -s and -ing forms of verbs."""

from __future__ import annotations

from prompts.patterns import compiled

__all__ = ["conjugate", "plural"]

_VOWEL_Y = compiled(r"[^aeiou]y$")


def plural(noun: str) -> str:
    """The regular plural of a noun."""
    if _VOWEL_Y.search(noun):
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "z", "ch", "sh")) else "s")


def conjugate(verbs: dict[str, list[str]]) -> list[tuple[str, str, str, str, str]]:
    """(base, past, participle, -s form, -ing form) of every verb of the list; later entries do not replace irregular ones."""
    table: dict[str, tuple[str, str, str, str, str]] = {}
    for base in " ".join(verbs["regular"]).split():
        past = base + "d" if base.endswith("e") else base[:-1] + "ied" if _VOWEL_Y.search(base) else base + "ed"
        ing = base[:-1] + "ing" if base.endswith("e") and not base.endswith(("ee", "oe", "ye")) else base + "ing"
        table[base] = (base, past, past, _third(base), ing)
    for base in " ".join(verbs["doubling"]).split():
        double = base + base[-1]
        table[base] = (base, double + "ed", double + "ed", _third(base), double + "ing")
    for line in verbs["irregular"]:
        base, past, participle = line.split()
        table[base] = (base, past, participle, _third(base), _irregular_ing(base))
    for british in ("travel", "label", "model", "cancel", "counsel", "signal", "fuel", "level", "tunnel", "total", "channel"):
        if british in table:
            table[british] = (british, f"{british}led/{british}ed", f"{british}led/{british}ed", _third(british), f"{british}ling")
    for base, ing in (("lie", "lying"), ("tie", "tying"), ("die", "dying")):
        if base in table:
            table[base] = (*table[base][:4], ing)
    return list(table.values())


def _third(base: str) -> str:
    special = {"be": "is", "have": "has", "do": "does", "go": "goes"}.get(base)
    return special or plural(base)


_DOUBLED = frozenset(
    [
        "begin",
        "bet",
        "bid",
        "cut",
        "dig",
        "fit",
        "forget",
        "get",
        "hit",
        "let",
        "put",
        "quit",
        "reset",
        "resit",
        "rerun",
        "run",
        "set",
        "shed",
        "shut",
        "sit",
        "spin",
        "split",
        "swim",
        "upset",
        "win",
    ]
)


def _irregular_ing(base: str) -> str:
    if base in _DOUBLED:
        return base + base[-1] + "ing"
    return base[:-1] + "ing" if base.endswith("e") and base not in {"be", "see", "oversee"} else base + "ing"
