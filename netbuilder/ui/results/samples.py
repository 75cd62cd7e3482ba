"""The samples of an evaluation: pictures with what they are and what they are taken for."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from netbuilder.i18n import tr
from netbuilder.training.evaluation import Sample
from netbuilder.training.replies import SamplesListed
from netbuilder.ui.text import grouped

_PICTURE = QSize(64, 64)
_TILE = QSize(128, 96)
_INDEX = Qt.ItemDataRole.UserRole


class SampleList(QWidget):
    """Samples as tiles, or as lines where they are no pictures.

    Attributes:
        chosen: Fires with the place, in its data, of a sample that is double-clicked or entered.
    """

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.title = QLabel()
        self.title.setWordWrap(True)
        self.list = QListWidget()
        self.list.setIconSize(_PICTURE)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setMovement(QListWidget.Movement.Static)
        self.list.setAccessibleName(tr("Samples"))
        self.list.itemActivated.connect(self._on_activated)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(8)
        layout.addWidget(self.title)
        layout.addWidget(self.list, 1)

    def show_samples(self, shown: SamplesListed, title: str) -> None:
        """Show samples under a title that says which they are."""
        self.list.clear()
        tiles = any(sample.picture for sample in shown.samples)
        mode = QListWidget.ViewMode
        self.list.setViewMode(mode.IconMode if tiles else mode.ListMode)
        self.list.setMovement(QListWidget.Movement.Static)
        bars = Qt.ScrollBarPolicy
        self.list.setHorizontalScrollBarPolicy(
            bars.ScrollBarAsNeeded if tiles else bars.ScrollBarAlwaysOff
        )
        self.list.setGridSize(_TILE if tiles else QSize())
        for sample in shown.samples:
            self.list.addItem(_item(sample))
        more = shown.total - len(shown.samples)
        count = tr("{count} more are not shown", count=grouped(more)) if more > 0 else ""
        self.title.setText("  ·  ".join(part for part in (shown.message or title, count) if part))

    def clear(self, title: str = "") -> None:
        """Show none."""
        self.list.clear()
        self.title.setText(title)

    def _on_activated(self, item: QListWidgetItem) -> None:
        self.chosen.emit(int(item.data(_INDEX)))


def _item(sample: Sample) -> QListWidgetItem:
    words = sample.answer
    if sample.truth:
        words = tr("{truth} → {answer}", truth=sample.truth, answer=sample.answer)
    item = QListWidgetItem(f"{words}   {sample.text}" if sample.text else words)
    item.setData(_INDEX, sample.index)
    item.setToolTip(tr("Sample {index}: {words}", index=sample.index, words=words))
    if sample.picture:
        item.setIcon(QIcon(QPixmap(sample.picture)))
    return item
