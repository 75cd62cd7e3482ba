"""Runs the real Keras in processes of its own and collects what it says of random networks."""

from __future__ import annotations

import json
import lzma
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
CASES = Path(__file__).parent / "cases"
NETWORKS = Path(__file__).parent / "networks.jsonl.xz"

_MODULE = "tests.keras.fuzz.keras_side"


@dataclass(frozen=True, slots=True)
class Finding:
    """A model's config and what Keras says of it.

    Attributes:
        name: How to make it again: ``"SEED:INDEX"``, or a case's file.
        config: The config as Keras saves it.
        verdict: As :func:`tests.keras.fuzz.judging.judge` gives it.
    """

    name: str
    config: dict[str, Any]
    verdict: dict[str, Any]


def random_findings(seed: int, count: int) -> Iterator[Finding]:
    """Yield what Keras says of ``count`` random networks; the same for the same seed.

    Raises:
        ChildProcessError: A process of Keras ended before it was done.
    """
    names = [f"{seed}:{index}" for index in range(count)]
    return judged([(name, name) for name in names])


def judged(
    asked: Sequence[tuple[str, dict[str, Any] | str]], processes: int = 2
) -> Iterator[Finding]:
    """Yield what Keras says of named configs, or of names to grow a network from, in order.

    Raises:
        ChildProcessError: A process of Keras ended before it was done.
    """
    share = max(1, -(-len(asked) // processes))
    parts = [asked[start : start + share] for start in range(0, len(asked), share)]
    with ThreadPoolExecutor(processes) as pool:
        for part, lines in zip(parts, pool.map(_written, parts), strict=True):
            for (name, _), line in zip(part, lines, strict=True):
                found = json.loads(line)
                yield Finding(name, found["config"], found["verdict"])


def cases() -> list[tuple[str, dict[str, Any]]]:
    """Return the networks on which NetBuilder and Keras once differed."""
    paths = sorted(CASES.glob("*.json"))
    return [(path.name, json.loads(path.read_text(encoding="utf-8"))) for path in paths]


def write_case(finding: Finding) -> Path:
    """Keep a network on which the two differ, so that it is tested from now on."""
    path = CASES / f"{finding.name.replace(':', '-')}.json"
    path.write_text(json.dumps(finding.config, indent=1) + "\n", encoding="utf-8", newline="\n")
    return path


def stored_networks() -> list[tuple[str, dict[str, Any]]]:
    """Return random networks of a fixed seed; growing them takes longer than judging them."""
    with lzma.open(NETWORKS, "rt", encoding="utf-8") as file:
        return [(name, config) for name, config in map(json.loads, file)]


def store_networks(findings: Iterable[Finding]) -> None:
    """Keep random networks for the tests, without Keras's verdicts, which each run asks for."""
    with lzma.open(NETWORKS, "wt", encoding="utf-8", newline="\n", preset=9) as file:
        for finding in findings:
            file.write(json.dumps([finding.name, finding.config], separators=(",", ":")) + "\n")


def _written(asked: Sequence[tuple[str, dict[str, Any] | str]]) -> list[str]:
    """Return the lines that one process of Keras writes."""
    finished = subprocess.run(
        [sys.executable, "-m", _MODULE],
        input="".join(json.dumps(network) + "\n" for _, network in asked),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    if finished.returncode:
        raise ChildProcessError(finished.stderr[-2000:])
    return finished.stdout.splitlines()
