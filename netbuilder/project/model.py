"""The project as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from netbuilder.catalog.custom import CustomCode
from netbuilder.dataset import NO_DATA, DataChoice
from netbuilder.graph import Graph
from netbuilder.project.weights import WeightsFile
from netbuilder.training.settings import TrainingSettings
from netbuilder.training.sweeps import SweepPlan


@dataclass(frozen=True)
class Project:
    """All that one .netbuilder file holds.

    Attributes:
        title: What the project is called; the model's name in generated code.
        notes: Free text: what it is about, what to try.
        graph: The network.
        data: What it trains on.
        training: How it is compiled and fitted.
        custom: The student's own layers, losses, metrics and activations, by different names.
        sequential: The network is kept one list of layers, which wires itself.
        weights: What a training starts from instead of fresh weights; None for nothing.
        sweep: What a sweep varies, and how.
        unknown: Keys of a file that a newer minor version wrote, kept for saving.
    """

    title: str = ""
    notes: str = ""
    graph: Graph = field(default_factory=Graph)
    data: DataChoice = NO_DATA
    training: TrainingSettings = field(default_factory=TrainingSettings)
    custom: tuple[CustomCode, ...] = ()
    sequential: bool = False
    weights: WeightsFile | None = None
    sweep: SweepPlan = field(default_factory=SweepPlan)
    unknown: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def start(self) -> WeightsFile | None:
        """The weights that a training does start from; None for fresh ones."""
        return self.weights if self.weights is not None and self.weights.used else None
