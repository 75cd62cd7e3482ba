"""How a network is compiled and fitted, as statements."""

from __future__ import annotations

from dataclasses import dataclass

from netbuilder.catalog.library import Catalog
from netbuilder.catalog.spec import Family
from netbuilder.codegen.data import DataSource
from netbuilder.codegen.objects import listed, object_expression
from netbuilder.codegen.starting import EPOCHS
from netbuilder.codegen.write import Expression, call, led, lines, named, number
from netbuilder.training.settings import TrainingSettings


def compile_lines(settings: TrainingSettings, catalog: Catalog, depth: int) -> tuple[str, ...]:
    """Return ``model.compile(...)``."""
    parts = [
        named("optimizer", object_expression(settings.optimizer, catalog, Family.OPTIMIZER)),
        named("loss", object_expression(settings.loss, catalog, Family.LOSS)),
    ]
    if settings.metrics:
        parts.append(named("metrics", listed(settings.metrics, catalog, Family.METRIC)))
    return lines(call("model.compile", parts), depth)


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
    if data.streams:
        validation = ("validation_data=validation",) if data.has_validation else ()
        return FitData(("train",), validation)
    parts: list[Expression] = []
    if settings.validation_split:
        parts.append(named("validation_split", number(settings.validation_split)))
    if not settings.shuffle:
        parts.append(named("shuffle", repr(settings.shuffle)))
    return FitData(("x_train", "y_train", "batch_size=BATCH_SIZE"), tuple(parts))


def fit_lines(
    settings: TrainingSettings,
    catalog: Catalog,
    depth: int,
    data: FitData,
    *,
    going_on: bool = False,
) -> tuple[str, ...]:
    """Return ``history = model.fit(...)``.

    Args:
        settings: How fit() is to go about it.
        catalog: What is known of Keras's classes.
        depth: How far the lines are indented.
        data: What it is given of the data.
        going_on: Whether there were epochs before, as many as ``EPOCHS_DONE``.
    """
    epochs = EPOCHS if going_on else ("epochs=EPOCHS",)
    parts: list[Expression] = [*data.samples, *epochs, *data.validation]
    if settings.callbacks:
        parts.append(named("callbacks", listed(settings.callbacks, catalog, Family.CALLBACK)))
    return lines(led("history = ", call("model.fit", parts)), depth)


def constants(settings: TrainingSettings) -> tuple[str, ...]:
    """Return the figures that stand at the top of a script, where they are easy to change."""
    return (
        f"SEED = {number(settings.seed)}",
        f"EPOCHS = {number(settings.epochs)}",
        f"BATCH_SIZE = {number(settings.batch_size)}",
    )
