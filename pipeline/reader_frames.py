"""The ways notes speak of people, employers, jobs and days: patterns of `data/frames.yaml`, compiled when first used."""

from __future__ import annotations

import re
from functools import cache

from pydantic import BaseModel, ConfigDict

from pipeline.reader_data import load_data
from prompts.patterns import compiled

__all__ = ["frame", "part", "weighted_frames", "words_of"]


class _Frame(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    any: tuple[str, ...]
    then: str = ""
    case: bool = False


class _Frames(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    parts: dict[str, str]
    frames: dict[str, _Frame]
    weighted: dict[str, tuple[tuple[int, str], ...]]
    words: dict[str, frozenset[str]]


@cache
def _frames() -> _Frames:
    return load_data("frames.yaml", _Frames)


@cache
def part(name: str) -> str:
    """A named part, such as the shape of a company's name, to be used inside another pattern."""
    return _filled(_frames().parts[name])


def _filled(pattern: str) -> str:
    return re.sub(r"<<(\w+)>>", lambda match: part(match[1]), pattern)


@cache
def frame(name: str) -> re.Pattern[str]:
    """The pattern of a frame; without regard to case unless the frame says that capitals count."""
    entry = _frames().frames[name]
    return compiled(f"(?:{_filled('|'.join(entry.any))}){_filled(entry.then)}", 0 if entry.case else re.IGNORECASE)


@cache
def weighted_frames(name: str) -> tuple[tuple[int, re.Pattern[str]], ...]:
    """(weight, pattern) of each frame of a list."""
    return tuple((weight, compiled(_filled(pattern))) for weight, pattern in _frames().weighted[name])


def words_of(name: str) -> frozenset[str]:
    """A set of words."""
    return _frames().words[name]
