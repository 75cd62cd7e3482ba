"""Runs a training's script once more, with the weights that it has learnt instead of training."""

from __future__ import annotations

import inspect
import tempfile
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from netbuilder.dataset.errors import DataError
from netbuilder.i18n import tr
from netbuilder.runs.folder import MODEL
from netbuilder.training.evaluation import Part
from netbuilder.worker.class_names import names_of_answers
from netbuilder.worker.scripts import ReachedError, run_with


@dataclass(frozen=True, slots=True)
class Replayed:
    """A trained network, and the data that its script gives it.

    Attributes:
        model: The keras.Model, compiled, with the weights of the run.
        x: Inputs as ``fit`` or ``evaluate`` takes them; a tf.data.Dataset holds ``y`` too.
        y: What they should give.
        class_names: As the script or its table has them, for several outputs by their names;
            empty if neither does.
        names: What the script has defined.
    """

    model: Any
    x: Any
    y: Any
    class_names: Sequence[str] | Mapping[str, Sequence[str]]
    names: Mapping[str, Any]

    def names_of(self, output: str) -> tuple[str, ...]:
        """Return the names of the classes that an output tells apart; empty if not known."""
        if isinstance(self.class_names, Mapping):
            return tuple(self.class_names.get(output, ()))
        return tuple(self.class_names)


class _History:
    """Stands for the History of a training that was left out."""

    def __init__(self) -> None:
        self.history: dict[str, list[float]] = {}
        self.epoch: list[int] = []


def replay(script: Path, part: Part) -> Replayed:
    """Return the network that a run has trained, and its data.

    The script is run unchanged in an empty folder, so that it overwrites nothing; only
    ``fit`` loads the run's weights instead of training. So whatever the script does before,
    such as the adaptation of preprocessing layers, is done here too.

    Args:
        script: The run's, beside its model and its data.
        part: The data that are wanted.

    Raises:
        DataError: The run has kept no model, or there are no such data.
        Exception: whatever the script raises.
    """
    model_file = script.parent / MODEL
    if not model_file.is_file():
        raise DataError(tr("This run has kept no model."))
    found = _Found(model_file, part)
    stand_ins: dict[str, Callable[..., Any]] = {
        "fit": found.fit,
        "evaluate": found.evaluate,
        "load_weights": found.load_weights,
        "save": found.save,
    }
    with tempfile.TemporaryDirectory(prefix="netbuilder-replay-") as folder:
        names = run_with(script, stand_ins, Path(folder))
    if found.model is None:
        raise DataError(tr("This run's script trains nothing."))
    if found.x is None:
        raise DataError(
            tr("No data are kept for a test; choose a share of them in the Data panel.")
        )
    return Replayed(found.model, found.x, found.y, names_of_answers(names), names)


class _Found:
    """Takes the place of what a script does with its model."""

    def __init__(self, model_file: Path, part: Part) -> None:
        self._file = model_file
        self._part = part
        self._loading = False
        self.model: Any = None
        self.x: Any = None
        self.y: Any = None

    def fit(self, fit: Callable[..., Any], model: Any, *args: Any, **kwargs: Any) -> _History:
        """Load the weights, and take the data if those to train on are wanted."""
        with warnings.catch_warnings():
            # The optimizer's state is in the file too, but there is no training to go on with.
            warnings.simplefilter("ignore", UserWarning)
            self._loading = True
            model.load_weights(self._file)
            self._loading = False
        self.model = model
        if self._part == "training":
            self._take(fit, model, args, kwargs)
        return _History()

    def evaluate(self, evaluate: Callable[..., Any], model: Any, *args: Any, **kwargs: Any) -> None:
        """Take the data to test on."""
        self.model = model
        self._take(evaluate, model, args, kwargs)

    def load_weights(self, load: Callable[..., Any], model: Any, *args: Any, **kwargs: Any) -> None:
        """Load what has been learnt; what the script begins with is not needed."""
        if self._loading:
            load(model, *args, **kwargs)

    def save(self, save: Callable[..., Any], model: Any, *args: Any, **kwargs: Any) -> None:
        """Save nothing: the script has come to its end."""
        del save, model, args, kwargs

    def _take(
        self, method: Callable[..., Any], model: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        given = inspect.signature(method).bind(model, *args, **kwargs).arguments
        self.x, self.y = given.get("x"), given.get("y")
        raise ReachedError
