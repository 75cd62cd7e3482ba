"""Runs the real Keras in processes of its own and collects what it says of random networks."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
CASES = Path(__file__).parent / "cases"

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


def random_findings(seed: int, count: int, processes: int = 2) -> Iterator[Finding]:
    """Yield what Keras says of ``count`` random networks; the same for the same seed.

    Raises:
        ChildProcessError: A process of Keras ended before it was done.
    """
    share = -(-count // processes)
    starts = range(0, count, share)
    parts = [(str(seed), str(start), str(min(share, count - start))) for start in starts]
    with ThreadPoolExecutor(processes) as pool:
        for lines in pool.map(_written, parts):
            for line in lines:
                found = json.loads(line)
                name = f"{seed}:{found['index']}"
                yield Finding(name, found["config"], found["verdict"])


def judged(configs: Iterable[tuple[str, dict[str, Any]]]) -> list[Finding]:
    """Return what Keras says of named configs."""
    named = list(configs)
    finished = subprocess.run(
        [sys.executable, "-m", _MODULE],
        input="".join(json.dumps(config) + "\n" for _, config in named),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        timeout=280,
    )
    if finished.returncode:
        raise ChildProcessError(finished.stderr[-2000:])
    verdicts = [json.loads(line)["verdict"] for line in finished.stdout.splitlines()]
    pairs = zip(named, verdicts, strict=True)
    return [Finding(name, config, verdict) for (name, config), verdict in pairs]


def cases() -> list[tuple[str, dict[str, Any]]]:
    """Return the networks on which NetBuilder and Keras once differed."""
    paths = sorted(CASES.glob("*.json"))
    return [(path.name, json.loads(path.read_text(encoding="utf-8"))) for path in paths]


def write_case(finding: Finding) -> Path:
    """Keep a network on which the two differ, so that it is tested from now on."""
    path = CASES / f"{finding.name.replace(':', '-')}.json"
    path.write_text(json.dumps(finding.config, indent=1) + "\n", encoding="utf-8", newline="\n")
    return path


def _written(arguments: tuple[str, ...]) -> list[str]:
    """Return the lines that one process of Keras writes."""
    finished = subprocess.run(
        [sys.executable, "-m", _MODULE, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    if finished.returncode:
        raise ChildProcessError(finished.stderr[-2000:])
    return finished.stdout.splitlines()
