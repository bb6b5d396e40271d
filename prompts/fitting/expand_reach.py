"""How and when the writer can be reached, and the notice to be given, as clauses."""

from __future__ import annotations

import re
from collections.abc import Callable

from prompts.fitting.expand_when import counted
from prompts.fitting.words import LazyPattern, named_pattern

__all__ = ["CALL", "NOTICE", "NOTICE_LAST", "REACH", "Free", "call_me", "notice", "phone_number", "reached"]

#: Reads the words for when one is free, as they stand after "I am free".
Free = Callable[[str], str]


REACH = named_pattern("absence_reach")


NOTICE = named_pattern("absence_notice")


NOTICE_LAST = named_pattern("absence_notice_last")


CALL = named_pattern("absence_call")


_PHONE = named_pattern("absence_phone")


_TWO_LONG = LazyPattern(r"(?P<one>\d{1,2})\s?(?:-|–|to)\s?(?P<two>\d{1,2}) (?P<unit>weeks?|months?)['’]? notice(?: period)?", re.IGNORECASE)


def notice(part: str, free: Free) -> str:
    """The notice to be given, as a clause: "I have four weeks' notice to give"; empty if the words are none."""
    match = NOTICE.fullmatch(part) or NOTICE_LAST.fullmatch(part)
    length = counted(match["count"], match["unit"]) if match else ""
    if two := _TWO_LONG.fullmatch(part):
        one, other = counted(two["one"], two["unit"]).split(" ")[0], counted(two["two"], two["unit"])
        length = f"{one} to {other}" if one and other else ""
    if not length:
        return ""
    owned = f"{length}'" if length.endswith("s") else f"{length}'s"
    return f"I have {owned} notice to give"


def phone_number(part: str, free: Free) -> str:
    """A number and when it is answered, as a clause; empty if the words are none."""
    match = _PHONE.match(part)
    if not match:
        return ""
    rest = part[match.end() :].strip(" ,-")
    when = free(rest) if rest else ""
    return "" if rest and not when else f"You can reach me on {match['number'].strip()}{' ' + when if when else ''}"


def call_me(part: str, free: Free) -> str:
    """A request to call at a time, or not to; empty if the words are none."""
    if match := re.match(r"no (?:phone )?calls (?P<when>(?:before|after|between|on) .+?)(?: please)?$", part, re.IGNORECASE):
        when = free(match["when"])
        return f"Please do not call {when}" if when else ""
    if re.fullmatch(
        r"(?:available|free|ready)(?: to start)? (?:immediately|now|straight away|right away|at short notice)", part, re.IGNORECASE
    ):
        return f"I am {part.lower()}"
    if match := CALL.match(part):
        when = free(match["when"])
        return (
            f"Please {'call' if match['verb'].lower() not in {'text', 'email', 'ring'} else match['verb'].lower()} {when}" if when else ""
        )
    return ""


def reached(match: re.Match[str]) -> str:
    """How one can be reached then: "cannot be reached by phone then", "can be reached only by email then"."""
    without, quality = match["without"] or "", match["quality"] or ""
    only, means = match["only"] or match["only2"] or "", match["means"] or match["means2"] or ""
    if without:
        low = without.lower()
        if low in {"phone", "email", "e-mail", "mobile", "calls", "cell"}:
            return f"cannot be reached by {'phone' if low in {'calls', 'mobile', 'cell'} else low} then"
        return f"will have no {low.replace('wifi', 'internet') if low == 'wifi' else low} then"
    if quality:
        return f"will have only {'a ' if quality.lower().endswith('signal') else ''}{quality.lower().replace('bad', 'poor')} then"
    by = _by(only or means)
    before = " before that" if match["before"] else " then"
    return f"can be reached {'only ' if only else ''}{by}{before}" if by else ""


def _by(means: str) -> str:
    low = means.lower().strip()
    if low in {"email", "e-mail", "phone", "text", "mobile", "mail"}:
        return f"by {low}"
    if low in {"sat phone", "satellite phone"}:
        return "by satellite phone"
    names = {"whatsapp": "on WhatsApp", "signal": "on Signal", "teams": "on Teams", "linkedin": "on LinkedIn", "telegram": "on Telegram"}
    names |= {"viber": "on Viber", "zalo": "on Zalo", "wechat": "on WeChat", "line": "on Line", "skype": "on Skype"}
    return names.get(low, "on my mobile" if low in {"my mobile", "cell"} else "")
