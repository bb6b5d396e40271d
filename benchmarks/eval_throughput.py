"""Cases a second of the eval runner against the bare openai client: `python -m benchmarks.eval_throughput`.

Both make the same calls to the same server, which takes 50 ms, 50 at once, in turns, and after each four assertions are looked at. The
runner also goes through Afterword's own adapter and has every record on the disk before the case counts. Steady rate: the first and the
last tenth of a run, where connections are made and few are left, are not counted.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.slow_server import started
from evals.email_suites import EvalCase, load_suite
from evals.results import CaseRecord, Score
from evals.run_log import RunLog
from evals.run_plan import Unit, make_head
from evals.runner import drive
from pipeline.models import Request, Writer
from pipeline.providers import open_model
from prompts.messages import Message

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion

MESSAGES = (Message("system", "You write short emails. " * 40), Message("user", "Notes: a call on Tuesday. " * 20))
#: The same call for both clients of the SDK, whose messages are a union of seven shapes.
CALL: dict[str, Any] = {
    "model": "slow",
    "messages": [{"role": one.role, "content": one.content} for one in MESSAGES],
    "max_tokens": 900,
}
CHECKS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("thanks", lambda text: "thank" in text.lower()),
    ("short", lambda text: len(text.split()) < 170),
    ("plain", lambda text: "**" not in text),
    ("calm", lambda text: "!" not in text),
)


def steady(ends: Sequence[float]) -> float:
    """Cases a second between the first and the last tenth."""
    ordered = sorted(ends)
    tenth = len(ordered) // 10
    return (len(ordered) - 2 * tenth - 1) / (ordered[-1 - tenth] - ordered[tenth])


def _look_at(reply: ChatCompletion) -> None:
    text = reply.choices[0].message.content or ""
    assert all(check(text) for _, check in CHECKS)


def bare(url: str, cases: int, at_once: int) -> float:
    """The async client of the openai SDK and nothing around it."""
    import openai

    async def run() -> list[float]:
        client = openai.AsyncOpenAI(api_key="none", base_url=url, max_retries=0)
        slots, ends = asyncio.Semaphore(at_once), []

        async def one() -> None:
            async with slots:
                _look_at(await client.chat.completions.create(**CALL))
                ends.append(time.perf_counter())

        await asyncio.gather(*(one() for _ in range(cases)))
        await client.close()
        return ends

    return steady(asyncio.run(run()))


def bare_threads(url: str, cases: int, at_once: int) -> float:
    """The same with the SDK's other client, in threads."""
    import openai

    ends: list[float] = []
    with openai.OpenAI(api_key="none", base_url=url, max_retries=0) as client, ThreadPoolExecutor(at_once) as pool:

        def one(_: int) -> None:
            _look_at(client.chat.completions.create(**CALL))
            ends.append(time.perf_counter())

        list(pool.map(one, range(cases)))
    return steady(ends)


def runner(url: str, cases: int, at_once: int, driver: Callable[..., None] = drive) -> float:
    """The eval runner with its log."""
    spec = f"openai:slow@{url}"
    writer = open_model(spec)
    assert isinstance(writer, Writer)
    case: EvalCase = load_suite("references")[0]
    units = [Unit(case, spec, seed, f"unit-{seed}") for seed in range(cases)]
    ends: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        head = make_head("references", [case], [spec], range(cases), live=True, started=dt.datetime.now(dt.UTC), options={})
        with RunLog(Path(folder), head) as log:

            def work(unit: Unit) -> None:
                reply = writer.complete(Request(MESSAGES))
                scores = tuple(Score(name=name, kind="assertion", value=float(check(reply.text))) for name, check in CHECKS)
                record = CaseRecord(
                    key=unit.key,
                    case=case.id,
                    suite=case.suite,
                    scenario=case.scenario.value,
                    model=spec,
                    seed=unit.seed,
                    status="scored",
                    email=reply.text,
                    scores=scores,
                )
                log.append(record)
                ends.append(time.perf_counter())

            driver(units, work, workers={spec: at_once})
    return steady(ends)


def plain(units: Sequence[Unit], work: Callable[[Unit], None], *, workers: dict[str, int]) -> None:
    """Threads and nothing else, to see what the library around them costs."""
    with ThreadPoolExecutor(max(workers.values())) as pool:
        list(pool.map(work, units))


def main() -> None:
    """Command line; exit code 1 below the share asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=500)
    parser.add_argument("--at-once", type=int, default=50)
    parser.add_argument("--wait-ms", type=float, default=50)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--least", type=float, default=0.8)
    args = parser.parse_args()
    log = Path(tempfile.mkdtemp()) / "calls"
    rates: dict[str, list[float]] = {
        name: [] for name in ("openai client, async", "openai client, threads", "runner", "runner, no library")
    }
    with started(log, args.wait_ms) as url:
        bare(url, 100, args.at_once)
        runner(url, 100, args.at_once)
        for _ in range(args.rounds):
            rates["openai client, async"].append(bare(url, args.cases, args.at_once))
            rates["runner"].append(runner(url, args.cases, args.at_once))
            rates["openai client, threads"].append(bare_threads(url, args.cases, args.at_once))
            rates["runner, no library"].append(runner(url, args.cases, args.at_once, plain))
    for name, seen in rates.items():
        print(f"{name:30}{statistics.median(seen):8.0f} a second  ({min(seen):.0f} to {max(seen):.0f})")
    shares = []
    for ours, *theirs in zip(rates["runner"], rates["openai client, async"], rates["openai client, threads"], strict=True):
        shares.append(ours / max(theirs))
    share = statistics.median(shares)
    print(f"{'runner / the faster client':30}{share:8.2f}    ({min(shares):.2f} to {max(shares):.2f}), each round on its own")
    calls = args.cases * args.rounds * len(rates) + 200
    came = sum(line.startswith("<") for line in log.read_text("utf-8").splitlines())
    print(f"calls answered by the server: {came} of {calls}")
    assert came == calls
    sys.exit(0 if share >= args.least else 1)


if __name__ == "__main__":
    main()
