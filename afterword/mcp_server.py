"""`afterword mcp`: the tools of `afterword/mcp_tools.py` over the Model Context Protocol, on standard input and output.

While it serves, the SDK keeps standard output for the protocol; whatever else writes there lands on standard error. Nothing is logged.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

from pydantic import Field

from afterword.mcp_tools import Desk, answer_check, answer_draft, answer_notes, answer_rule
from pipeline.errors import AfterwordError, BadConfiguration

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

__all__ = ["build_server", "serve"]

T = TypeVar("T")

_ABOUT = """Afterword turns a job seeker's interview notes into a follow-up email that can be sent as it stands, and checks any such email
against the notes. It never sends anything. Facts marked private stay out of the email; their text is withheld here unless the user has
allowed it. Show the user the draft and the advice with it, in particular a verdict "hold", which advises against sending now."""

Text = Annotated[str, Field(description="The notes as text: plain, YAML, JSON or the filled-in form. Leave empty when file is given.")]
File = Annotated[str, Field(description="Name of a notes file in the folder the user opened for this server, in place of notes.")]
Situation = Annotated[
    str | None,
    Field(
        description="phone_interview, assessment_center, no_response, bad_interview, time_to_think, accept_offer or decline_offer; "
        "only where the notes leave it open."
    ),
]
Now = Annotated[
    dt.datetime | None, Field(description="The moment of writing, e.g. 2026-11-05T09:00; the notes' own or the present otherwise.")
]
Someone = Annotated[str | None, Field(description="Write to this one of the people in the notes.")]
Seed = Annotated[int, Field(ge=0, description="Another seed, another wording.")]
Email = Annotated[str, Field(description='The email as it would be sent; "Subject: ..." as first line is optional.')]
RuleId = Annotated[str, Field(description="A rule's id from a finding, e.g. LEN-long; empty lists all rules.")]


def serve(desk: Desk) -> None:
    """Serve until standard input ends.

    Raises:
        BadConfiguration: the MCP SDK is not installed.
    """
    build_server(desk).run("stdio")


def build_server(desk: Desk) -> MCPServer:
    """The server with its four tools, for what the user allowed.

    Raises:
        BadConfiguration: the MCP SDK is not installed, or is older than 2.0.
    """
    try:
        from mcp.server.mcpserver import MCPServer
        from mcp.server.mcpserver.exceptions import ToolError
        from mcp.types import ToolAnnotations
    except ImportError as error:
        raise BadConfiguration(
            "The MCP SDK is not installed; in Afterword's folder say uv tool install '.[mcp]' or pip install '.[mcp]'."
        ) from error

    server: MCPServer = MCPServer("afterword", title="Afterword", instructions=" ".join(_ABOUT.split()), log_level="CRITICAL")
    is_elsewhere = desk.model.partition(":")[0] not in ("local", "phrasebook")

    def answer(make: Callable[[], T]) -> T:
        try:
            return make()
        except AfterwordError as error:
            raise ToolError(str(error)) from error

    def hints(title: str, *, elsewhere: bool = False) -> ToolAnnotations:
        return ToolAnnotations(title=title, read_only_hint=True, idempotent_hint=True, open_world_hint=elsewhere)

    @server.tool(annotations=hints("Read interview notes"))
    def read_notes(notes: Text = "", file: File = "", scenario: Situation = None, now: Now = None) -> dict[str, object]:
        """What Afterword understands of interview notes: people, company, role, facts, the situation, and what to ask the user."""
        return answer(lambda: answer_notes(desk, notes, file, scenario=scenario, now=now))

    @server.tool(annotations=hints("Draft the follow-up email", elsewhere=is_elsewhere))
    def draft(
        notes: Text = "", file: File = "", scenario: Situation = None, to: Someone = None, now: Now = None, seed: Seed = 0
    ) -> dict[str, object]:
        """Write the follow-up email for interview notes. The verdict is send, hold (advised against now) or refused (see questions)."""
        return answer(lambda: answer_draft(desk, notes, file, scenario=scenario, to=to, now=now, seed=seed))

    @server.tool(annotations=hints("Check an email against the notes"))
    def check(email: Email, notes: Text = "", file: File = "", scenario: Situation = None, now: Now = None) -> dict[str, object]:
        """Check the text of a follow-up email against the notes: what is wrong, by which rule, and what to write instead."""
        return answer(lambda: answer_check(desk, email, notes, file, scenario=scenario, now=now))

    @server.tool(annotations=hints("Explain a rule"), structured_output=False)
    def explain_rule(rule_id: RuleId = "") -> str:
        """What a rule of the checks asks for and why, with an email that breaks it and one that does not."""
        return answer(lambda: answer_rule(rule_id))

    return server
