"""The form for everything that compile() and fit() are given."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from netbuilder.catalog.spec import ClassSpec, Family, Kind, Param
from netbuilder.graph import Params, Value
from netbuilder.i18n import tr
from netbuilder.training.settings import TrainingSettings
from netbuilder.ui.document import Document
from netbuilder.ui.inspector.objects import ParamForm


class SettingsForm(QScrollArea):
    """Edits the project's training settings."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._edits = 0
        self.form = ParamForm(_settings_spec(), document.catalog)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(16, 12, 8, 12)
        layout.addWidget(self.form)
        layout.addStretch(1)
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.form.edited.connect(self._on_edited)
        self.form.reset.connect(self._on_reset)
        self.form.left.connect(self._on_left)
        document.changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        settings, usual = self._document.project.training, TrainingSettings()
        changed = {
            field.name: getattr(settings, field.name)
            for field in fields(settings)
            if getattr(settings, field.name) != getattr(usual, field.name)
        }
        self.form.show_params(Params(changed))

    def _on_edited(self, name: str, value: Value) -> None:
        changed: dict[str, Any] = {name: value}
        self._document.apply_to_project(
            lambda project: replace(project, training=replace(project.training, **changed)),
            tr("Set {name}", name=name),
            merge=f"training.{name}.{self._edits}",
        )

    def _on_reset(self, name: str) -> None:
        self._on_edited(name, getattr(TrainingSettings(), name))

    def _on_left(self) -> None:
        self._edits += 1


def _settings_spec() -> ClassSpec:
    """Describe the settings as parameters, so that the inspector's editors serve them."""
    usual = TrainingSettings()
    return ClassSpec(
        name="Training",
        module="",
        params=(
            Param(
                "epochs",
                Kind.INT,
                default=usual.epochs,
                minimum=1,
                doc=tr("How often the network sees all training data."),
            ),
            Param(
                "batch_size",
                Kind.INT,
                default=usual.batch_size,
                minimum=1,
                doc=tr("How many samples are looked at before each small step."),
            ),
            Param(
                "validation_split",
                Kind.FLOAT,
                default=usual.validation_split,
                minimum=0,
                maximum=0.99,
                doc=tr("The share of the training data that is kept aside to check on."),
            ),
            Param(
                "optimizer",
                Kind.OBJECT,
                default=usual.optimizer,
                family=Family.OPTIMIZER,
                doc=tr("How the weights are changed to make the loss smaller."),
            ),
            Param(
                "loss",
                Kind.OBJECT,
                default=usual.loss,
                family=Family.LOSS,
                doc=tr("What training makes small: how wrong the answers are."),
            ),
            Param(
                "metrics",
                Kind.OBJECTS,
                default=usual.metrics,
                family=Family.METRIC,
                doc=tr("What is measured and drawn besides the loss."),
            ),
            Param(
                "callbacks",
                Kind.OBJECTS,
                default=usual.callbacks,
                family=Family.CALLBACK,
                doc=tr("What happens along the way: stop early, keep the best, write a log."),
            ),
            Param(
                "seed",
                Kind.INT,
                default=usual.seed,
                minimum=0,
                maximum=2**32 - 1,
                doc=tr("Fixes all random numbers, so that a run can be repeated exactly."),
            ),
            Param(
                "shuffle",
                Kind.BOOL,
                default=usual.shuffle,
                doc=tr("Whether the samples come in another order in every epoch."),
            ),
        ),
    )
