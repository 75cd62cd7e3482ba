"""The fields for the loss and the metrics of each of several outputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from netbuilder.catalog.library import Catalog
from netbuilder.catalog.spec import ClassSpec, Family, Kind, Param
from netbuilder.graph import Params, Value
from netbuilder.i18n import tr
from netbuilder.training.settings import OutputSettings, TrainingSettings
from netbuilder.ui.inspector.objects import ParamForm


class OutputForms(QWidget):
    """One form below another, each under the name of its output.

    Attributes:
        edited: Fires with how an output is to be trained.
        left: Fires when the user turns to another field.
    """

    edited = Signal(object)
    left = Signal()

    def __init__(self, catalog: Catalog, names: Sequence[str]) -> None:
        super().__init__()
        self._settings = TrainingSettings()
        self.forms: dict[str, ParamForm] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for name in names:
            heading = QLabel(tr("Output '{name}'", name=name))
            heading.setProperty("muted", True)
            layout.addWidget(heading)
            form = ParamForm(ClassSpec(name=name, module="", params=_params()), catalog)
            form.edited.connect(lambda key, value, of=name: self._on_edited(of, key, value))
            form.reset.connect(lambda key, of=name: self._on_reset(of, key))
            form.left.connect(self.left)
            self.forms[name] = form
            layout.addWidget(form)

    def show_settings(self, settings: TrainingSettings) -> None:
        """Show how each output is trained; what is the network's stands in the usual weight."""
        self._settings = settings
        for name, form in self.forms.items():
            output, usual = settings.of(name), OutputSettings(name)
            changed = {
                key: getattr(output, key)
                for key in ("loss", "metrics", "weight")
                if getattr(output, key) != getattr(usual, key)
            }
            form.show_params(Params(changed))

    def _on_edited(self, name: str, key: str, value: Value) -> None:
        changed: dict[str, Any] = {key: value}
        self.edited.emit(replace(self._settings.of(name), **changed))

    def _on_reset(self, name: str, key: str) -> None:
        self._on_edited(name, key, getattr(OutputSettings(name), key))


def _params() -> tuple[Param, ...]:
    usual = OutputSettings("")
    loss = tr("What training makes small: how wrong this output's answers are.")
    metrics = tr("What is measured and drawn of this output besides its loss.")
    weight = tr("What the loss is multiplied by in the sum that training makes small.")
    return (
        Param("loss", Kind.OBJECT, default=usual.loss, family=Family.LOSS, doc=loss),
        Param("metrics", Kind.OBJECTS, default=usual.metrics, family=Family.METRIC, doc=metrics),
        Param("weight", Kind.FLOAT, default=usual.weight, minimum=0, doc=weight),
    )
