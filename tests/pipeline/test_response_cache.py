from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest

from pipeline.budget import Budget
from pipeline.errors import ProviderFailure
from pipeline.models import Finish, Reply, Request
from pipeline.response_cache import CachedWriter, ResponseCache, code_version, key_of
from prompts.messages import Message

REQUEST = Request((Message("system", "Write."), Message("user", "Notes.")), {"type": "object"}, grammar="", max_tokens=50, seed=1)
ROOT = Path(__file__).parent.parent.parent
KEY = "sk-secret-0123456789"


class Scripted:
    """Gives its answers in turn, or raises them."""

    name = "openai:m"

    def __init__(self, *answers: Reply | Exception) -> None:
        self.answers = list(answers)
        self.asked = 0

    def complete(self, request: Request) -> Reply:
        answer = self.answers[min(self.asked, len(self.answers) - 1)]
        self.asked += 1
        if isinstance(answer, Exception):
            raise answer
        return answer


class Streaming(Scripted):
    def stream(self, request: Request, on_text: Callable[[str], None]) -> Reply:
        reply = self.complete(request)
        for char in reply.text:
            on_text(char)
        return reply


def cached(writer: Scripted, folder: Path, **identity: object) -> CachedWriter:
    return CachedWriter(writer, ResponseCache(folder), identity=identity)


def entries(folder: Path) -> list[Path]:
    return sorted(folder.glob("*/*"))


def test_same_question_is_asked_once_and_the_kept_answer_says_that_it_is_one(tmp_path: Path) -> None:
    writer = Scripted(Reply("Dear Ms Kelso", "stop", 11, 5, 2))
    asked = cached(writer, tmp_path)
    assert asked.complete(REQUEST) == Reply("Dear Ms Kelso", "stop", 11, 5, 2)
    again = cached(writer, tmp_path)
    assert again.complete(REQUEST) == Reply("Dear Ms Kelso", "stop", 11, 5, 2, from_cache=True)
    assert (writer.asked, again.hits, again.misses) == (1, 1, 0)


_OTHER: dict[str, object] = {
    "messages": (Message("system", "Write."), Message("user", "Notes. ")),
    "schema": {"type": "object", "additionalProperties": False},
    "grammar": 'root ::= "a"',
    "max_tokens": 51,
    "temperature": 0.0,
    "seed": 2,
    "timeout_s": 5.0,
    "budget": Budget(),
}


def test_every_part_of_a_request_is_tried() -> None:
    assert set(_OTHER) == {field.name for field in fields(Request)}


@pytest.mark.parametrize("name", sorted(_OTHER))
def test_every_byte_that_matters_makes_another_question_and_the_time_it_may_take_does_not(name: str) -> None:
    other = replace(REQUEST, **{name: _OTHER[name]})  # type: ignore[arg-type]
    same = key_of("openai:m", other, {}) == key_of("openai:m", REQUEST, {})
    assert same is (name in {"timeout_s", "budget"})


def test_order_of_roles_the_model_the_address_and_the_code_matter_too() -> None:
    swapped = replace(REQUEST, messages=(Message("user", "Write."), Message("system", "Notes.")))
    keys = {
        key_of("openai:m", REQUEST, {}),
        key_of("openai:m", swapped, {}),
        key_of("openai:m2", REQUEST, {}),
        key_of("azure:m", REQUEST, {}),
        key_of("openai:m", REQUEST, {"base_url": "http://a"}),
        key_of("openai:m", REQUEST, {"base_url": "http://b"}),
        key_of("openai:m", REQUEST, {}, version="another"),
        key_of("openai:m", replace(REQUEST, temperature=0), {}),
        key_of("openai:m", replace(REQUEST, seed=None), {}),
    }
    assert len(keys) == 9
    assert key_of("openai:m", REQUEST, {}) == key_of("openai:m", replace(REQUEST), {}, version=code_version())


