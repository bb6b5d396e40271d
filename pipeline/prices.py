"""What a call cost, from the prices that the library genai-prices carries; unknown is None, never zero.

Its import takes a third of a second, so it is imported for servers that charge and for no others, and `preload` does it while the
network is waited for. Its prices are those of its release; nothing is fetched.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import metadata
from typing import TYPE_CHECKING

from pipeline.providers.table import is_loopback, load_providers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.providers.table import Provider

__all__ = ["Cost", "cost_of", "preload", "price_source"]


@dataclass(frozen=True, slots=True)
class Cost:
    """What calls cost: `usd`, None where unknown, by the prices that `source` names with their date."""

    usd: float | None = None
    source: str | None = None


def cost_of(
    model: str,
    *,
    tokens_in: int | None,
    tokens_out: int | None,
    tokens_cached: int | None = None,
    base_url: str = "",
    providers: Mapping[str, Provider] | None = None,
    at: dt.datetime | None = None,
) -> Cost:
    """What so many tokens cost.

    Args:
        model: `PROVIDER:NAME`, as writers are named.
        tokens_in: all tokens read, cached ones among them; None where the server gave no count.
        tokens_out: tokens written, thinking among them.
        tokens_cached: of the tokens read, those the server had kept; None counts as none.
        base_url: where the server is, when it is not the provider's own: then only that address decides whose prices hold.
        providers: the table; Afterword's own by default.
        at: when the call was made, with its time zone; now by default.

    A model of this machine costs nothing that a price list knows, and an unknown model, server or count has no price: None.
    """
    prefix, _, name = model.partition(":")
    row = (load_providers() if providers is None else providers).get(prefix)
    if row is None or tokens_in is None or tokens_out is None or not _may_charge(row, base_url):
        return Cost()
    own = not base_url or base_url.rstrip("/") == row.base_url or bool(row.url_path)
    try:
        from genai_prices import Usage, calc_price
    except ImportError:
        return Cost()
    cached = min(max(0, tokens_cached or 0), tokens_in)
    try:
        usage = Usage(input_tokens=tokens_in, cache_read_tokens=cached, output_tokens=tokens_out)
        asked = name.partition("@http")[0]
        if own:
            found = calc_price(usage, asked, provider_id=row.prices, genai_request_timestamp=at)
        else:
            found = calc_price(usage, asked, provider_api_url=base_url, genai_request_timestamp=at)
    except (LookupError, ValueError):
        return Cost()
    total: Decimal = found.total_price
    return Cost(round(float(total), 8), price_source())


@cache
def price_source() -> str:
    """The library, its release, and the newest date its prices carry: "genai-prices 0.2.3, prices of 2026-11-12"."""
    version = metadata.version("genai-prices")
    newest = max(_dates(), default=None)
    return f"genai-prices {version}" + (f", prices of {newest.isoformat()}" if newest else "")


def preload(model: str, base_url: str = "") -> threading.Thread | None:
    """Import the prices in the background when this model's server may charge; None when it does not."""
    row = load_providers().get(model.partition(":")[0])
    if row is None or not _may_charge(row, base_url):
        return None
    thread = threading.Thread(target=_import, name="afterword-prices", daemon=True)
    thread.start()
    return thread


def _import() -> None:
    try:
        from genai_prices.data import providers
    except ImportError:
        return
    del providers


def _may_charge(row: Provider, base_url: str) -> bool:
    return row.prices is not None and not is_loopback(base_url)


def _dates() -> Iterator[dt.date]:
    """Days from which a price in the library holds, none of them to come."""
    from genai_prices.data import providers

    today = dt.datetime.now(dt.UTC).date()
    for provider in providers:
        for model in provider.models:
            tiers = model.prices if isinstance(model.prices, list) else []
            for tier in (*tiers, *(getattr(model, "price_variants", None) or ())):
                day = getattr(getattr(tier, "constraint", None), "start_date", None)
                if isinstance(day, dt.date) and day <= today:
                    yield day
