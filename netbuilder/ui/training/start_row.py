"""What a training starts from: the weights of a file, or fresh ones."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox

from netbuilder.i18n import tr
from netbuilder.ui.document import Document
from netbuilder.ui.weights_start import WeightsStart

_WIDEST = 168  # pixels for a file's name, in a column that is at least 316 wide


class StartRow(QCheckBox):
    """Switches the project's file of weights on and off; hidden while there is none."""

    def __init__(self, document: Document, weights: WeightsStart) -> None:
        super().__init__()
        self._document = document
        self.clicked.connect(weights.use)
        document.changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        weights = self._document.project.weights
        self.setVisible(weights is not None)
        if weights is None:
            return
        self.setChecked(weights.used)
        metrics, middle = self.fontMetrics(), Qt.TextElideMode.ElideMiddle
        name = metrics.elidedText(weights.path.name, middle, _WIDEST)
        self.setText(tr("Start from {file}", file=name))
        self.setToolTip(
            tr(
                "Layers begin with the weights that {path} has for layers of their names and "
                "shapes; all others begin with fresh ones.",
                path=weights.path,
            )
        )
