"""What was asked and what the writer said to it, put as one plain statement: "she asked if I can weld and I said yes, for years"."""

from __future__ import annotations

import re

from prompts.fitting.words import LazyPattern

__all__ = ["answered_plainly"]

_YES = LazyPattern(
    r"^.{0,60}?\b(?:asked|wanted to know|wondered)(?: me)?(?: also| too)? (?:if|whether) I(?P<short>['’](?:d"
    r"|m))? ?(?P<what>.+?)(?:[,.;]+| and|, and)+ "
    r"I (?:said|told \w+|answered|replied)(?: to \w+)?,? (?:yes|sure|of course|that I (?:do|can|have|am)|I (?:do|can|have|am|did))"
    r"\b[,.;:]*(?: (?:because|since|as|and))?(?P<more>.*)$",
    re.IGNORECASE,
)
_TIME = LazyPattern(
    r"^.{0,60}?\b(?:asked|wanted to (?:know|hear))(?: me)? (?:about|for) my (?:time|work|job|years|stint"
    r"|experience) (?P<where>(?:on|at|in|with|as)\b.+?)"
    r"(?:[,.;]+| and|, and)+ I(?:['’]ve| have)? (?:did|done|was|been|worked|do|spent)(?: (?:that|it|this|there"
    r"|on it|at it|in it))+ for (?P<long>.+?)\W*$",
    re.IGNORECASE,
)
_BECAUSE = LazyPattern(
    r"^(?:that|this|which)(?:['’]s| is| was) (?:(?:really|very|so|especially|particularly|also) )*"
    r"(?:interesting|good|great|perfect|relevant|nice|familiar|exciting|ideal|lucky"
    r"|useful)(?: news)?(?: (?:for|to) me)? (?:because|as|since) (?=I\b)",
    re.IGNORECASE,
)
_MY_PROJECT = LazyPattern(
    r"^I (?:explained|described|presented|showed(?: \w+)?|(?:talked|spoke)(?: to \w+)? about|told \w+ about"
    r"|mentioned) my (?P<what>(?:[\w-]+ ){0,3}?"
    r"(?:project|thesis|dissertation|placement|internship|apprenticeship|coursework|study|studies)),? (?:where"
    r"|in which|when) I (?P<did>.+)$",
    re.IGNORECASE,
)
_FUN = LazyPattern(
    r",? so (?:it|that) (?:was|is) (?:\w+ )?(?:fun|nice|good|easy|great|interesting|lucky|perfect|fine)(?=\W*$)", re.IGNORECASE
)
_MORE_OF_IT = LazyPattern(r"(?:for|since|about|at|in|with|from|on) ", re.IGNORECASE)
_THEIRS = LazyPattern(r"^They (?P<what>(?:are|have|need|want|run|use|look|do|will)\b[^.!?]+\.)(?P<mine> I\b.+)$")
_TOLD_ABOUT = LazyPattern(r"^I told (?P<whom>them|her|him) about (?P<what>[^,.;]+), and that (?P<more>[^.;]+)\.?$")
_THEN = {"could": "can", "had": "have", "knew": "know", "spoke": "speak", "was": "am", "did": "do", "were": "am"}


def answered_plainly(text: str) -> str:
    """What the writer can say for certain of a question that got a plain answer; the text as it stands where it tells of none.

    Args:
        text: a fact about the writer's own work.
    """
    if lead := _BECAUSE.match(text):
        return text[lead.end() :]
    if time := _TIME.match(text):
        return f"I spent {time['long']} {time['where']}."
    if project := _MY_PROJECT.match(text):
        return f"In my {project['what']} I {project['did']}"
    text = _FUN.sub("", text)
    if theirs := _THEIRS.match(text):
        return re.sub(r"\btheir\b", "your", f"You {theirs['what']}") + theirs["mine"]
    if spoke := _TOLD_ABOUT.match(text):
        return f"I told {spoke['whom']} about {spoke['what']}. {spoke['more'][:1].upper()}{spoke['more'][1:]}".strip()
    asked = _YES.match(text)
    if asked is None:
        return text
    first, _, rest = asked["what"].strip().partition(" ")
    short = (asked["short"] or "")[1:].lower()
    can = f"would {first}" if short == "d" else f"am {first}" if short == "m" else _THEN.get(first.lower(), first)
    said = f"I {can} {rest}".strip(" ,.")
    more = asked["more"].strip(" ,.;")
    if not more:
        return f"{said}."
    if _MORE_OF_IT.match(more):
        return re.sub(r"^I have (.+) for (\w+ (?:years|months))", r"I have had \1 for \2", f"{said} {more}.")
    return f"{said}, and {more}." if more.startswith(("I ", "I'", "I’")) else f"{said}."
