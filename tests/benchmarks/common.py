"""What all benchmarks share: figures, their table, and a project to measure with."""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from netbuilder.dataset import DataChoice
from netbuilder.graph import Graph
from netbuilder.project import Project
from netbuilder.project.file import write_project
from netbuilder.training.settings import TrainingSettings
from tests.unit.drawing import chain, layer

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Figure:
    """One measured figure.

    Attributes:
        name: What was measured.
        value: Its value.
        unit: Its unit: ``"s"``, ``"ms"``, ``"MB"``, or ``"x"`` for a ratio.
        goal: The most that it should be; None where there is no goal.
    """

    name: str
    value: float
    unit: str
    goal: float | None = None

    @property
    def verdict(self) -> str:
        """Say whether the goal is met; empty where there is none."""
        if self.goal is None:
            return ""
        return "met" if self.value <= self.goal else "MISSED"


def options(description: str, *, repeats: int) -> argparse.Namespace:
    """Read a benchmark's command line: ``--json`` and ``--repeats``."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--repeats", type=int, default=repeats, help="default: %(default)s")
    return parser.parse_args()


def report(title: str, figures: Sequence[Figure], *, as_json: bool) -> None:
    """Print the figures, as a table or as one JSON object."""
    if as_json:
        data = {"title": title, "machine": machine(), "figures": [asdict(f) for f in figures]}
        sys.stdout.write(json.dumps(data) + "\n")
        return
    sys.stdout.write(f"{title}\n{machine()}\n")
    width = max(len(figure.name) for figure in figures)
    for figure in figures:
        goal = "" if figure.goal is None else f"goal {figure.goal:g} {figure.unit}"
        value = f"{figure.value:9.3g} {figure.unit:<3}"
        sys.stdout.write(f"  {figure.name:<{width}} {value} {goal:<14} {figure.verdict}".rstrip())
        sys.stdout.write("\n")


def machine() -> str:
    """Describe this machine and how busy it is, without which no figure means much."""
    load = psutil.getloadavg()[0]
    return (
        f"{platform.system()} {platform.machine()}, {psutil.cpu_count()} cores, "
        f"Python {platform.python_version()}, load {load:.1f}"
    )


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which ``share`` (0 to 1) of all values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def medians(runs: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the median of every figure over all runs."""
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def mnist_cnn() -> Graph:
    """Draw the network for handwritten digits that everybody starts with."""
    return chain(
        layer("input_layer", "InputLayer", shape=(28, 28, 1)),
        layer("rescaling", "Rescaling", scale=1 / 255),
        layer("conv2d", "Conv2D", filters=16, kernel_size=3, activation="relu"),
        layer("max_pooling2d", "MaxPooling2D"),
        layer("conv2d_1", "Conv2D", filters=32, kernel_size=3, activation="relu"),
        layer("max_pooling2d_1", "MaxPooling2D"),
        layer("flatten", "Flatten"),
        layer("dropout", "Dropout", rate=0.25),
        layer("dense", "Dense", units=10, activation="softmax"),
    )


def mnist_project(epochs: int = 3) -> Project:
    """Return the project that is measured with."""
    training = TrainingSettings(epochs=epochs)
    return Project("MNIST", graph=mnist_cnn(), data=DataChoice("mnist_5k"), training=training)


@contextmanager
def project_file() -> Iterator[Path]:
    """Give the project as a file in a folder that goes away, with room for a user's folder."""
    with tempfile.TemporaryDirectory(prefix="netbuilder-bench-") as folder:
        path = Path(folder) / "mnist.netbuilder"
        write_project(mnist_project(), path)
        yield path
