"""The server driven as an assistant drives it: a process of its own, the SDK's client, standard input and output."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest
from mcp import Client, StdioServerParameters
from mcp.types import TextContent

from afterword.commands.mcp import command
from pipeline.errors import BadConfiguration
from tests.afterword.confidential import NOTES, PRIVATE

ROOT = Path(__file__).parent.parent.parent
START = ["-c", "from afterword.commands.mcp import command; command()", "--model", "phrasebook"]

T = TypeVar("T")


def _with_client(use: Callable[[Client], Awaitable[T]], *arguments: str) -> T:
    async def run() -> T:
        server = StdioServerParameters(command=sys.executable, args=[*START, *arguments], cwd=ROOT)
        async with Client(server, read_timeout_seconds=60) as client:
            return await use(client)

    return asyncio.run(run())


def _call(tool: str, *server: str, **arguments: object) -> tuple[bool, dict[str, object], str]:
    """Whether the tool failed, its structured answer, and its text."""

    async def use(client: Client) -> tuple[bool, dict[str, object], str]:
        result = await client.call_tool(tool, dict(arguments))
        text = "".join(block.text for block in result.content if isinstance(block, TextContent))
        return bool(result.is_error), result.structured_content or {}, text

    return _with_client(use, *server)


def test_four_tools_that_change_nothing_are_offered() -> None:
    async def use(client: Client) -> list[tuple[str, bool | None, bool | None, set[str]]]:
        tools = (await client.list_tools()).tools
        assert all(tool.description for tool in tools)
        hints = [tool.annotations for tool in tools]
        return [
            (tool.name, hint.read_only_hint, hint.open_world_hint, set(tool.input_schema["properties"]))
            for tool, hint in zip(tools, hints, strict=True)
            if hint is not None
        ]

    shared = {"notes", "file", "scenario", "now"}
    assert _with_client(use) == [
        ("read_notes", True, False, shared),
        ("draft", True, False, shared | {"to", "seed"}),
        ("check", True, False, shared | {"email"}),
        ("explain_rule", True, False, {"rule_id"}),
    ]


def test_an_assistant_reads_drafts_checks_and_looks_up_a_rule_in_one_session() -> None:
    async def use(client: Client) -> list[dict[str, object]]:
        read = (await client.call_tool("read_notes", {"notes": NOTES})).structured_content or {}
        drafted = (await client.call_tool("draft", {"notes": NOTES, "seed": 2})).structured_content or {}
        draft = drafted["draft"]
        checked = (await client.call_tool("check", {"email": draft["text"], "notes": NOTES})).structured_content or {}
        rule = await client.call_tool("explain_rule", {"rule_id": "LEN-long"})
        assert "LEN-long" in "".join(block.text for block in rule.content if isinstance(block, TextContent))
        return [read, drafted, checked]

    read, drafted, checked = _with_client(use)
    said = json.dumps([read, drafted, checked])
    assert "fault forms" in said
    assert PRIVATE not in said
    assert "84,000" not in said
    assert (drafted["verdict"], checked["passed"]) == ("send", True)


def test_the_text_of_an_answer_is_withheld_like_its_structure() -> None:
    failed, _structured, text = _call("read_notes", notes=NOTES)
    assert not failed
    assert "fault forms" in text
    assert "84,000" not in text


def test_only_the_user_can_show_private_facts() -> None:
    assert "84,000" in json.dumps(_call("read_notes", "--show-private", notes=NOTES)[1])
    for name in ("show_private", "shows_private", "include_private"):
        assert "84,000" not in json.dumps(_call("read_notes", notes=NOTES, **{name: True})[1:])


def test_notes_can_be_named_by_file_in_the_folder_the_user_opened(tmp_path: Path) -> None:
    (tmp_path / "tarnby.yaml").write_text(NOTES, encoding="utf-8")
    assert _call("draft", "--folder", str(tmp_path), file="tarnby.yaml")[1]["verdict"] == "send"
    failed, _structured, text = _call("draft", "--folder", str(tmp_path), file="../x.yaml")
    assert failed
    assert "no file" in text


def test_notes_as_json_stay_text_on_the_way() -> None:
    notes = json.dumps({"scenario": "phone_interview", "company": "Tarnby Ferries", "facts": [{"kind": "topic", "text": "the rota"}]})
    failed, structured, text = _call("read_notes", notes=notes)
    assert not failed, text
    assert "Tarnby Ferries" in json.dumps(structured)


@pytest.mark.parametrize(
    ("tool", "arguments", "says"),
    [
        ("draft", {"notes": " "}, "either as text"),
        ("draft", {"notes": NOTES, "to": "Zebedee"}, "Zebedee"),
        ("draft", {"notes": NOTES, "seed": -1}, "seed"),
        ("draft", {"notes": NOTES, "now": "yesterday-ish"}, "now"),
        ("read_notes", {"notes": "scenario: phone_interview\ncompnay: Fernhill\nrole: planner\n"}, "company"),
        ("check", {"notes": NOTES}, "email"),
        ("explain_rule", {"rule_id": "LEN-lnog"}, "LEN-long"),
    ],
    ids=["no notes", "nobody", "seed", "now", "misspelt key", "no email", "misspelt rule"],
)
def test_what_is_wrong_is_an_answer_and_not_a_crash(tool: str, arguments: dict[str, object], says: str) -> None:
    failed, _structured, text = _call(tool, **arguments)
    assert failed
    assert says in text
    assert "Traceback" not in text


def _start(*arguments: str, code: str = START[1]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", f"import sys; {code}", *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        timeout=60,
    )


def test_without_the_sdk_one_sentence_names_the_extra() -> None:
    hide = "sys.modules['mcp'] = None; from afterword.commands import mcp; from afterword.cli import COMMANDS, main; COMMANDS['mcp'] = ''; "
    done = _start("mcp", code=hide + "sys.argv[0] = 'afterword'; main()")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "pip install '.[mcp]'" in done.stderr


def test_nothing_is_printed_when_the_assistant_goes_away() -> None:
    done = _start(code=START[1])
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("arguments", "says"), [(["--folder", "no/such/folder"], "--folder"), (["--model", "opnai:x"], "openai")], ids=["folder", "model"]
)
def test_what_cannot_be_served_is_refused_at_the_start(arguments: list[str], says: str) -> None:
    with pytest.raises(BadConfiguration, match=says):
        command.main(["--model", "phrasebook", *arguments], standalone_mode=False)
