"""The main window: puts the canvas, the docks and the worker together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow

from netbuilder.catalog.library import load_catalog
from netbuilder.codegen.model import Style
from netbuilder.graph import NodeId
from netbuilder.i18n import tr
from netbuilder.project.examples import examples
from netbuilder.runs.model import Run
from netbuilder.ui.actions import make_actions
from netbuilder.ui.appearance import Appearance
from netbuilder.ui.autosave import Autosave
from netbuilder.ui.canvas.view import Canvas
from netbuilder.ui.centre import Centre
from netbuilder.ui.commands import commands
from netbuilder.ui.commands.runs import show_possible
from netbuilder.ui.comparison import ComparisonControl
from netbuilder.ui.custom.desk import CustomDesk
from netbuilder.ui.data.adapted import AdaptedStates
from netbuilder.ui.data.control import DataControl
from netbuilder.ui.data.samples import SampleShow
from netbuilder.ui.docks import READABLE, Docks
from netbuilder.ui.document import Document
from netbuilder.ui.document_actions import DocumentActions
from netbuilder.ui.drops import dropped_file, take_dropped
from netbuilder.ui.export import export_code
from netbuilder.ui.files import Files
from netbuilder.ui.find_bar import FindBar
from netbuilder.ui.guide import Guide
from netbuilder.ui.heat_control import HeatControl
from netbuilder.ui.inspector.inspector import Inspector
from netbuilder.ui.late_panels import LatePanels
from netbuilder.ui.menus import make_menus, show_context_menu
from netbuilder.ui.model_import import ModelImport
from netbuilder.ui.panels.palette import Palette
from netbuilder.ui.panels.problems import ProblemsPanel
from netbuilder.ui.popups import Popups
from netbuilder.ui.preferences import Preferences
from netbuilder.ui.recovery import RecoveryBar
from netbuilder.ui.results.control import ResultsControl
from netbuilder.ui.results.export import ModelExport
from netbuilder.ui.status import StatusLine
from netbuilder.ui.sweeps.desk import SweepDesk
from netbuilder.ui.theme import Scheme, system_scheme
from netbuilder.ui.title import WindowTitle
from netbuilder.ui.tool_bar import make_tool_bar
from netbuilder.ui.train_button import TrainButton
from netbuilder.ui.training.control import TrainingControl
from netbuilder.ui.training.desk import TrainingDesk
from netbuilder.ui.training.marks import TrainingMarks
from netbuilder.ui.training.notice import EndNotice
from netbuilder.ui.training.rate_search import RateSearch
from netbuilder.ui.weights_start import WeightsStart
from netbuilder.ui.welcome import WelcomePage
from netbuilder.ui.worker_process import WorkerProcess
from netbuilder.validation import Problem

if TYPE_CHECKING:
    from netbuilder.ui.data.panel import DataPanel
    from netbuilder.ui.panels.code import CodePanel
    from netbuilder.ui.panels.outline import Outline
    from netbuilder.ui.panels.summary import SummaryPanel
    from netbuilder.ui.runs.panel import RunsPanel
    from netbuilder.ui.training.panel import TrainingPanel


class MainWindow(QMainWindow):
    """One window on one document; closing it ends the worker too."""

    def __init__(self, preferences: Preferences | None = None) -> None:
        super().__init__()
        self.preferences = preferences or Preferences()
        self.scheme = self._wanted_scheme()
        self.document = Document(load_catalog(), self)
        self.worker = WorkerProcess(self)
        self.files = Files(self.document, self.preferences, self)
        self.model_import = ModelImport(self.document, self.files, self)
        self.autosave = Autosave(self.document, self)
        self.data_control = DataControl(self.document, self.worker, self)
        self.training_control = TrainingControl(self.document, self.worker, self)
        self.comparison = ComparisonControl(self.document, self.worker, self)
        self.rate_search = RateSearch(self.document, self.worker, self.training_control, self)
        self.adapted = AdaptedStates(self.document, self.worker, self)
        self.samples = SampleShow(self.document, self.worker, self.training_control, self)
        self.weights = WeightsStart(self.document, self.worker, self.files, self)
        self.results_control = ResultsControl(
            self.document, self.worker, self.training_control, self
        )
        self.model_export = ModelExport(self.results_control, self)
        self.own = CustomDesk(self.document, self)
        self.sweeps = SweepDesk(self)
        self._make_views()
        self.late = LatePanels(self)
        self._make_docks()
        self.appearance = Appearance(self)
        self._make_actions()
        self._make_tool_bar()
        self._connect()
        self.setAcceptDrops(True)
        self.resize(1440, 900)
        self._restore_place()

    def start_worker(self) -> None:
        """Start the worker, so that Train need not wait for it; call it after painting."""
        self.worker.start()

    def show_welcome(self) -> WelcomePage:
        """Show the greeting page until something is opened or begun."""
        page = WelcomePage(examples(), self.preferences.recent_files, self.scheme)
        page.new_wanted.connect(self._centre.show_canvas)
        page.open_wanted.connect(self.files.choose_and_open)
        page.example_wanted.connect(self.files.open_example)
        page.file_wanted.connect(self.files.open)
        self._centre.show_page(page)
        return page

    def set_scheme(self, wish: str) -> None:
        """Choose colours by the name of a scheme; ``"system"`` follows the desktop."""
        self.preferences.scheme = wish
        self.scheme = self._wanted_scheme()
        self.appearance.apply()

    def train(self) -> None:
        """Train the project, and show the curves, with room enough to read them."""
        self.docks.bring("training", READABLE)
        self.training_control.start()

    def show_results(self, run: Run | None = None) -> None:
        """Show what a run's network gets right and wrong; without a run, the last one's."""
        self.docks.bring("results", READABLE)
        if run is not None:
            self.results_control.evaluate(run, self.results_control.part)

    def show_own_code(self) -> None:
        """Show the student's own code, with room enough to write."""
        self.docks.bring("own", READABLE)

    def export_code(self) -> None:
        """Save the code in the first style that the code panel shows."""
        self.save_code(self.code.shown_styles[0])

    def save_code(self, style: Style) -> None:
        """Save the code in a style, as much of it as the code panel shows."""
        export_code(self.document, style, self.code.form, self.weights, self)

    def showEvent(self, event: QShowEvent) -> None:
        """Give the docks their sizes, which Qt takes only now."""
        super().showEvent(event)
        remembered = self.preferences.window()
        self.docks.settle(remembered[1] if remembered else None)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved changes, then end the worker and remember the window's place."""
        if not self.files.may_leave():
            event.ignore()
            return
        self._desk.stop()
        self.preferences.remember_window(self.saveGeometry(), self.saveState())
        self.autosave.close()
        self.files.close()
        self.worker.shut_down()
        self.sweeps.close()
        self.own.close()
        self.data_control.close()
        self.samples.close()
        self.results_control.close()
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a project, a model or a data file."""
        if dropped_file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open a project, import a model, or choose a data file."""
        path = dropped_file(event)
        if path is None:
            return
        event.acceptProposedAction()
        take_dropped(self, path)

    def show_edits(self, pending: bool) -> None:
        """Offer to apply and to revert edits of the code while there are any."""
        for key in ("apply_code", "revert_code"):
            self.actions_by_key[key].setEnabled(pending)

    @property
    def code(self) -> CodePanel:
        """The code panel, made when it is first needed; so are those below."""
        return self.late.code

    @property
    def summary(self) -> SummaryPanel:
        """The summary panel."""
        return self.late.summary

    @property
    def data_panel(self) -> DataPanel:
        """The data panel."""
        return self.late.data

    @property
    def training(self) -> TrainingPanel:
        """The training panel."""
        return self.late.training

    @property
    def runs(self) -> RunsPanel:
        """The runs panel."""
        return self.late.runs

    @property
    def outline(self) -> Outline:
        """The outline."""
        return self.late.outline

    def _make_views(self) -> None:
        self.canvas = Canvas(self.document)
        self.canvas.set_scheme(self.scheme)
        self.canvas.minimap.set_wanted(self.preferences.minimap)
        self.canvas.snapping.grid = self.preferences.snap_to_grid
        self.canvas.snapping.neighbours = self.preferences.snap_to_layers
        self.heat = HeatControl(self.document, self.canvas, self)
        self.guide = Guide(self.document, self.canvas, self)
        self.find_bar = FindBar(self.canvas.viewport(), self.document)
        self.recovery = RecoveryBar(self.document, self.files, self.autosave)
        self._centre = Centre(self.canvas, (self.recovery, self.own.notice))
        self.setCentralWidget(self._centre)
        self.palette_panel = Palette(self.document.catalog, self.scheme)
        self.palette_panel.setMinimumWidth(180)
        self.inspector = Inspector(self.document, self.scheme)
        self.inspector.setMinimumWidth(296)
        self.problems = ProblemsPanel(self.document, self.scheme)
        self.status_line = StatusLine(self.document, self.worker)
        self.setStatusBar(self.status_line)

    def _make_docks(self) -> None:
        self.docks = Docks(
            self,
            {
                "palette": (tr("Layers"), lambda: self.palette_panel),
                "inspector": (tr("Inspector"), lambda: self.inspector),
                "problems": (tr("Problems"), lambda: self.problems),
                "code": (tr("Code"), lambda: self.code),
                "summary": (tr("Summary"), lambda: self.summary),
                "data": (tr("Data"), lambda: self.data_panel),
                "training": (tr("Training"), lambda: self.training),
                "results": (tr("Results"), lambda: self.late.results),
                "runs": (tr("Runs"), lambda: self.runs),
                "outline": (tr("Outline"), lambda: self.outline),
                "own": (tr("Own code"), lambda: self.late.own),
            },
        )

    def _make_actions(self) -> None:
        self.popups = Popups(self)
        self.commands = commands(self)
        self.actions_by_key = make_actions(self, self.canvas, self.commands, self.scheme)
        make_menus(self)

    def _make_tool_bar(self) -> None:
        self.train_button = TrainButton(self.scheme)
        self.addToolBar(make_tool_bar(self.actions_by_key, self.train_button))

    def _connect(self) -> None:
        document = self.document
        self.palette_panel.layer_chosen.connect(self.canvas.editing.add_layer)
        self.palette_panel.own_wanted.connect(self.actions_by_key["own_new_layer"].trigger)
        self.inspector.code_wanted.connect(self._show_own_piece)
        self.own.code_wanted.connect(self._show_own_piece)
        document.changed.connect(self._follow_catalog)
        WindowTitle(self, document, self.training_control, self.sweeps.control)
        EndNotice(self, self.training_control, self.sweeps.control)
        self.find_bar.reached.connect(self.guide.go_to)
        self.guide.problem_reached.connect(self._show_problem)
        self.problems.place_wanted.connect(self.guide.go_to)
        self.canvas.said.connect(self.status_line.say)
        self.canvas.params_wanted.connect(self._edit_params)
        self.docks.lead_back_to(self.canvas)
        self.canvas.context_menu_requested.connect(self._show_context_menu)
        self.train_button.clicked.connect(self._on_train_button)
        document.opened.connect(self._centre.show_canvas)
        self._desk = TrainingDesk(
            document,
            self.training_control,
            self.train_button,
            self.actions_by_key,
            self.guide.show_node,
        )
        show_possible(self.actions_by_key, (), training=False)
        self.sweeps.keep_true(self.actions_by_key)
        self.show_edits(False)
        TrainingMarks(document, self.training_control, self.canvas)
        DocumentActions(document, self.actions_by_key, self)
        self.weights.said.connect(self.status_line.say)
        self.autosave.saved.connect(self.status_line.show_copy)
        self.model_export.said.connect(self.status_line.say)

    def _follow_catalog(self) -> None:
        self.palette_panel.set_catalog(self.document.catalog)

    def _show_own_piece(self, name: str) -> None:
        self.show_own_code()
        self.late.own.show_piece(name)

    def _edit_params(self) -> None:
        self.docks.bring("inspector")
        self.inspector.enter()

    def _show_problem(self, problem: Problem) -> None:
        self.problems.show_problem(problem)
        self.docks.bring("problems")

    def _on_train_button(self) -> None:
        if self.training_control.running:
            self.training_control.stop()
        else:
            self.train()

    def _show_context_menu(self, place: QPoint, nodes: Sequence[NodeId]) -> None:
        show_context_menu(self, place, nodes)

    def _wanted_scheme(self) -> Scheme:
        wish = self.preferences.scheme
        return Scheme(wish) if wish in set(Scheme) else system_scheme()

    def _restore_place(self) -> None:
        remembered = self.preferences.window()
        if remembered is not None:
            self.restoreGeometry(remembered[0])
        # A window from a large screen must not stick out of a small one.
        room = self.screen().availableSize()
        self.resize(self.size().boundedTo(room))
