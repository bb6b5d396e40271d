"""Notes of many different people for the batch's benchmarks and tests: any number of them, the same ones every time."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

__all__ = ["people", "write_jsonl"]

_FIRST = [
    "Ines",
    "Piotr",
    "Amara",
    "Jonas",
    "Mei",
    "Tomás",
    "Aoife",
    "Kwame",
    "Leila",
    "Björn",
    "Priya",
    "Yusuf",
    "Chiara",
    "Nikolai",
    "Hana",
    "Mateus",
    "Sofie",
    "Rashid",
    "Elif",
    "Declan",
]
_LAST = [
    "Aguirre",
    "Zielinski",
    "Nwosu",
    "Lindqvist",
    "Tanaka",
    "Ferreira",
    "Brennan",
    "Mensah",
    "Haddad",
    "Sørensen",
    "Iyer",
    "Demir",
    "Ricci",
    "Volkov",
    "Novak",
    "Costa",
    "Jansen",
    "Rahman",
]
_WHO = ("Margit Holm", "Dana Whitlock", "Keith Larsen", "Olga Petrova", "Samir Nassar", "Ruth Adeyemi", "Paul Verbeek", "Grace Lim")
_JOBS = ("head of maintenance", "recruiter", "finance director", "team lead", "operations manager", "head of design")
_PLACES = ("Tarnby", "Morrow", "Ashby", "Kelso", "Brandt", "Lindal", "Orrin", "Vasko", "Harrow", "Selby")
_TRADES = ("Ferries", "Textiles", "Foods", "Instruments", "Water", "Press", "Robotics", "Logistics", "Health", "Rail")
_ROLES = ("reliability engineer", "buyer", "controller", "data analyst", "product designer", "site planner", "lab technician", "editor")
_TOPICS = (
    "the fault forms that nobody on the night shift fills in",
    "the switch to suppliers in Portugal",
    "closing the books within five days",
    "moving the old ticket system to the new one",
    "how the team plans its work in spring",
    "training the new hires on the second line",
    "the plan to open a branch in Gdansk",
    "keeping the archive readable for twenty years",
    "the first customers of the new sensor",
    "halving the time from order to delivery",
)
_MOTIVES = (
    "I want to work closer to the people who use what I build",
    "I like that the finance team sits next to production",
    "I want to learn from a team that ships every week",
    "I care about things that last",
    "I enjoy work where small errors matter",
    "I would like to build something from its start",
)
_STRENGTHS = (
    "I cut downtime from {n} days to two hours at {place}",
    "I led a team of {n} at {place}",
    "I trained {n} colleagues at {place}",
    "I wrote the tests for {n} machines at {place}",
    "I saved {n} hours a month at {place}",
)
_CORRECTIONS = (
    "my answer on consolidation was muddled; at {place} I consolidated {n} companies every month",
    "I froze at the question on planning; at {place} I planned {n} projects a year",
)


def people(count: int, *, seed: int = 1, per_company: int = 40) -> Iterator[dict[str, object]]:
    """Structured notes, one person each, in four of the situations.

    Args:
        count: how many.
        seed: another seed, other people.
        per_company: about how many of them met the same employer.
    """
    companies = max(1, count // per_company)
    for number in range(count):
        rng = random.Random(f"{seed} {number}")  # noqa: S311
        company = rng.randrange(companies)
        place, trade = _PLACES[company % len(_PLACES)], _TRADES[company // len(_PLACES) % len(_TRADES)]
        name = f"{rng.choice(_FIRST)} {rng.choice(_LAST)}"
        scenario = rng.choice(("phone_interview", "phone_interview", "bad_interview", "time_to_think", "decline_offer"))
        was_at = rng.choice(_PLACES)
        facts = [
            {"kind": "topic", "text": rng.choice(_TOPICS)},
            {"kind": "motivation", "text": rng.choice(_MOTIVES)},
            {"kind": "strength", "text": rng.choice(_STRENGTHS).format(n=rng.randint(3, 40), place=was_at)},
        ]
        if scenario == "bad_interview":
            facts.append({"kind": "correction", "text": rng.choice(_CORRECTIONS).format(n=rng.randint(3, 12), place=was_at)})
        if scenario == "time_to_think":
            facts.append({"kind": "deadline", "text": f"they want an answer by {rng.randint(12, 28)} October 2026"})
        yield {
            "id": f"person-{number:06d}",
            "scenario": scenario,
            "candidate": {"name": name, "email": f"person{number}@example.org"},
            "recipients": [{"name": rng.choice(_WHO), "role": rng.choice(_JOBS), "email": "hiring@example.com"}],
            "company": f"{place} {trade}" + (f" {company // 100 + 1}" if company >= 100 else ""),
            "role": rng.choice(_ROLES),
            "interview": {"kind": rng.choice(("phone", "onsite", "video")), "at": f"2026-10-{rng.randint(1, 7):02d}T10:00"},
            "now": "2026-10-08T09:00",
            "facts": facts,
        }


def write_jsonl(path: Path, count: int, *, seed: int = 1, per_company: int = 40) -> Path:
    """A file of them, one a line."""
    with path.open("w", encoding="utf-8") as file:
        for person in people(count, seed=seed, per_company=per_company):
            file.write(json.dumps(person, ensure_ascii=False) + "\n")
    return path
