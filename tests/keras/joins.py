"""Draws cases of layers that take several inputs, which :mod:`tests.keras.pools` does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import TypeAlias

from netbuilder.graph.values import Value
from tests.keras.contract import Case, case
from tests.keras.pools import Input, Pool

Inputs: TypeAlias = tuple[Input, ...]


@dataclass(frozen=True)
class Join:
    """As a :class:`Pool`, but each case gets several inputs at once.

    Attributes:
        classes: The classes, each of which gets its own draws.
        inputs: Groups of inputs that fit together.
        misfits: Groups that do not fit, or only with some parameters.
        needed: Values for parameters that have no default.
        options: Values for parameters that a case may leave out.
        wrong: Values that Keras refuses, or only with some inputs.
        spread: The inputs are passed as arguments of their own, not as one list.
        draws: How many cases each class gets.
    """

    classes: Sequence[str]
    inputs: Sequence[Inputs]
    misfits: Sequence[Inputs] = ()
    needed: Mapping[str, Sequence[Value]] = field(default_factory=dict)
    options: Mapping[str, Sequence[Value]] = field(default_factory=dict)
    wrong: Mapping[str, Sequence[Value]] = field(default_factory=dict)
    spread: bool = False
    draws: int = 20

    def cases(self, random: Random) -> list[Case]:
        """Draw all cases: parameters as a pool does, and a group of inputs for each."""
        pool = Pool(
            self.classes,
            [()],
            needed=self.needed,
            options=self.options,
            wrong=self.wrong,
            draws=self.draws,
        )
        return [self._joined(drawn, random) for drawn in pool.cases(random)]

    def _joined(self, drawn: Case, random: Random) -> Case:
        unfit = self.misfits and random.random() < 0.25
        group = random.choice(self.misfits if unfit else self.inputs)
        inputs = case(drawn.class_name, {}, *group).inputs
        return replace(drawn, inputs=inputs, spread=self.spread)
