"""Takes keys out of text that a server wrote, before any of it is shown, raised or kept."""

from __future__ import annotations

from collections.abc import Iterable

from prompts.patterns import compiled

__all__ = ["scrub", "scrub_error"]

_KEYS = compiled(
    r"(?i)\b(bearer|basic|token|api[-_ ]?key|authorization|x-api-key)(\s*[:=]?\s*[\"']?)[A-Za-z0-9_\-.~+/*]{12,}=*"
    r"|\b(?:sk|pk|rk|gsk|xai|key|hf|AIza|ghp|r8)[-_A-Za-z0-9*]{10,}"
    r"|\beyJ[\w-]{8,}(?:\.[\w-]+)*"
)
_CONTROLS = compiled(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")
#: Shorter values would blank out ordinary words.
_SHORTEST_KEY = 6


def scrub(text: str, *, secrets: Iterable[str] = (), most: int = 200) -> str:
    """One line of at most `most` characters without the secrets, without anything that looks like a key, without control characters.

    Args:
        text: what a server said.
        secrets: keys that are in use.
        most: characters kept.
    """
    for secret in secrets:
        if len(secret) >= _SHORTEST_KEY:
            text = text.replace(secret, "…")
    text = _KEYS.sub(lambda match: f"{match[1]}{match[2]}…" if match[1] else "…", text[: most * 20])
    return " ".join(_CONTROLS.sub(" ", text).split())[:most]


def scrub_error(error: BaseException, *, secrets: Iterable[str] = ()) -> None:
    """Takes keys out of an exception that is kept as a cause, since `--debug` shows it with its traceback."""
    error.args = tuple(scrub(arg, secrets=secrets, most=500) if isinstance(arg, str) else arg for arg in error.args)
    for name in ("message", "body"):
        value = getattr(error, name, None)
        if value is not None:
            setattr(error, name, scrub(str(value), secrets=secrets, most=500))
