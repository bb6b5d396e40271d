"""Greetings and signatures in many countries."""

from __future__ import annotations

import pytest

from prompts.names import address, name_parts, signature_name
from prompts.notes import Recipient


@pytest.mark.parametrize(
    ("name", "title", "greeting"),
    [
        ("Maria Silva", None, "Maria"),
        ("Simon Achebe", "Dr", "Dr Achebe"),
        ("Gal Cohen", "Mr", "Mr Cohen"),
        ("Nagy Péter", "Dr", "Dr Nagy"),
        ("Amina Okafor", "Dr", "Dr Okafor"),
        ("Amina Okafor", "dr", "Dr Okafor"),
        ("Dr. Amina Yusuf", None, "Dr. Yusuf"),
        ("Ms Tanaka", None, "Ms Tanaka"),
        ("Prof Dr Schmidt", None, "Prof Dr Schmidt"),
        ("Frau Müller", None, "Frau Müller"),
        ("Mr Bean", None, "Mr Bean"),
        ("Jan van der Berg", "Mr", "Mr van der Berg"),
        ("van der Berg, Jan", "Mr", "Mr van der Berg"),
        ("Jan van der Berg", None, "Jan"),
        ("Maria de la Cruz", "Dr", "Dr de la Cruz"),
        ("João da Silva", "Dr", "Dr da Silva"),
        ("Ahmed bin Salman", "Dr", "Dr bin Salman"),
        ("Omar Al-Sayed", "Dr", "Dr Al-Sayed"),
        ("Ludwig von Mises", "Prof", "Prof von Mises"),
        ("Theresa St. John", "Ms", "Ms St. John"),
        ("Sean O'Neill", "Mr", "Mr O'Neill"),
        ("Seán Ó Briain", "Mr", "Mr Ó Briain"),
        ("Jean-Luc Picard", None, "Jean-Luc"),
        ("Mary Ann Smith", None, "Mary Ann"),
        ("José Luis Fernández", None, "José Luis"),
        ("Abdul Rahman Khan", None, "Abdul Rahman"),
        ("Guðrún Jónsdóttir", "Dr", "Dr Guðrún"),
        ("Jón Sigurðsson", "Dr", "Dr Jón Sigurðsson"),
        ("Lars Andersson", "Dr", "Dr Andersson"),
        ("Kim Min-jun", None, "Min-jun"),
        ("Kim Min-jun", "Dr", "Dr Kim"),
        ("Min-jun Kim", None, "Min-jun"),
        ("Zhang Wei", None, "Zhang Wei"),
        ("Li Na", None, "Li Na"),
        ("Zhang Xiaoming", "Dr", "Dr Zhang"),
        ("Lee Kuan Yew", "Mr", "Mr Lee Kuan Yew"),
        ("Kim Smith", None, "Kim"),
        ("Kim Smith", "Ms", "Ms Smith"),
        ("Kim Nguyen", "Ms", "Ms Kim Nguyen"),
        ("Wei Chen", None, "Wei Chen"),
        ("Nguyen Van An", None, "An"),
        ("Nguyễn Văn An", "Dr", "Dr Nguyễn Văn An"),
        ("Linh Tran", None, "Linh"),
        ("Nagy Péter", None, "Péter"),
        ("Péter Nagy", "Dr", "Dr Nagy"),
        ("Yuki Tanaka", None, "Yuki"),
        ("Tanaka Yuki", None, "Tanaka Yuki"),
        ("María García López", "Dr", "Dr García"),
        ("Ana María Pérez Gómez", "Dr", "Dr Pérez"),
        ("Maria Silva Santos", "Dr", "Dr Santos"),
        ("Luis Fuentes Barragán", "Dr", "Dr Luis Fuentes Barragán"),
        ("J. R. Okoye", "Dr", "Dr Okoye"),
        ("J. R. Okoye", None, "J. R. Okoye"),
        ("S Ramanathan", None, "S Ramanathan"),
        ("Mary J. Blige", "Ms", "Ms Blige"),
        ("Okafor, Amina", None, "Amina"),
        ("Okafor, Amina", "Dr", "Dr Okafor"),
        ("Jane Doe, PhD", None, "Jane"),
        ("John Smith Jr.", "Mr", "Mr Smith"),
        ('Robert "Bob" Smith', None, "Bob"),
        ("Sir Ian McKellen", None, "Sir Ian"),
        ("Chief Emeka Obi", None, "Chief Obi"),
        ("Engr. Bello", None, "Engr. Bello"),
        ("Tanaka-san", None, "Tanaka-san"),
        ("Priya-ji", None, "Priya-ji"),
        ("Cher", None, "Cher"),
        ("田中 由紀", None, "田中 由紀"),
        ("Ольга Петрова", "Dr", "Dr Ольга Петрова"),
        ("MARIA SILVA", None, "MARIA"),
        ("maria@kelso.example", None, "hiring manager"),
    ],
)
def test_person_is_greeted_as_custom_has_it(name: str, title: str | None, greeting: str) -> None:
    assert address([Recipient(name=name, title=title)]) == greeting


def test_several_people_are_greeted_together() -> None:
    people = [Recipient(name="Maria Silva"), Recipient(name="Amina Okafor", title="Dr"), Recipient(name="Tom Reed")]
    assert address(people[:1] + people[2:]) == "Maria and Tom"
    assert address(people) == "Maria, Dr Okafor and Tom"


def test_two_people_of_one_first_name_keep_their_full_names() -> None:
    assert address([Recipient(name="Maria Silva"), Recipient(name="Maria Costa")]) == "Maria Silva and Maria Costa"


def test_nobody_known_is_the_hiring_manager() -> None:
    assert address([]) == "hiring manager"
    assert address([Recipient(role="Head of Operations")]) == "hiring manager"


@pytest.mark.parametrize(
    ("name", "given", "family", "certain"),
    [
        ("Maria Silva", "Maria", "Silva", True),
        ("Dr. Amina Yusuf", "Amina", "Yusuf", True),
        ("Kim Min-jun", "Min-jun", "Kim", True),
        ("Zhang Wei", "", "", False),
        ("Jan van der Berg", "Jan", "van der Berg", True),
        ("田中 由紀", "", "", False),
        ("", "", "", False),
    ],
)
def test_parts_say_whether_they_are_certain(name: str, given: str, family: str, certain: bool) -> None:
    parts = name_parts(name)
    assert (parts.given, parts.family, parts.certain) == (given, family, certain)


@pytest.mark.parametrize("name", ["Zoë D'Angelo-Núñez", "de Vries, Anouk", "Łukasz Żak", "Nguyễn Văn An", "مريم حسن", "X Æ A-12"])
def test_greeting_uses_only_letters_of_the_name(name: str) -> None:
    assert set(address([Recipient(name=name)])) <= set(name)


def test_signature_is_the_name_on_one_line() -> None:
    assert signature_name("  Ama\n Mensah, ") == "Ama Mensah"
    assert signature_name(None) == ""
