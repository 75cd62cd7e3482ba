"""How a network is compiled and fitted, as statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from netbuilder.catalog.library import Catalog
from netbuilder.catalog.spec import Family
from netbuilder.codegen.data import DataSource
from netbuilder.codegen.data_steps import NUMPY
from netbuilder.codegen.objects import ABSOLUTE, PATHS, listed, object_expression
from netbuilder.codegen.tuning import JOINED
from netbuilder.codegen.write import (
    Bracketed,
    Expression,
    call,
    led,
    lines,
    listing,
    named,
    number,
    text,
)
from netbuilder.training.settings import OutputSettings, TrainingSettings


def compile_lines(
    settings: TrainingSettings, catalog: Catalog, depth: int, outputs: Sequence[str] = ()
) -> tuple[str, ...]:
    """Return ``model.compile(...)``.

    Args:
        settings: What it is given.
        catalog: What is known of Keras's classes.
        depth: How far the lines are indented.
        outputs: The names of several outputs; empty where there is one.
    """
    optimizer = object_expression(settings.optimizer, catalog, Family.OPTIMIZER)
    parts = [named("optimizer", optimizer)]
    if outputs:
        parts += _for_each_output([settings.of(name) for name in outputs], catalog)
    else:
        parts.append(named("loss", object_expression(settings.loss, catalog, Family.LOSS)))
        if settings.metrics:
            parts.append(named("metrics", listed(settings.metrics, catalog, Family.METRIC)))
    if settings.jit != "auto":
        parts.append(f"jit_compile={settings.jit == 'yes'}")
    return lines(call("model.compile", parts), depth)


def _for_each_output(outputs: Sequence[OutputSettings], catalog: Catalog) -> Iterator[Expression]:
    """Yield losses, their weights and metrics, each by the names of the outputs."""
    losses = [
        led(f"{text(one.name)}: ", object_expression(one.loss, catalog, Family.LOSS))
        for one in outputs
    ]
    yield named("loss", Bracketed("{", tuple(losses), "}"))
    if any(one.weight != 1 for one in outputs):
        weights = tuple(f"{text(one.name)}: {number(one.weight)}" for one in outputs)
        yield named("loss_weights", Bracketed("{", weights, "}"))
    metrics = tuple(
        led(f"{text(one.name)}: ", listed(one.metrics, catalog, Family.METRIC))
        for one in outputs
        if one.metrics
    )
    if metrics:
        yield named("metrics", Bracketed("{", metrics, "}"))


FIGURES = '''\
def figures(logs):
    """Return all figures in full, as in: accuracy=0.5, loss=1.25."""
    return ", ".join(f"{name}={value!r}" for name, value in logs.items())


def keep_history(history):
    """Print the figures of every epoch, and write them to history.csv."""
    rows = list(zip(*history.values()))
    for epoch, row in enumerate(rows, start=1):
        print(f"Epoch {epoch}: {figures(dict(zip(history, row)))}")
    with open("history.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["epoch", *history])
        writer.writerows([epoch, *row] for epoch, row in enumerate(rows, start=1))
'''
"""The functions that print and keep what fit() and evaluate() give."""

CLASS_WEIGHTS = '''\
def class_weights(y):
    """Return a weight for each class: the rarer it is, the more a sample counts."""
    numbers = y.argmax(axis=1) if y.ndim == 2 and y.shape[1] > 1 else y.ravel()
    counts = np.bincount(numbers)
    weights = counts.sum() / (len(counts) * np.maximum(counts, 1))
    return dict(enumerate(weights.tolist()))
'''


@dataclass(frozen=True, slots=True)
class Helpers:
    """Functions that the training calls, and the imports that they need."""

    imports: tuple[str, ...]
    functions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FitData:
    """What fit() is given of the data.

    Attributes:
        samples: The arguments before the number of epochs.
        validation: The arguments after it, about validation and order.
    """

    samples: tuple[Expression, ...]
    validation: tuple[Expression, ...]


def fit_data(settings: TrainingSettings, data: DataSource) -> FitData:
    """Return what fit() is given of ``data``: arrays, or streams that are in batches already."""
    weights: list[Expression] = []
    if weighs_classes(settings, data):
        answers = "np.concatenate([y for _, y in train])" if data.streams else "y_train"
        weights.append(named("class_weight", call("class_weights", [answers])))
    if data.streams:
        validation = ["validation_data=validation"] if data.has_validation else []
        return FitData(("train",), (*validation, *weights))
    parts: list[Expression] = []
    if settings.validation_split:
        parts.append(named("validation_split", number(settings.validation_split)))
    if not settings.shuffle:
        parts.append(named("shuffle", repr(settings.shuffle)))
    weighed = ("sample_weight=w_train",) if data.weighs else ()
    return FitData(("x_train", "y_train", *weighed, "batch_size=BATCH_SIZE"), (*parts, *weights))


def weighs_classes(settings: TrainingSettings, data: DataSource) -> bool:
    """Tell whether the training weighs classes: it is wished, and the answers are classes.

    Keras takes either these weights or those of the samples.
    """
    return settings.class_weights and data.classes and not data.weighs


def helpers(settings: TrainingSettings, data: DataSource, *, tuning: bool = False) -> Helpers:
    """Return what stands before ``main()``, or in a notebook before the training.

    Args:
        settings: How the network is trained.
        data: What it is trained on.
        tuning: Whether a second phase follows.
    """
    more = (JOINED,) if tuning else ()
    paths = any(callback.class_name == ABSOLUTE[0] for callback in settings.callbacks)
    imports = (f"import {PATHS}",) if paths else ()
    if weighs_classes(settings, data):
        return Helpers((*imports, NUMPY), (CLASS_WEIGHTS, FIGURES, *more))
    return Helpers(imports, (FIGURES, *more))


def fit_lines(
    settings: TrainingSettings,
    catalog: Catalog,
    depth: int,
    data: FitData,
    *,
    epochs: Sequence[str] = ("epochs=EPOCHS",),
    result: str = "history",
    function: str = "model.fit",
    made: Sequence[str] = (),
) -> tuple[str, ...]:
    """Return ``history = model.fit(...)``.

    Args:
        settings: How fit() is to go about it.
        catalog: What is known of Keras's classes.
        depth: How far the lines are indented.
        data: What it is given of the data.
        epochs: The arguments that say which epochs these are.
        result: The variable that takes what fit() gives.
        function: What trains; any other than the model's own method is given the model first.
        made: For each callback the variable that holds it, empty where it is made in place.
    """
    model = () if function == "model.fit" else ("model",)
    parts: list[Expression] = [*model, *data.samples, *epochs, *data.validation]
    if settings.callbacks:
        written = listed(settings.callbacks, catalog, Family.CALLBACK)
        names = zip_longest(made, written.parts)
        parts.append(named("callbacks", listing(name or part for name, part in names)))
    return lines(led(f"{result} = ", call(function, parts)), depth)


def constants(settings: TrainingSettings, *, tuning: bool = False) -> tuple[str, ...]:
    """Return the figures that stand at the top of a script, where they are easy to change.

    Args:
        settings: What they are.
        tuning: Whether a second phase follows, which has epochs of its own.
    """
    return (
        f"SEED = {number(settings.seed)}",
        f"EPOCHS = {number(settings.epochs)}",
        *([f"TUNING_EPOCHS = {number(settings.tuning_epochs)}"] if tuning else []),
        f"BATCH_SIZE = {number(settings.batch_size)}",
    )
