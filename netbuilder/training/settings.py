"""How a network is compiled and fitted."""

from __future__ import annotations

from dataclasses import dataclass

from netbuilder.graph.values import Config, Params

DEFAULT_LOSS = Config("SparseCategoricalCrossentropy")
DEFAULT_OPTIMIZER = Config("Adam", Params(learning_rate=0.001))
ACCURACY = Config("accuracy")


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """What compile() and fit() are given.

    Attributes:
        loss: A loss of the catalogue, such as ``Config("MeanSquaredError")``.
        optimizer: An optimizer of the catalogue.
        metrics: Metrics of the catalogue, or ``Config("accuracy")`` for Keras's own
            choice of the fitting accuracy.
        callbacks: Callbacks of the catalogue, in order; several of a class are allowed.
        epochs: How often the training data are gone through.
        batch_size: Samples a step.
        validation_split: The share of the training data, from its end, that is held
            back to validate on: 0 (none) to below 1.
        seed: Fixes every random number of a run.
        shuffle: Whether the order of the samples changes from epoch to epoch.
        class_weights: Whether the samples of rare classes count more, so that each class counts
            the same; without effect where the answers are no classes.
    """

    loss: Config = DEFAULT_LOSS
    optimizer: Config = DEFAULT_OPTIMIZER
    metrics: tuple[Config, ...] = (ACCURACY,)
    callbacks: tuple[Config, ...] = ()
    epochs: int = 5
    batch_size: int = 32
    validation_split: float = 0.2
    seed: int = 42
    shuffle: bool = True
    class_weights: bool = False
