"""Header slots and flags: what is known about the meeting, and what kind of subject the conversation turned on."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from prompts.dates import date_text
from prompts.fitting.deadline_own import two_dates
from prompts.fitting.expand_items import happened
from prompts.fitting.thanks import is_thanks
from prompts.fitting.words import named_pattern, read_sections
from prompts.notes import Fact, FactKind, Notes
from prompts.patterns import compiled

__all__ = ["flags", "header_slots"]

#: Days after which a weekday alone no longer says which day was meant.
_WEEKDAY_DAYS = 6
_MEETINGS = (
    (r"phone|telephone|\bcall\b|\btel\b", "phone", "call"),
    (r"video|zoom|teams|skype|meet\b|webex|online|virtual|remote|facetime", "video", "video call"),
    (r"assess|centre|center|\bac\b|selection day", "assessment", "assessment day"),
    (r"on-?site|in person|in-person|panel|face|office|site|visit|lunch", "onsite", "interview"),
)


def _meeting(notes: Notes) -> tuple[str, str]:
    kind = (notes.interview.kind or "").lower().replace("_", " ")
    if not kind:
        return "", "interview"
    if re.search(r"video", kind):
        return "video", "video call"
    for pattern, flag, noun in _MEETINGS:
        if re.search(pattern, kind):
            return flag, noun
    return "", "interview"


def header_slots(notes: Notes) -> dict[str, str]:
    """The header slots that are known: `company`, `role`, `day`, `meeting`.

    `role` loses a closing "role", "position" or "job"; `day` is a weekday within six days of `now`, a date otherwise, and is never
    "today". `meeting` falls back to "interview".
    """
    slots = {"meeting": _meeting(notes)[1]}
    if notes.company:
        slots["company"] = notes.company.strip().rstrip(",;")
    if notes.role:
        role = re.sub(r"^(?:(?:the )?(?:role|job|position|post)(?: is| of| as)?:? |for |as )", "", notes.role.strip(), flags=re.IGNORECASE)
        role = re.sub(r"^(?:the|a|an)\s+", "", role.rstrip(".,;"), flags=re.IGNORECASE)
        role = re.sub(r"\s+(?:role|position|job|post|vacancy|opening)$", "", role, flags=re.IGNORECASE)
        if role:
            slots["role"] = role
    day = _day(notes)
    if day:
        slots["day"] = day
    return slots


def _day(notes: Notes) -> str:
    at = notes.interview.at
    if at is None:
        return ""
    day = at.date() if isinstance(at, dt.datetime) else at
    if notes.now is not None:
        ago = (notes.now.date() - day).days
        if 0 <= ago <= _WEEKDAY_DAYS:
            return f"on {day:%A}"
        if ago < 0:
            return ""
    return "on " + date_text(day, notes.dialect or "en-US", now=notes.now, weekday=False)


@cache
def _subjects() -> dict[str, re.Pattern[str]]:
    return {
        name: compiled(r"\b(?:" + "|".join(" ".join(lines).split()) + r")\b", re.IGNORECASE)
        for name, lines in read_sections("subjects.txt").items()
    }


def flags(notes: Notes) -> frozenset[str]:
    """The flags of `phrases/README.md` that hold for these notes.

    Read from public facts, but for `offer.rival`, which a private fact may raise. The `topic.*` flags follow the first public topic,
    and at most one of their subjects holds: a problem comes before a change, a change before people, people before a product.
    """
    found = {f"has.{fact.kind.value}" for fact in notes.facts if not fact.private and fact.kind is not FactKind.PRIVATE}
    found |= {f"has.{name}" for name in header_slots(notes) if name != "meeting"}
    if notes.dialect == "en-GB":
        found.add("british")
    if len([person for person in notes.recipients if person.name]) > 1:
        found.add("many")
    meeting = _meeting(notes)[0]
    if meeting in {"phone", "video", "onsite"}:
        found.add(f"meeting.{meeting}")
    return frozenset(found | _topic_flag(notes) | _deadline_flags(notes) | _promise_flags(notes) | _felt_flags(notes))


_EVENT = named_pattern("topic_event")
_SAID = compiled(
    r"\b(?:said|says|told|mentioned|explained|described|pointed out|showed|admitted|warned|reckons?|thinks|point (?:that|about)|[yY]ou)\b"
)


def _topic_flag(notes: Notes) -> set[str]:
    """What the first public topic is about, and whether the notes say that the other side said it."""
    topics = notes.of_kind(FactKind.TOPIC)
    if not topics:
        return set()
    said = {"topic.said"} if _SAID.search(topics[0].text) else set()
    said |= {"topic.event"} if _EVENT.search(topics[0].text) or happened(topics[0].text) else set()
    return said | _topic_subject(topics)


def _topic_subject(topics: list[Fact]) -> set[str]:
    for name in ("problem", "change", "people", "product"):
        if _subjects()[name].search(topics[0].text):
            return {f"topic.{name}"}
    return set()


_LIKED = compiled(r"\b(?:liked?|loved?|enjoy(?:ed)?|pleasure|delight(?:ed)?|nice|lovely|fun)\b", re.IGNORECASE)


_MOMENT = compiled(
    r"\b(?:decided|convinced|won|sold|swung|clinched|settled|tipped|persuaded) (?:it|me)\b|^(?:seeing|hearing|watching|meeting)\b",
    re.IGNORECASE,
)


#: What keeps the door open where a job is turned down: a later job, or staying in touch.
_DOOR = compiled(
    r"\b(?:stay|keep|remain|be)(?:ing)? in (?:touch|contact)\b|\bif (?:[\w-]+ ){0,6}?(?:comes? up|opens?|becomes?|hires?|again|ever)\b"
    r"|\b(?:meet|work|cross|apply|talk|speak|hear)\b[^.;]*\b(?:again|together|another|future|one day|some day)\b|\bpaths\b.*\bcross"
    r"|\bin (?:the )?future\b"
    r"|\b(?:another|a different|a later|any other) (?:role|job|post|position|opening|chance)\b",
    re.IGNORECASE,
)


def _felt_flags(notes: Notes) -> set[str]:
    """Whether a light moment says itself that it was liked, and whether the motive is a moment that is over."""
    liked = any(_LIKED.search(fact.text) for fact in notes.of_kind(FactKind.RAPPORT))
    moment = any(_MOMENT.search(fact.text) for fact in notes.of_kind(FactKind.MOTIVATION))
    door = any(_DOOR.search(fact.text) for fact in notes.of_kind(FactKind.STANCE)[:1])
    thanks = any(is_thanks(fact.text) for fact in notes.of_kind(FactKind.RAPPORT))
    return (
        ({"stance.door"} if door else set())
        | ({"rapport.thanks"} if thanks else set())
        | ({"rapport.liked"} if liked else set())
        | ({"motivation.moment"} if moment else set())
    )


_OWN = named_pattern("flags_own")
_PREFERS = named_pattern("flags_prefers")
_RIVAL = named_pattern("flags_rival")


def _deadline_flags(notes: Notes) -> set[str]:
    found = set()
    deadlines = notes.of_kind(FactKind.DEADLINE)
    rival_kind = bool(notes.of_kind(FactKind.OTHER_OFFER, private=True))
    rival_text = any(_RIVAL.search(fact.text) for fact in notes.facts if fact.kind in {FactKind.DEADLINE, FactKind.PRIVATE})
    if rival_kind or rival_text:
        found.add("offer.rival")
    if deadlines and any(_OWN.search(fact.text) for fact in deadlines) and not any(_RIVAL.search(fact.text) for fact in deadlines):
        found.add("deadline.own")
    if two_dates(notes):
        found.add("deadline.own")
    weighed = [*notes.of_kind(FactKind.DEADLINE, FactKind.MOTIVATION), *notes.of_kind(FactKind.OTHER_OFFER, private=True)]
    if any(_PREFERS.search(fact.text) for fact in weighed):
        found.add("deadline.prefers")
    return found


def _promise_flags(notes: Notes) -> set[str]:
    promises = notes.of_kind(FactKind.PROMISE)
    if not promises:
        return set()
    linked = [re.search(r"https?://|www\.|\.\w{2,10}/", fact.text) is not None for fact in promises]
    return ({"promise.link"} if any(linked) else set()) | ({"promise.file"} if not all(linked) else set())
