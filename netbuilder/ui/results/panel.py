"""The results panel: what a run's network gets right and wrong."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from netbuilder.i18n import tr
from netbuilder.training.evaluation import OutputEvaluation, Part
from netbuilder.training.replies import SamplesListed
from netbuilder.ui.results.asking import AskingPage
from netbuilder.ui.results.confusion import ConfusionMatrix
from netbuilder.ui.results.control import ResultsControl
from netbuilder.ui.results.plots import EvaluationPlots
from netbuilder.ui.results.samples import SampleList
from netbuilder.ui.text import figure, grouped
from netbuilder.ui.theme import Scheme, mono_font


class ResultsPanel(QWidget):
    """Figures and matrix at the left, samples and questions at the right."""

    def __init__(self, control: ResultsControl, scheme: Scheme) -> None:
        super().__init__()
        self._control = control
        self._seen = False
        self._samples_title = ""
        self.part_box = QComboBox()
        self.part_box.addItem(tr("Test data"), "test")
        self.part_box.addItem(tr("Training data"), "training")
        self.output_box = QComboBox()
        self.scores = QLabel()
        self.again_button = QPushButton(tr("Evaluate"))
        self.matrix = ConfusionMatrix(scheme)
        self.plots = EvaluationPlots(scheme)
        self.figures = QTabWidget()
        self.samples = SampleList()
        self.asking = AskingPage(control, scheme)
        self.right = QTabWidget()
        self.message = QLabel()
        self.details_button = QPushButton(tr("Details"))
        self.details = QPlainTextEdit()
        self._pages = QStackedWidget()
        self._lay_out()
        self._connect()
        self._show()

    def set_scheme(self, scheme: Scheme) -> None:
        """Draw in the colours of another scheme."""
        self.matrix.set_scheme(scheme)
        self.plots.set_scheme(scheme)
        self.asking.set_scheme(scheme)

    def set_seen(self, seen: bool) -> None:
        """Evaluate the last training when the panel comes to the front."""
        self._seen = seen
        self.evaluate_latest()

    @property
    def output(self) -> OutputEvaluation | None:
        """The output that is shown; None for none."""
        found, place = self._control.found, max(self.output_box.currentIndex(), 0)
        return found.outputs[place] if found is not None and found.outputs else None

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 8, 12, 4)
        bar.setSpacing(8)
        bar.addWidget(self.part_box)
        bar.addWidget(self.output_box)
        self.scores.setWordWrap(True)
        bar.addWidget(self.scores, 1)
        bar.addWidget(self.again_button)
        area = QScrollArea()
        area.setWidget(self.matrix)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.figures.addTab(area, tr("Confusion matrix"))
        self.figures.addTab(self.plots, tr("Plots"))
        self.right.addTab(self.samples, tr("Mistakes"))
        self.right.addTab(self.asking, tr("Ask the network"))
        both = QSplitter(Qt.Orientation.Horizontal)
        both.addWidget(self.figures)
        both.addWidget(self.right)
        both.setSizes([520, 520])
        for tabs in (self.figures, self.right):
            tabs.setDocumentMode(True)
        both.setChildrenCollapsible(False)
        self.message.setWordWrap(True)
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.setProperty("muted", True)
        self.details.setReadOnly(True)
        self.details.setFont(mono_font())
        words = QWidget()
        column = QVBoxLayout(words)
        column.addStretch(1)
        column.addWidget(self.message)
        column.addWidget(self.details_button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.details, 4)
        column.addStretch(1)
        self.details_button.setCheckable(True)
        self.details.setVisible(False)
        self._pages.addWidget(both)
        self._pages.addWidget(words)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self._pages, 1)

    def _connect(self) -> None:
        self.part_box.setAccessibleName(tr("Data that the network is evaluated on"))
        self.output_box.setAccessibleName(tr("Output of the network"))
        self.again_button.setToolTip(tr("Evaluate the last training of this window"))
        self.part_box.activated.connect(self._on_part)
        self.output_box.currentIndexChanged.connect(self._show_output)
        self.again_button.clicked.connect(self._on_again)
        self.details_button.toggled.connect(self.details.setVisible)
        self.matrix.chosen.connect(self._on_cell)
        self.samples.chosen.connect(self._on_sample)
        self._control.changed.connect(self._show)
        self._control.shown.connect(self._show_samples)
        self._control.answered.connect(self.asking.show_answer)

    def evaluate_latest(self) -> None:
        """Evaluate the last training if the panel is seen and shows another one, or none."""
        control, latest = self._control, self._control.latest()
        known = control.run is not None and latest is not None and control.run.id == latest.id
        if self._seen and not control.running and latest is not None and not known:
            control.evaluate(latest, control.part)

    def _on_again(self) -> None:
        self._control.evaluate(self._control.latest() or self._control.run, self._control.part)

    def _on_part(self) -> None:
        part: Part = "training" if self.part_box.currentData() == "training" else "test"
        run = self._control.run or self._control.latest()
        self._control.evaluate(run, part)

    def _show(self) -> None:
        control = self._control
        found = control.found
        hindrance = control.hindrance(control.run or control.latest())
        self.part_box.setCurrentIndex(self.part_box.findData(control.part))
        self.part_box.setEnabled(not control.running)
        self.again_button.setEnabled(not control.running and not hindrance)
        self._pages.setCurrentIndex(1 if found is None else 0)
        self.message.setText(control.message or hindrance or _invitation())
        self.details.setPlainText(control.details)
        self.details_button.setVisible(bool(control.details))
        self.details_button.setChecked(False)
        names = [output.name for output in found.outputs] if found is not None else []
        if [self.output_box.itemText(at) for at in range(self.output_box.count())] != names:
            with QSignalBlocker(self.output_box):
                self.output_box.clear()
                self.output_box.addItems(names)
        self.output_box.setVisible(len(names) > 1)
        self.asking.show_evaluation(found)
        self._show_output()

    def _show_output(self) -> None:
        output, found = self.output, self._control.found
        self.plots.show_output(output)
        classes = output is not None and bool(output.classes)
        if classes != self.figures.isTabVisible(0):
            self.figures.setTabVisible(0, classes)
            self.figures.setCurrentIndex(0 if classes else 1)
        self.matrix.show_counts(
            output.classes if output else (), output.confusion if output else ()
        )
        self.samples.clear()
        if output is None or found is None:
            self.scores.clear()
            return
        parts = [f"{name} {figure(value)}" for name, value in output.scores.items()]
        count = (
            tr(
                "{count} of {total} samples",
                count=grouped(found.samples),
                total=grouped(found.total),
            )
            if found.total > found.samples
            else tr("{count} samples", count=grouped(found.samples))
        )
        self.scores.setText("  ·  ".join([*parts, count]))
        self._ask_worst(output)

    def _ask_worst(self, output: OutputEvaluation) -> None:
        self._samples_title = (
            tr("The mistakes it is surest of") if output.classes else tr("The largest errors")
        )
        self._control.show_samples(max(self.output_box.currentIndex(), 0), None)

    def _on_cell(self, true: int, predicted: int) -> None:
        self._samples_title = self.matrix.words((true, predicted))
        self.right.setCurrentWidget(self.samples)
        self._control.show_samples(max(self.output_box.currentIndex(), 0), (true, predicted))

    def _show_samples(self, shown: SamplesListed) -> None:
        title = self._samples_title if shown.samples else tr("There are none.")
        self.samples.show_samples(shown, title)

    def _on_sample(self, index: int) -> None:
        self.right.setCurrentWidget(self.asking)
        self.asking.ask_sample(index)


def _invitation() -> str:
    return tr("Press Evaluate to see what the network gets right and wrong.")
