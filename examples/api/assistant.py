"""What an assistant does with `afterword mcp`: start it, list its tools, read notes and draft. Needs `afterword[mcp]`."""

from __future__ import annotations

import asyncio
import sys

from mcp import Client, StdioServerParameters

NOTES = """
scenario: phone_interview
candidate: {name: Ines Aguirre}
recipients: [{name: Margit Holm}]
company: Tarnby Ferries
role: reliability engineer
facts:
  - {kind: topic, text: the fault forms of the night shift}
  - {kind: private, text: I was let go from Hexham Freight in May}
"""


async def main() -> None:
    """One session of an assistant."""
    server = StdioServerParameters(command=sys.executable, args=["-m", "afterword", "mcp", "--model", "phrasebook"])
    async with Client(server) as assistant:
        print([tool.name for tool in (await assistant.list_tools()).tools])
        understood = (await assistant.call_tool("read_notes", {"notes": NOTES})).structured_content or {}
        for fact in understood["notes"]["facts"]:
            print(fact["kind"], fact["text"])  # the private one comes as "[private]"
        outcome = (await assistant.call_tool("draft", {"notes": NOTES})).structured_content or {}
        print(outcome["verdict"], outcome["draft"]["subject"])


asyncio.run(main())