def test_messages_cannot_be_shifted_into_each_other() -> None:
    one = replace(REQUEST, messages=(Message("user", "ab"), Message("user", "c")))
    two = replace(REQUEST, messages=(Message("user", "a"), Message("user", "bc")))
    assert key_of("m", one, {}) != key_of("m", two, {})


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: text[: len(text) // 2],
        lambda text: "[]",
        lambda text: "null",
        lambda text: "{}",
        lambda text: text.replace("Kelso", "Kelsey"),
        lambda text: text.replace('"layout": 1', '"layout": 0'),
        lambda text: text.replace('"finish": "stop"', '"finish": "stop", "more": 1'),
        lambda text: "\x00" * 40,
        lambda text: "[" * 100_000,
    ],
    ids=["empty", "half", "list", "null", "no keys", "changed", "older form", "unknown field", "zeros", "deep"],
)
def test_damaged_entry_is_a_miss_and_is_written_anew(tmp_path: Path, damage: Callable[[str], str]) -> None:
    writer = Scripted(Reply("Dear Ms Kelso"))
    cached(writer, tmp_path).complete(REQUEST)
    (entry,) = entries(tmp_path)
    entry.write_text(damage(entry.read_text("utf-8")), "utf-8")
    assert cached(writer, tmp_path).complete(REQUEST) == Reply("Dear Ms Kelso")
    assert cached(writer, tmp_path).complete(REQUEST).from_cache
    assert writer.asked == 2


def test_bytes_that_are_no_text_are_a_miss(tmp_path: Path) -> None:
    writer = Scripted(Reply("x"))
    cached(writer, tmp_path).complete(REQUEST)
    entries(tmp_path)[0].write_bytes(b"\xff\xfe\x00")
    assert not cached(writer, tmp_path).complete(REQUEST).from_cache


def test_entry_of_another_question_is_a_miss(tmp_path: Path) -> None:
    writer = Scripted(Reply("x"))
    cached(writer, tmp_path).complete(REQUEST)
    (entry,) = entries(tmp_path)
    kept = ResponseCache(tmp_path)
    other = key_of("openai:m", replace(REQUEST, seed=9), {})
    (tmp_path / other[:2]).mkdir(exist_ok=True)
    (tmp_path / other[:2] / f"{other}.json").write_bytes(entry.read_bytes())
    assert kept.get(other) is None


@pytest.mark.parametrize("finish", ["length", "refusal"])
def test_refused_and_cut_off_answers_are_asked_for_again(tmp_path: Path, finish: Finish) -> None:
    writer = Scripted(Reply("half", finish))
    for _ in range(2):
        assert cached(writer, tmp_path).complete(REQUEST) == Reply("half", finish)
    assert writer.asked == 2
    assert entries(tmp_path) == []


def test_empty_answers_and_failures_are_never_kept(tmp_path: Path) -> None:
    writer = Scripted(ProviderFailure("down"), Reply("  \n"), Reply("fine"))
    with pytest.raises(ProviderFailure):
        cached(writer, tmp_path).complete(REQUEST)
    cached(writer, tmp_path).complete(REQUEST)
    assert entries(tmp_path) == []
    cached(writer, tmp_path).complete(REQUEST)
    assert len(entries(tmp_path)) == 1


