"""What a script does to go on from what another one has learnt."""

from __future__ import annotations

from dataclasses import dataclass

START = "start.keras"
"""The model file that it goes on from, beside the script."""


@dataclass(frozen=True, slots=True)
class Start:
    """Where a training goes on.

    Attributes:
        epochs_done: How many epochs are behind it.
    """

    epochs_done: int

    @property
    def constant(self) -> str:
        """The line at the top of the script that says so."""
        return f"EPOCHS_DONE = {self.epochs_done}"


LOADING = (
    "model.optimizer.build(model.trainable_variables)",
    f'model.load_weights("{START}")',
)
"""Takes over weights and optimizer; the optimizer has to be built to have a place for its own."""
EPOCHS = ("initial_epoch=EPOCHS_DONE", "epochs=EPOCHS_DONE + EPOCHS")
"""What fit() is given instead of ``epochs``."""
SEEDING = "keras.utils.set_random_seed(SEED + EPOCHS_DONE)"
"""Other random numbers than before, else the samples would come in the order of the first epoch."""
