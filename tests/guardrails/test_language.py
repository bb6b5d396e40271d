from __future__ import annotations

import builtins
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from guardrails import language_linter
from guardrails.check import CHECKS, LATTICE_CHECKS, check
from guardrails.findings import Finding
from guardrails.language import check_language, check_wording
from guardrails.language_words import common_words, load_spellings
from guardrails.parse import parse_email
from prompts.brief import Brief, build_brief
from prompts.draft import Draft, Sentence
from prompts.notes import Candidate, Dialect, Fact, FactKind, Notes, ScenarioId

DATA = Path(__file__).parent / "data" / "language"
GOOD = [text.strip() for text in (DATA / "good.txt").read_text("utf-8").split("\n===\n")]
SLIPS = {kind: lines for kind, lines in yaml.safe_load((DATA / "slips.yaml").read_text("utf-8")).items() if kind != "warned"}
PLANTED = yaml.safe_load((DATA / "planted.yaml").read_text("utf-8"))
HELD = yaml.safe_load((DATA / "held.yaml").read_text("utf-8"))


def brief_of(*facts: str, dialect: Dialect | None = None, company: str | None = None) -> Brief:
    return build_brief(
        Notes(
            scenario=ScenarioId.PHONE_INTERVIEW,
            candidate=Candidate(name="Amara Osei"),
            company=company,
            dialect=dialect,
            facts=[Fact(kind=FactKind.TOPIC, text=text) for text in facts],
        )
    )


BRIEF = brief_of()


def judge(body: str, brief: Brief = BRIEF) -> list[Finding]:
    return check_language(parse_email(f"Dear Ms Patel,\n\n{body}\n\nBest regards,\nAmara Osei\n", brief), brief)


def errors(body: str, brief: Brief = BRIEF) -> list[str]:
    return [finding.rule for finding in judge(body, brief) if finding.severity == "error"]


def in_letter(sentence: str) -> str:
    return f"Thank you for yesterday. {sentence} It was good to hear."


def test_there_are_good_emails_and_slips_enough() -> None:
    assert len(GOOD) == 64
    assert sum(map(len, SLIPS.values())) + len(PLANTED) + len(HELD) >= 190


@pytest.mark.parametrize("body", GOOD, ids=[text[:40] for text in GOOD])
def test_good_email_in_any_voice_has_nothing_against_it(body: str) -> None:
    assert judge(body) == []


@pytest.mark.parametrize("sentence", [line for lines in SLIPS.values() for line in lines])
def test_slip_is_refused(sentence: str) -> None:
    assert errors(in_letter(sentence))


@pytest.mark.parametrize(("old", "new", "rule"), PLANTED, ids=[new for _, new, _ in PLANTED])
def test_planted_slip_is_refused_by_its_rule_unless_it_is_a_known_miss(old: str, new: str, rule: str) -> None:
    email = next(text for text in GOOD if old in text)
    assert rule in (errors(email.replace(old, new, 1)) or [""])


def test_nine_in_ten_of_the_slips_held_back_are_refused() -> None:
    assert len(HELD) == 45
    assert sum(bool(errors(in_letter(sentence))) for sentence in HELD) >= 41


@pytest.mark.parametrize(
    "sentence",
    [
        "I had had the map for a year, and I know that that helped.",
        "I came in in May and moved on on Friday.",
        "It is an honour, an hour of it, at a university with a European name and a one-year post.",
        "Whatever suits you works for me.",
        "What draws me to you goes beyond the pay.",
        "If I were you, I would ask the drivers.",
        "I will do all I can to make it work.",
        "Nowhere have I seen the drivers so calm.",
        "I'd written to the board before, and I'd gone to see them.",
        "Its own people built it, and it's been there since.",
        "The teams form the plan together, and we fill in the order form that week.",
        "We chose the tin can found in the yard.",
        "The team are kind and the staff have time.",
        "There is two-way radio in every cab.",
        "She gave her her badge.",
        'The sign said "recieved with thanks", which made us laugh.',
        "I run on e-mail, i.e. on patience (i and ii of the form).",
        "We met at 4 p.m. on the dot, at St. Anne's, with approx. five people.",
        "The lauter tun, the couverture, the harmattan and the qPCR bench are old friends.",
        "I said no to them and yes to you.",
        "I look forward to work that matters and to the talk.",
        "Walla Walla is where I grew up.",
    ],
)
def test_sound_english_that_looks_like_a_slip_passes(sentence: str) -> None:
    assert judge(in_letter(sentence)) == []


@pytest.mark.parametrize("word", ["Wojcieck", "vinefied", "tecnical", "intervew"])
def test_word_of_the_notes_is_never_an_error(word: str) -> None:
    assert errors(in_letter(f"I liked the {word} part."), brief_of(f"the {word} part")) == []


def test_misspelling_of_the_notes_is_a_warning_that_says_so() -> None:
    findings = judge(in_letter("I liked the recieved part."), brief_of("the recieved part"))
    assert [(one.rule, one.severity, "notes" in one.message) for one in findings] == [("LNG-spelling", "warning", True)]


def test_finding_points_at_the_word_and_names_the_right_one() -> None:
    draft = parse_email("Dear Ms Patel,\n\nThank you for the converation.\n\nBest,\nAmara", BRIEF)
    (finding,) = check_language(draft, BRIEF)
    assert draft.body[finding.start : finding.end] == "converation"
    assert finding.fix == 'Write "conversation".'


