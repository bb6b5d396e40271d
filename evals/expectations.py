"""What an email of one brief is expected to be; derived from the contract like everything else."""

from __future__ import annotations

from dataclasses import dataclass

from prompts.brief import Brief

__all__ = ["Expectation", "expect"]


@dataclass(frozen=True, slots=True)
class Expectation:
    """The length aimed at (words), the acts it performs and keeps from, the most questions it asks."""

    words: tuple[int, int]
    paragraphs: tuple[int, int]
    acts: tuple[str, ...]
    never: tuple[str, ...]
    max_questions: int


def expect(brief: Brief) -> Expectation:
    """The expectation for these notes."""
    contract = brief.contract
    return Expectation(
        words=(contract.words.aim_min, contract.words.aim_max),
        paragraphs=contract.paragraphs,
        acts=tuple(rule.act for rule in brief.must),
        never=contract.must_not,
        max_questions=contract.max_questions,
    )
