"""How far a mark of secrecy reaches in pasted notes, and what only looks like one."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.intake import read_notes

HEAD = "Phone interview with Karen Hall, area manager at Rhein Foods, on Monday. Role: planner. "


def public(text: str) -> str:
    notes = read_notes(HEAD + text, now=dt.datetime(2026, 5, 14, 9, 0), name="notes.txt").notes
    return " | ".join(fact.text for fact in notes.facts if not fact.private)


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("I take pills for panic, this nobody must learn.", "panic"),
        ("I also wrote to Nordbrot. Nobody must know this one.", "Nordbrot"),
        ("My uncle sits on the board, but she need not know it.", "uncle"),
        ("I like his plan less than I said, that you leave out.", "his plan"),
        ("I failed this same test last year, this must not go in the letter.", "failed"),
        ("The last boss threw me out, that is not for anybody.", "threw me"),
        ("I woke at four and nearly ran, and that belongs in here and nowhere else.", "woke at four"),
        ("Please leave out that I once worked for their rival.", "rival"),
        ("What nobody shall know: slept two hours on the station.", "station"),
        ("Please nobody writes: I talk to myself before a test.", "myself before"),
        ("Please nobody should hear I already sat this in March.", "in March"),
        ("Tell Mama nothing of the fall in the simulator.", "simulator"),
        ("The reason that I do not give is that a ministry post may open.", "ministry"),
        ("She must not learn that my cousin works there.", "cousin"),
        ("I do not want them to know that I live with my uncle.", "uncle"),
        ("We spoke of routes. Don't let him see I was lost.", "lost"),
        ("Viña Perdriel offered me more.", "Perdriel"),
        ("The other reason is my knee, I cannot climb the hill any more.", "knee"),
        ("I don't know if I can stand his son.", "stand his son"),
        ("My application to First Bank is still open.", "First Bank"),
    ],
)  # fmt: skip
def test_a_marked_or_private_remark_stays_out(text: str, secret: str) -> None:
    assert secret not in public(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("I like the late shifts, they fit my studies. I take pills for panic, this nobody must learn.", "late shifts"),
        ("She asked about nobody having to learn the old system any more.", "old system"),
        ("We talked about how I knee-taped players for four seasons.", "knee-taped"),
        ("She asked about the report that does not go to the press.", "report"),
        ("I built a rota so that nobody must see the ward short of hands.", "rota"),
        ("She asked about the secret recipe contest I ran for the bakery.", "contest"),
        ("She asked how I move loads without back strain on the night shift.", "back strain"),
        ("They offered me more training in June, which is what I like best.", "training"),
        ("I found her cold, but nobody has to know that\nShe asked about soil in pots.", "soil in pots"),
        ("Tell her nothing of the prank. She said results come on 22 May.", "22 May"),
    ],
)  # fmt: skip
def test_an_innocent_neighbour_is_told(text: str, told: str) -> None:
    assert told in public(text)
