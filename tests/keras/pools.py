"""Draws cases for the contract: most of them usual, a third with something wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import TypeAlias

from netbuilder.catalog.tensors import Shape
from netbuilder.graph.values import Value
from tests.keras.contract import Case, case

Input: TypeAlias = Shape | tuple[Shape, str]


@dataclass(frozen=True)
class Pool:
    """What cases of some classes are drawn from.

    Attributes:
        classes: The classes, each of which gets its own draws.
        inputs: Inputs that fit.
        misfits: Inputs that do not fit, or only with some parameters.
        needed: Values for parameters that have no default.
        options: Values for parameters that a case may leave out.
        wrong: Values that Keras refuses, or only with some inputs.
        draws: How many cases each class gets.
    """

    classes: Sequence[str]
    inputs: Sequence[Input]
    misfits: Sequence[Input] = ()
    needed: Mapping[str, Sequence[Value]] = field(default_factory=dict)
    options: Mapping[str, Sequence[Value]] = field(default_factory=dict)
    wrong: Mapping[str, Sequence[Value]] = field(default_factory=dict)
    draws: int = 20

    def cases(self, random: Random) -> list[Case]:
        """Draw all cases of the pool."""
        return [self._draw(name, random) for name in self.classes for _ in range(self.draws)]

    def _draw(self, class_name: str, random: Random) -> Case:
        params = {name: random.choice(values) for name, values in self.needed.items()}
        for name, values in self.options.items():
            if random.random() < 0.4:
                params[name] = random.choice(values)
        chosen = random.choice(self.inputs)
        fault = random.random()
        if self.misfits and fault < 0.2:
            chosen = random.choice(self.misfits)
        elif self.wrong and fault < 0.35:
            name = random.choice(list(self.wrong))
            params[name] = random.choice(self.wrong[name])
        return case(class_name, params, chosen)
