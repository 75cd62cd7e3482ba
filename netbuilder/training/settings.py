"""How a network is compiled and fitted."""

from __future__ import annotations

from dataclasses import dataclass, replace

from netbuilder.graph.values import Config, Params

DEFAULT_LOSS = Config("SparseCategoricalCrossentropy")
DEFAULT_OPTIMIZER = Config("Adam", Params(learning_rate=0.001))
ACCURACY = Config("accuracy")

FLOAT32 = "float32"
PRECISIONS = (FLOAT32, "mixed_float16", "mixed_bfloat16")
"""What layers calculate in: Keras's dtype policies."""
JIT_CHOICES = ("auto", "yes", "no")
"""Whether TensorFlow compiles the training step with XLA; Keras decides on ``auto``."""


@dataclass(frozen=True, slots=True)
class OutputSettings:
    """How one of several outputs is trained.

    Attributes:
        name: The output's.
        loss: As for a network of one output.
        metrics: As for a network of one output.
        weight: What its loss is multiplied by in the sum that training makes small.
    """

    name: str
    loss: Config = DEFAULT_LOSS
    metrics: tuple[Config, ...] = (ACCURACY,)
    weight: float = 1.0


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
        outputs: Those of several outputs that have a loss and metrics of their own; the others
            have the network's.
        precision: One of :data:`PRECISIONS`.
        jit: One of :data:`JIT_CHOICES`.
        tuning_epochs: How many epochs follow with frozen layers set free; 0 for none.
        tuning_rate: The learning rate of these.
        tuning_from: The name of the first layer that is set free; empty for all.
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
    outputs: tuple[OutputSettings, ...] = ()
    precision: str = FLOAT32
    jit: str = "auto"
    tuning_epochs: int = 0
    tuning_rate: float = 1e-5
    tuning_from: str = ""

    def of(self, output: str) -> OutputSettings:
        """Return how an output is trained; the empty name stands for a single one."""
        own = (one for one in self.outputs if one.name == output)
        return next(own, OutputSettings(output, self.loss, self.metrics))

    def with_output(self, changed: OutputSettings) -> TrainingSettings:
        """Return these settings with others for an output; the empty name is a single one's."""
        if not changed.name:
            return replace(self, loss=changed.loss, metrics=changed.metrics)
        if all(one.name != changed.name for one in self.outputs):
            return replace(self, outputs=(*self.outputs, changed))
        kept = (changed if one.name == changed.name else one for one in self.outputs)
        return replace(self, outputs=tuple(kept))
