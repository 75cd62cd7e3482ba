"""Asks what a sweep is to vary, over which values and how; the answers belong to the project."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from netbuilder.i18n import tr
from netbuilder.project.places import place_words
from netbuilder.project.varying import Varied, suggested_range
from netbuilder.training.sweeps import Dimension, Place, Range, SweepPlan, most_trials
from netbuilder.ui.document import Document
from netbuilder.ui.sweeps.candidates import Candidates
from netbuilder.ui.sweeps.control import SweepControl
from netbuilder.ui.sweeps.dimension_row import DimensionRow
from netbuilder.ui.sweeps.options import SweepOptions

_SIZE = QSize(900, 600)


class SweepDialog(QDialog):
    """What can be varied at the left, what is varied at the right.

    Attributes:
        started: Fires when a sweep has been started.

    Args:
        document: The project.
        control: Carries the sweep out.
        parent: What it belongs to.
    """

    started = Signal()

    def __init__(self, document: Document, control: SweepControl, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Sweep"))
        self.resize(_SIZE)
        self._document = document
        self._control = control
        self.rows: dict[Place, DimensionRow] = {}
        self.candidates = Candidates()
        self.options = SweepOptions()
        self.hint = QLabel(tr("Double-click at the left what is to be varied."))
        self.words = QLabel()
        self.start = QPushButton(tr("Start sweep"))
        self._lay_out()
        self.candidates.chosen.connect(self._vary)
        self.options.edited.connect(self._on_options)
        self.start.clicked.connect(self._on_start)
        document.changed.connect(self._show)
        control.changed.connect(self._say)
        self._show()
        self.candidates.search.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Listen no more."""
        self._document.changed.disconnect(self._show)
        self._control.changed.disconnect(self._say)
        super().closeEvent(event)

    def reject(self) -> None:
        """Close on Esc."""
        self.close()

    def _lay_out(self) -> None:
        self.hint.setProperty("muted", True)
        self.words.setProperty("muted", True)
        self.words.setWordWrap(True)
        self.start.setDefault(True)
        self.start.setToolTip(tr("Train the project once for each choice of values"))
        holder = QWidget()
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(8, 4, 8, 4)
        self._column.setSpacing(2)
        self._column.addWidget(self.hint)
        self._column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(holder)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(8, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(QLabel(tr("Varied")))
        column.addWidget(area, 1)
        column.addWidget(self.options)
        splitter = QSplitter()
        splitter.addWidget(self.candidates)
        splitter.addWidget(right)
        splitter.setSizes([340, 560])
        splitter.setChildrenCollapsible(False)
        foot = QHBoxLayout()
        foot.addWidget(self.words, 1)
        foot.addWidget(self.start)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(splitter, 1)
        layout.addLayout(foot)

    def _show(self) -> None:
        project = self._document.project
        plan = project.sweep
        self.candidates.show_project(project)
        self._show_rows(plan)
        self.options.show_plan(plan, project.training)
        self._say()

    def _show_rows(self, plan: SweepPlan) -> None:
        """Show a row for each dimension; rows that stay keep the focus that they have."""
        wanted = {dimension.place: dimension for dimension in plan.dimensions}
        for place in [place for place in self.rows if place not in wanted]:
            row = self.rows.pop(place)
            self._column.removeWidget(row)
            row.deleteLater()
        for at, (place, dimension) in enumerate(wanted.items()):
            if place in self.rows:
                self.rows[place].show_range(dimension.range)
                continue
            row = self.rows[place] = DimensionRow(dimension)
            row.edited.connect(self._setter(place))
            row.removed.connect(self._remover(place))
            self._column.insertWidget(at, row)
        self.hint.setVisible(not wanted)

    def _say(self) -> None:
        hindrance = self._control.hindrance()
        self.start.setEnabled(not hindrance)
        plan = self._document.project.sweep
        if hindrance:
            self.words.setText(hindrance)
        else:
            epochs = self._document.project.training.epochs
            self.words.setText(
                tr(
                    "{count} trainings of at most {epochs} epochs each",
                    count=most_trials(plan),
                    epochs=epochs,
                )
            )

    def _vary(self, one: Varied) -> None:
        if one.place in self.rows:
            self.rows[one.place].setFocus()
            return
        dimension = Dimension(one.place, suggested_range(one))
        self._edit(
            lambda plan: replace(plan, dimensions=(*plan.dimensions, dimension)),
            tr("Vary {name}", name=place_words(one.place)),
        )

    def _setter(self, place: Place) -> Callable[[Range], None]:
        def set_range(span: Range) -> None:
            def edit(plan: SweepPlan) -> SweepPlan:
                changed = (
                    replace(one, range=span) if one.place == place else one
                    for one in plan.dimensions
                )
                return replace(plan, dimensions=tuple(changed))

            self._edit(edit, tr("Set the range of {name}", name=place_words(place)))

        return set_range

    def _remover(self, place: Place) -> Callable[[], None]:
        def remove() -> None:
            self._edit(
                lambda plan: replace(
                    plan, dimensions=tuple(one for one in plan.dimensions if one.place != place)
                ),
                tr("Do not vary {name}", name=place_words(place)),
            )

        return remove

    def _on_options(self, change: Callable[[SweepPlan], SweepPlan]) -> None:
        self._edit(change, tr("Set up the sweep"), merge="sweep options")

    def _edit(
        self, change: Callable[[SweepPlan], SweepPlan], text: str, *, merge: str = ""
    ) -> None:
        self._document.apply_to_project(
            lambda project: replace(project, sweep=change(project.sweep)), text, merge=merge
        )

    def _on_start(self) -> None:
        jobs, storage, study = self.options.run_options
        self._control.start(jobs, storage, study)
        if self._control.running:
            self.started.emit()
            self.close()