@pytest.mark.parametrize(
    ("dialect", "body", "expected"),
    [
        (None, "The colour of the center is odd.", [("center", "error")]),
        (None, "The color of the centre and the theater is odd.", [("centre", "error")]),
        (None, "I organised it and prioritized it.", [("prioritized", "error")]),
        (None, "I organize it in the centre.", []),
        ("en-GB", "I organize it.", [("organize", "error")]),
        ("en-GB", "I organize it and prioritize it.", [("organize", "warning"), ("prioritize", "warning")]),
        ("en-GB", "The color is odd.", [("color", "error")]),
        ("en-US", "The programme was organised.", [("programme", "error"), ("organised", "error")]),
        ("en-US", "The license check and the story were fine.", []),
        ("en-GB", "The check, the story and the license desk were fine.", []),
        ("en-GB", "We spoke at Lincoln Center about Harbor Dental.", []),
        ("en-US", 'He said "my favourite colour" twice.', []),
    ],
)
def test_one_dialect_rules(dialect: Dialect | None, body: str, expected: list[tuple[str, str]]) -> None:
    draft = parse_email(f"Dear Ms Patel,\n\n{body}\n\nBest,\nAmara", BRIEF)
    found = [one for one in check_language(draft, brief_of(dialect=dialect)) if one.rule == "LNG-dialect"]
    assert [(draft.body[one.start : one.end], one.severity) for one in found] == expected


def test_other_sides_spelling_in_the_notes_is_their_own() -> None:
    assert errors("The color of the map is odd.", brief_of("the color of the map", dialect="en-GB")) == []


def test_small_first_letter_after_the_greeting_only_warns() -> None:
    assert [(one.rule, one.severity) for one in judge("thank you for the call.")] == [("LNG-capital", "warning")]


def test_subject_is_read_too() -> None:
    draft = Draft(subject="Thank you for the the call", paragraphs=((Sentence(text="It was good."),),))
    assert [(one.rule, one.where) for one in check_language(draft, BRIEF)] == [("LNG-repeated", "subject")]


def test_lattice_drafts_are_read_without_the_library() -> None:
    assert [run.__name__ for run in LATTICE_CHECKS if run not in CHECKS] == ["check_wording"]
    code = (
        "import sys\nfrom guardrails.language import check_wording\nfrom prompts.draft import Draft\n"
        "from prompts.brief import build_brief\nfrom prompts.notes import Notes\n"
        "brief = build_brief(Notes(scenario='no_response'))\ncheck_wording(Draft(subject='the the call'), brief)\n"
        "print('harper' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_our_own_lists_find_a_repeated_word_alone() -> None:
    draft = parse_email("Dear Ms Patel,\n\nThank you for the the call.\n\nBest,\nAmara", BRIEF)
    assert [one.rule for one in check_wording(draft, BRIEF)] == ["LNG-repeated"]


def test_missing_library_blocks_as_a_check_that_could_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: object, **options: object) -> object:
        if name == "harper":
            raise ImportError("No module named 'harper'")
        return real(name, *args, **options)  # type: ignore[arg-type]

    language_linter._linter.cache_clear()
    monkeypatch.setattr(builtins, "__import__", without)
    language_linter.preload().join()
    report = check(Draft(paragraphs=((Sentence(text="Thank you."),),)), BRIEF, checks=(check_language,))
    assert [crash.check for crash in report.could_not_run] == ["check_language"]
    assert not report.passed


def test_many_threads_share_the_linter() -> None:
    language_linter.preload()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(errors, ["I like the intervew."] * 16))
    assert found == [["LNG-spelling"]] * 16


PIECES = st.sampled_from(
    [
        "the",
        "the ",
        "i ",
        "recieved",
        " ",
        ",",
        ".",
        "..",
        "\n\n",
        "would of",
        "colour",
        "color",
        '"',
        "“",
        "ß",
        "İ",
        "\ud800",
        "\x00",
        "😀",
        "a a",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=30).map("".join)))
def test_any_text_is_read_the_same_twice_with_spans_inside(text: str) -> None:
    draft = Draft(subject=text, paragraphs=((Sentence(text=text),), (Sentence(text=text),)))
    findings = check_language(draft, BRIEF)
    assert findings == check_language(draft, BRIEF)
    assert all(0 <= one.start <= one.end <= len(draft.part(one.where)) for one in findings)


@pytest.mark.parametrize("piece", ["a", "the the ", "recieved ", "i ", "would of ", "on on ", ".. ", ", ,", "colour color ", "x form the "])
def test_a_hundred_kilobytes_are_read_in_linear_time(piece: str) -> None:
    draft = Draft(paragraphs=((Sentence(text=piece * (100_000 // len(piece))),),))
    errors("Thank you for the call.")
    began = time.process_time()
    check_language(draft, BRIEF)
    assert time.process_time() - began < 2.0


def test_no_misspelling_is_a_common_word_or_right_in_a_dialect() -> None:
    spellings = load_spellings()
    assert len(spellings.misspelled) > 300
    right = common_words() | spellings.british.keys() | spellings.american.keys() | spellings.ise.keys() | spellings.ize.keys()
    assert set(spellings.misspelled) & right == set()


def test_slips_are_found_where_they_stand_in_a_later_paragraph() -> None:
    body = "Thank you for the tour of the ward.\n\nI seen the new theatre and liked the the lamps.\n\nI definately want to come back."
    found = judge(body)
    text = parse_email(body, BRIEF).body
    assert {text[one.start : one.end] for one in found} >= {"the the", "definately"}
