"""What a LangChain chat model is told of one call: the settings its class has a field for, under the names it gives them.

LangChain has no common names for them. A copy of the model with other values in these fields is what every class understands;
an argument that a class does not know would be an error, or be sent on to a server that refuses it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from pipeline.models import Request

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

__all__ = ["NAMES", "adjusted", "complained_of", "takes"]

#: What classes call a setting, the commonest name first.
NAMES: Mapping[str, tuple[str, ...]] = {
    "max_tokens": ("max_tokens", "max_output_tokens", "max_completion_tokens", "num_predict", "max_new_tokens"),
    "temperature": ("temperature",),
    "seed": ("seed", "random_seed"),
}


def takes(kind: type[BaseChatModel], name: str) -> bool:
    """Whether a class can be made with an argument of this name."""
    return name in kind.model_fields or any(field.alias == name for field in kind.model_fields.values())


def adjusted(model: BaseChatModel, request: Request, *, room: int, fixed: Collection[str], refused: Collection[str]) -> BaseChatModel:
    """The model as it is to answer one request: a copy with its limits, or the model itself where nothing differs.

    Args:
        model: any chat model.
        request: names the longest answer, the temperature and the seed.
        room: how many times the longest answer it may write in all, its thinking among it.
        fixed: fields that its owner has set and that stay as they are.
        refused: settings that its server has refused.
    """
    wanted: dict[str, object] = {
        "max_tokens": request.max_tokens * room,
        "temperature": request.temperature,
        "seed": request.seed,
    }
    update = {}
    for setting, value in wanted.items():
        field = next((name for name in NAMES[setting] if name in type(model).model_fields), None)
        if field is None or field in fixed:
            continue
        value = None if setting in refused else value
        default = type(model).model_fields[field].get_default(call_default_factory=True, validated_data={})
        value = default if value is None else value
        if getattr(model, field) != value and (setting in refused or wanted[setting] is not None):
            update[field] = value
    return model.model_copy(update=update) if update else model


def complained_of(error: Exception, model: BaseChatModel, refused: Collection[str]) -> str | None:
    """The setting that a refusal names, if it is one that can be left out; its text is looked at and never shown."""
    said = str(error).casefold()
    for setting, names in NAMES.items():
        has_field = any(name in type(model).model_fields for name in names)
        if setting != "max_tokens" and setting not in refused and has_field and any(name in said for name in names):
            return setting
    return None
