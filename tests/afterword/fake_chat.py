"""A chat model of LangChain that answers from what it is asked: a stand-in for a package that a user has installed."""

from __future__ import annotations

import json
import re
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGeneration, ChatResult

__all__ = ["FakeChat"]


class FakeChat(BaseChatModel):
    """Thanks them in the form that the instructions ask for, with the first facts of the notes."""

    model: str = "fake"

    @property
    def _llm_type(self) -> str:
        return "fake"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **_: Any,  # the base class's own signature
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=self.say(messages))])

    def say(self, messages: list[BaseMessage]) -> AIMessage:
        """The answer to these messages."""
        facts = re.findall(r'"id": ?"(\w+)"', str(messages[-1].content))
        sentence = {"text": "Thank you for the conversation.", "move": "thank", "kind": "courtesy", "facts": facts[:1]}
        answer = json.dumps({"subject": "Thank you", "paragraphs": [[sentence]]})
        usage = UsageMetadata(input_tokens=50, output_tokens=20, total_tokens=70)
        return AIMessage(answer, usage_metadata=usage)
