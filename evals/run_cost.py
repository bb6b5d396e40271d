"""What the calls of a live run will come to, told before the first one is made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from evals.run_models import Pending
from pipeline.prices import cost_of

__all__ = ["Estimate", "estimate"]

#: Characters of English to a token, roughly; and the tokens of an answer with a draft in it.
_CHARACTERS = 4
_ANSWER = 350
#: Calls that one email takes at most: the draft, and two rounds of repair, each of which says the first exchange again.
_MOST_CALLS = 3


@dataclass(frozen=True, slots=True)
class Estimate:
    """Calls and dollars, at least (each right at once) and at most. `unpriced` are models whose price is not known."""

    emails: int
    least_usd: float
    most_usd: float
    unpriced: tuple[str, ...]
    most_calls: int = _MOST_CALLS

    def __str__(self) -> str:
        most = f" to {self.emails * self.most_calls}" if self.most_calls > 1 else ""
        calls = f"{self.emails}{most} calls to providers"
        priced = f"about {self.least_usd:.2f} to {self.most_usd:.2f} USD" if self.most_usd else ""
        unknown = f"the price of {', '.join(self.unpriced)} is not known" if self.unpriced else ""
        return f"{calls}: {'; '.join(filter(None, (priced, unknown)))}."


def estimate(pending: Sequence[Pending], *, most_calls: int = _MOST_CALLS) -> Estimate:
    """What asking these questions will come to.

    Args:
        pending: one for each email, or word of a judge, that has no recorded answer.
        most_calls: that one of them may take.
    """
    tokens: dict[str, list[int]] = defaultdict(list)
    for one in pending:
        tokens[one.model].append(one.characters // _CHARACTERS)
    least = most = 0.0
    unpriced = []
    for model, counts in tokens.items():
        read, written = sum(counts), _ANSWER * len(counts)
        once = cost_of(model, tokens_in=read, tokens_out=written).usd
        thrice = cost_of(model, tokens_in=most_calls * read + (most_calls - 1) * 2 * written, tokens_out=most_calls * written).usd
        if once is None or thrice is None:
            unpriced.append(model)
            continue
        least, most = least + once, most + thrice
    return Estimate(len(pending), least, most, tuple(unpriced), most_calls)
