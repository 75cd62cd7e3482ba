"""The learning rate of optimizers that hold others."""

from __future__ import annotations

import pytest

from netbuilder.graph import Config, Params
from netbuilder.training.optimizers import has_one_rate, with_rate

SCHEDULE = Config("ExponentialDecay")
SCALED = Config("LossScaleOptimizer", Params(inner_optimizer=Config("Adam")))
SEVERAL = Config("MultiOptimizer", Params(optimizer_map=Config("by_layer")))


@pytest.mark.parametrize(
    ("optimizer", "one", "changed"),
    [
        pytest.param(
            Config("SGD", Params(momentum=0.9)),
            True,
            Config("SGD", Params(momentum=0.9, learning_rate=0.5)),
            id="its own",
        ),
        pytest.param(
            Config("SGD", Params(learning_rate=SCHEDULE)),
            False,
            Config("SGD", Params(learning_rate=0.5)),
            id="a schedule",
        ),
        pytest.param(
            SCALED,
            True,
            Config(
                "LossScaleOptimizer",
                Params(inner_optimizer=Config("Adam", Params(learning_rate=0.5))),
            ),
            id="of the one inside",
        ),
        pytest.param(SEVERAL, False, SEVERAL, id="several"),
    ],
)
def test_the_learning_rate(optimizer: Config, one: bool, changed: Config) -> None:
    assert has_one_rate(optimizer) is one
    assert with_rate(optimizer, 0.5) == changed
