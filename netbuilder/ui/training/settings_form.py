"""The form for everything that compile() and fit() are given."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from netbuilder.catalog.spec import ClassSpec, Family, Kind, Param
from netbuilder.codegen.ends import output_names
from netbuilder.graph import Params, Value
from netbuilder.i18n import tr
from netbuilder.training.settings import (
    JIT_CHOICES,
    PRECISIONS,
    OutputSettings,
    TrainingSettings,
)
from netbuilder.ui.document import Document
from netbuilder.ui.inspector.objects import ParamForm
from netbuilder.ui.training.output_forms import OutputForms
from netbuilder.ui.training.start_row import StartRow
from netbuilder.ui.weights_start import WeightsStart


class SettingsForm(QScrollArea):
    """Edits the project's training settings."""

    def __init__(self, document: Document, weights: WeightsStart) -> None:
        super().__init__()
        self._document = document
        self._weights = weights
        self._edits = 0
        self._catalog = document.catalog
        self._names = self._output_names()
        self.form = self._make_form()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        document.changed.connect(self._refresh)
        self._refresh()

    def _make_form(self) -> ParamForm:
        form = ParamForm(_settings_spec(several=bool(self._names)), self._catalog)
        self.outputs = OutputForms(self._catalog, self._names)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(16, 12, 8, 12)
        self.start = StartRow(self._document, self._weights)
        layout.addWidget(self.start)
        layout.addWidget(form)
        layout.addWidget(self.outputs)
        layout.addStretch(1)
        self.setWidget(page)
        form.edited.connect(self._on_edited)
        form.reset.connect(self._on_reset)
        form.left.connect(self._on_left)
        self.outputs.edited.connect(self._on_output)
        self.outputs.left.connect(self._on_left)
        return form

    def _output_names(self) -> tuple[str, ...]:
        """Return the names of several outputs; none where there is one."""
        document = self._document
        return output_names(document.project.graph, document.report, document.catalog)

    def _refresh(self) -> None:
        names = self._output_names()
        if self._document.catalog is not self._catalog or names != self._names:
            # There are other losses and metrics to choose from, or other outputs to choose for.
            self._catalog, self._names = self._document.catalog, names
            self.form = self._make_form()
        settings, usual = self._document.project.training, TrainingSettings()
        changed = {
            field.name: getattr(settings, field.name)
            for field in fields(settings)
            if field.name != "outputs"
            and getattr(settings, field.name) != getattr(usual, field.name)
        }
        self.form.show_params(Params(changed))
        self.outputs.show_settings(settings)

    def _on_edited(self, name: str, value: Value) -> None:
        changed: dict[str, Any] = {name: value}
        self._document.apply_to_project(
            lambda project: replace(project, training=replace(project.training, **changed)),
            tr("Set {name}", name=name),
            merge=f"training.{name}.{self._edits}",
        )

    def _on_output(self, changed: OutputSettings) -> None:
        self._document.apply_to_project(
            lambda project: replace(project, training=project.training.with_output(changed)),
            tr("Set the training of '{name}'", name=changed.name),
            merge=f"training.output.{changed.name}.{self._edits}",
        )

    def _on_reset(self, name: str) -> None:
        self._on_edited(name, getattr(TrainingSettings(), name))

    def _on_left(self) -> None:
        self._edits += 1


def _settings_spec(*, several: bool) -> ClassSpec:
    """Describe the settings as parameters, so that the inspector's editors serve them.

    Args:
        several: Whether several outputs have losses and metrics of their own.
    """
    each = ("loss", "metrics") if several else ()
    what = (param for param in _what() if param.name not in each)
    params = (*_how_long(), *what, *_chance(), *_speed(), *_tuning())
    return ClassSpec(name="Training", module="", params=params)


def _how_long() -> tuple[Param, ...]:
    usual = TrainingSettings()
    epochs = tr("How often the network sees all training data.")
    batch = tr("How many samples are looked at before each small step.")
    split = tr("The share of the training data that is kept aside to check on.")
    share = Param("validation_split", Kind.FLOAT, minimum=0, maximum=0.99, doc=split)
    weights = tr("Lets samples of rare classes count more, so that each class counts the same.")
    return (
        Param("epochs", Kind.INT, default=usual.epochs, minimum=1, doc=epochs),
        Param("batch_size", Kind.INT, default=usual.batch_size, minimum=1, doc=batch),
        replace(share, default=usual.validation_split),
        Param("class_weights", Kind.BOOL, default=usual.class_weights, doc=weights),
    )


def _what() -> tuple[Param, ...]:
    usual = TrainingSettings()
    optimizer = tr("How the weights are changed to make the loss smaller.")
    loss = tr("What training makes small: how wrong the answers are.")
    metrics = tr("What is measured and drawn besides the loss.")
    callbacks = tr("What happens along the way: stop early, keep the best, write a log.")
    rows: tuple[tuple[str, Kind, Value, Family, str], ...] = (
        ("optimizer", Kind.OBJECT, usual.optimizer, Family.OPTIMIZER, optimizer),
        ("loss", Kind.OBJECT, usual.loss, Family.LOSS, loss),
        ("metrics", Kind.OBJECTS, usual.metrics, Family.METRIC, metrics),
        ("callbacks", Kind.OBJECTS, usual.callbacks, Family.CALLBACK, callbacks),
    )
    return tuple(
        Param(name, kind, default=default, family=family, doc=doc)
        for name, kind, default, family, doc in rows
    )


def _chance() -> tuple[Param, ...]:
    usual = TrainingSettings()
    seed = tr("Fixes all random numbers, so that a run can be repeated exactly.")
    shuffle = tr("Whether the samples come in another order in every epoch.")
    return (
        Param("seed", Kind.INT, default=usual.seed, minimum=0, maximum=2**32 - 1, doc=seed),
        Param("shuffle", Kind.BOOL, default=usual.shuffle, doc=shuffle),
    )


def _speed() -> tuple[Param, ...]:
    usual = TrainingSettings()
    precision = tr(
        "What layers calculate in. Half as many bits are quicker on a GPU with tensor cores, "
        "and need less memory; on a CPU they are slower."
    )
    jit = tr(
        "Whether TensorFlow compiles each step as a whole (XLA): long networks gain, the first "
        "step takes longer. Layers that handle texts cannot be compiled."
    )
    choice = Param("precision", Kind.CHOICE, choices=PRECISIONS, advanced=True, doc=precision)
    return (
        replace(choice, default=usual.precision),
        Param("jit", Kind.CHOICE, default=usual.jit, choices=JIT_CHOICES, advanced=True, doc=jit),
    )


def _tuning() -> tuple[Param, ...]:
    usual = TrainingSettings()
    epochs = tr("Fine-tuning: how many epochs follow in which frozen layers learn too; 0 for none.")
    rate = tr("The learning rate of the second phase: low, so that little is unlearnt.")
    start = tr("The name of the first layer that is set free; empty for all frozen ones.")
    numbers = Param("tuning_epochs", Kind.INT, minimum=0, advanced=True, doc=epochs)
    low = Param("tuning_rate", Kind.FLOAT, minimum=0, advanced=True, doc=rate)
    return (
        replace(numbers, default=usual.tuning_epochs),
        replace(low, default=usual.tuning_rate),
        Param("tuning_from", Kind.TEXT, default=usual.tuning_from, advanced=True, doc=start),
    )