def test_entry_holds_neither_key_nor_question_and_only_its_owner_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    folder = tmp_path / "answers"
    cached(Scripted(Reply("fine")), folder, base_url="https://models.example/v1").complete(REQUEST)
    (entry,) = entries(folder)
    text = entry.read_text("utf-8")
    assert set(json.loads(text)) == {"layout", "key", "reply", "sum"}
    for word in (KEY, "Notes.", "models.example"):
        assert word not in text
    assert stat.S_IMODE(entry.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_what_a_writer_does_before_its_first_call_is_handed_on(tmp_path: Path) -> None:
    class Ready(Scripted):
        done: list[object] = []  # noqa: RUF012

        def start(self) -> None:
            self.done.append("started")

        def remember_in(self, folder: Path) -> None:
            self.done.append(folder)

    asked = cached(Ready(Reply("x")), tmp_path, base_url="http://127.0.0.1/v1")
    asked.start()
    asked.remember_in(tmp_path)
    assert Ready.done == ["started", tmp_path]
    assert asked.base_url == "http://127.0.0.1/v1"
    cached(Scripted(Reply("x")), tmp_path).start()


def test_stream_shows_a_kept_answer_in_one_piece_and_a_new_one_as_it_comes(tmp_path: Path) -> None:
    shown: list[str] = []
    writer = Streaming(Reply("abc"))
    assert cached(writer, tmp_path).stream(REQUEST, shown.append) == Reply("abc")
    assert cached(writer, tmp_path).stream(REQUEST, shown.append) == Reply("abc", from_cache=True)
    assert shown == ["a", "b", "c", "abc"]
    assert cached(writer, tmp_path).complete(REQUEST).from_cache
    assert writer.asked == 1


def test_stream_of_a_writer_that_cannot_shows_the_whole(tmp_path: Path) -> None:
    shown: list[str] = []
    assert cached(Scripted(Reply("abc")), tmp_path).stream(REQUEST, shown.append) == Reply("abc")
    assert shown == ["abc"]


def test_folder_that_cannot_be_made_costs_nothing_but_the_entry(tmp_path: Path) -> None:
    (tmp_path / "answers").write_text("a file stands here")
    writer = Scripted(Reply("fine"))
    asked = cached(writer, tmp_path / "answers")
    assert asked.complete(REQUEST) == asked.complete(REQUEST) == Reply("fine")
    assert writer.asked == 2


def test_folder_stays_within_its_size_and_keeps_what_was_used_last(tmp_path: Path) -> None:
    now = [1000.0]
    kept = ResponseCache(tmp_path, max_bytes=4000, clock=lambda: now[0])
    keys = [f"{number:02d}" + "a" * 62 for number in range(20)]
    for key in keys:
        now[0] += 1
        kept.put(key, Reply("x" * 300))
        os.utime(tmp_path / key[:2] / f"{key}.json", (now[0], now[0]))
    now[0] += 1
    assert kept.get(keys[0]) is not None
    assert kept.prune() > 5
    assert sum(path.stat().st_size for path in entries(tmp_path)) <= 4000
    left = [key for key in keys if kept.get(key) is not None]
    assert left[0] == keys[0]
    assert left[1:] == keys[-len(left) + 1 :]
    assert kept.prune() == 0


def test_files_that_were_never_finished_go_after_an_hour(tmp_path: Path) -> None:
    kept = ResponseCache(tmp_path, clock=lambda: 10_000.0)
    folder = tmp_path / "aa"
    folder.mkdir()
    for name, age in (("old.part", 4000.0), ("new.part", 10.0)):
        (folder / name).write_text("half")
        os.utime(folder / name, (10_000.0 - age, 10_000.0 - age))
    kept.prune()
    assert [path.name for path in entries(tmp_path)] == ["new.part"]


_HAMMER = """
import sys
from pathlib import Path
from pipeline.models import Reply
from pipeline.response_cache import ResponseCache

kept, worker, wrong = ResponseCache(Path(sys.argv[1]), max_bytes=20_000), int(sys.argv[2]), 0
for turn in range(150):
    key = f"{turn % 7:02d}" + "b" * 62
    kept.put(key, Reply(f"answer {turn % 7} " + "y" * 500, tokens_in=turn % 7))
    reply = kept.get(key)
    wrong += reply is not None and reply.tokens_in != turn % 7
    if turn % 20 == worker:
        kept.prune()
print(wrong)
"""


def test_many_processes_share_a_folder_without_a_wrong_or_a_half_answer(tmp_path: Path) -> None:
    workers = [
        subprocess.Popen([sys.executable, "-c", _HAMMER, str(tmp_path), str(worker)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for worker in range(3)
    ]
    assert [worker.communicate(timeout=60)[0].strip() for worker in workers] == ["0", "0", "0"]
    kept = ResponseCache(tmp_path)
    assert len(entries(tmp_path)) == 7
    for path in entries(tmp_path):
        assert kept.get(path.stem) is not None
