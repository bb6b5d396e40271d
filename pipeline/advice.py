"""The article's advice that fits this case: when to send, to whom, and whether to send at all."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from pipeline.outcome import Advice
from prompts.brief import Brief
from prompts.data import ContractError, read_data
from prompts.dates import find_dates
from prompts.notes import FactKind, ScenarioId
from prompts.patterns import compiled

__all__ = ["AFTER_INTERVIEW", "LATE_AFTER", "advise", "send_window", "working_moment"]

#: Situations that follow an interview directly, so that the article's 24 to 48 hours apply.
AFTER_INTERVIEW = (ScenarioId.PHONE_INTERVIEW, ScenarioId.ASSESSMENT_CENTER, ScenarioId.BAD_INTERVIEW)
_SOCIAL = compiled(r"\b(?:linked ?in|xing|facebook|instagram|whats ?app|twitter|dm|social media|social network)\b", re.IGNORECASE)
_CHASED = compiled(
    r"\b(?:already|before|last week|since)\b[^.\n]{0,40}\b(?:follow(?:ed)?[ -]?up|chased|emailed|e-mailed|wrote|nudged|pinged)\b"
    r"|\b(?:follow(?:ed)?[ -]up|chased|emailed|e-mailed|wrote to|nudged|pinged)\b[^.\n]{0,40}"
    r"\b(?:already|before|last week|days ago|weeks? ago|once|no (?:reply|answer))\b"
    r"|\bsent (?:a|my|one|the|them a)? ?(?:follow|thank|chaser|reminder|nudge)",
    re.IGNORECASE,
)
_MORNING, _EVENING = dt.time(8, 0), dt.time(18, 0)
#: How long after the end of the window an email is merely late.
LATE_AFTER = dt.timedelta(days=7)


def advise(brief: Brief) -> tuple[Advice, ...]:
    """All advice for this brief, weightiest first. Advice that needs the time is left out when notes have no `now`."""
    found: list[Advice] = []
    if brief.contract.id in AFTER_INTERVIEW:
        found += _timing(brief)
    if brief.contract.hold == "second_chase":
        found += _chase(brief)
    if brief.contract.id is ScenarioId.ACCEPT_OFFER:
        found.append(_piece("accept_filed_by_hr"))
    text = " ".join([brief.notes.source or "", *(fact.text for fact in brief.notes.facts)])
    if _SOCIAL.search(text):
        found.append(_piece("social_network"))
    people = brief.notes.recipients
    if not any(person.email for person in people):
        found.append(_piece("find_address"))
    if any(person.relation == "recruiter" for person in people):
        found.append(_piece("recruiter"))
    if brief.contract.id in AFTER_INTERVIEW and brief.notes.of_kind(FactKind.OTHER_OFFER, private=True):
        found.append(_piece("white_lie_not_followed"))
    order = {"hold": 0, "warn": 1, "info": 2}
    return tuple(sorted(found, key=lambda piece: order[piece.level]))


def send_window(met: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """From when until when to send: 24 to 48 hours after the interview, moved off nights and weekends.

    Args:
        met: the interview's time; naive and aware times are treated alike and keep their zone.
    """
    start = working_moment(met + dt.timedelta(hours=24))
    end = working_moment(met + dt.timedelta(hours=48))
    return start, max(end, start + dt.timedelta(hours=24) if end <= start else end)


def working_moment(moment: dt.datetime) -> dt.datetime:
    """The moment itself when it is a working day's daytime, else the next working morning."""
    if moment.time() >= _EVENING:
        moment = dt.datetime.combine(moment.date() + dt.timedelta(days=1), _MORNING, moment.tzinfo)
    elif moment.time() < _MORNING:
        moment = dt.datetime.combine(moment.date(), _MORNING, moment.tzinfo)
    while moment.weekday() >= 5:
        moment = dt.datetime.combine(moment.date() + dt.timedelta(days=1), _MORNING, moment.tzinfo)
    return moment


def _timing(brief: Brief) -> list[Advice]:
    at, now = brief.notes.interview.at, brief.now
    if at is None:
        return []
    met = at if isinstance(at, dt.datetime) else dt.datetime.combine(at, dt.time(12, 0))
    start, end = send_window(met.replace(tzinfo=None))
    names = {"from": _say(start), "until": _say(end)}
    if now is None:
        return [_piece("send_window", **names)]
    here = now.replace(tzinfo=None)
    if here < start:
        return [_piece("too_early", **names)]
    if here > end + LATE_AFTER:
        return [_piece("too_late", **names)]
    if working_moment(here) != here:
        return [_piece("next_working_morning", **names, morning=_say(working_moment(here)))]
    return [_piece("send_window", **names)] if here <= end else []


def _chase(brief: Brief) -> list[Advice]:
    """A second chase is advised against, unless another firm offer sets a date."""
    text = " ".join([brief.notes.source or "", *(fact.text for fact in brief.notes.facts)])
    chased = brief.notes.follow_ups_sent > 0 or bool(_CHASED.search(text))
    has_deadline = bool(brief.notes.of_kind(FactKind.DEADLINE, private=True))
    if chased and not has_deadline:
        return [_piece("second_follow_up")]
    if brief.now is None:
        return []
    promised = [
        mention.date
        for fact in brief.notes.of_kind(FactKind.TIMELINE)
        for mention in find_dates(fact.text, now=brief.now, dialect=brief.dialect)
        if mention.date is not None
    ]
    if promised and max(promised) >= brief.now.date() and not has_deadline:
        return [_piece("wait_before_status", until=_say(dt.datetime.combine(max(promised), _MORNING), clock=False))]
    return []


def _say(moment: dt.datetime, *, clock: bool = True) -> str:
    day = f"{moment:%A} {moment.day} {moment:%B}"
    return f"{day}, {moment:%H:%M}" if clock else day


def _piece(name: str, **values: str) -> Advice:
    entry = _texts()[name]
    text = re.sub(r"\{(\w+)\}", lambda match: values.get(match[1], match[0]), entry["text"])
    level = entry["level"]
    if level not in ("info", "warn", "hold"):
        raise ContractError(f"prompts/advice.yaml: {name}: level {level!r}")
    return Advice(name, level, " ".join(text.split()))  # type: ignore[arg-type]


@cache
def _texts() -> dict[str, dict[str, str]]:
    data = read_data("advice.yaml")
    if not isinstance(data, list):
        raise ContractError("prompts/advice.yaml: a list of advice is expected")
    return {entry["id"]: entry for entry in data}
