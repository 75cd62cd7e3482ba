"""The panels that a window opens without: each is made when it is first shown or asked for.

Their plots and editors, and pyqtgraph and NumPy behind them, would take as long as all the
rest of the start.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from netbuilder.ui.panel_menus import PanelMenus
from netbuilder.ui.theme import Scheme

if TYPE_CHECKING:
    from netbuilder.ui.custom.panel import CustomPanel
    from netbuilder.ui.data.panel import DataPanel
    from netbuilder.ui.panels.code import CodePanel
    from netbuilder.ui.panels.outline import Outline
    from netbuilder.ui.panels.summary import SummaryPanel
    from netbuilder.ui.results.panel import ResultsPanel
    from netbuilder.ui.runs.panel import RunsPanel
    from netbuilder.ui.training.panel import TrainingPanel
    from netbuilder.ui.window import MainWindow


class LatePanels(QObject):
    """Makes each panel once, wired to its window.

    Attributes:
        scheme_changed: Fires with the scheme in which all panels made so far are to be drawn.
    """

    scheme_changed = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._menus = PanelMenus(window)

    def set_scheme(self, scheme: Scheme) -> None:
        """Draw in the colours of another scheme."""
        self.scheme_changed.emit(scheme)

    def prepare(self) -> None:
        """Make the panel that must be there at once when it is asked for: that of trainings."""
        self._window.docks["training"].fill()

    @cached_property
    def code(self) -> CodePanel:
        """The styles of the code side by side."""
        from netbuilder.ui.panels.code import CodePanel

        window = self._window
        panel = CodePanel(window.document, window.comparison, window.preferences, window.scheme)
        panel.node_wanted.connect(window.guide.show_node)
        panel.save_wanted.connect(window.save_code)
        panel.edited.connect(window.show_edits)
        panel.said.connect(window.status_line.say)
        panel.said.connect(window.canvas.show_selection)
        window.files.guards.append(panel.may_leave)
        self.scheme_changed.connect(panel.set_scheme)
        return panel

    @cached_property
    def summary(self) -> SummaryPanel:
        """The table of the layers."""
        from netbuilder.ui.panels.summary import SummaryPanel

        panel = SummaryPanel(self._window.document)
        self._window.docks["summary"].seen.connect(panel.set_seen)
        return panel

    @cached_property
    def data(self) -> DataPanel:
        """The choice of the data."""
        from netbuilder.ui.data.panel import DataPanel

        window = self._window
        panel = DataPanel(window.document, window.data_control, window.scheme)
        self.scheme_changed.connect(panel.set_scheme)
        return panel

    @cached_property
    def training(self) -> TrainingPanel:
        """The settings and curves of trainings."""
        from netbuilder.ui.training.panel import TrainingPanel

        window = self._window
        panel = TrainingPanel(
            window.document, window.training_control, window.weights, window.scheme
        )
        self._menus.serve_training(panel)
        self.scheme_changed.connect(panel.set_scheme)
        return panel

    @cached_property
    def results(self) -> ResultsPanel:
        """What a trained network gets right and wrong."""
        from netbuilder.ui.results.panel import ResultsPanel

        window = self._window
        panel = ResultsPanel(window.results_control, window.scheme)
        window.docks["results"].seen.connect(panel.set_seen)
        window.training_control.ended.connect(panel.evaluate_latest)
        self.scheme_changed.connect(panel.set_scheme)
        return panel

    @cached_property
    def runs(self) -> RunsPanel:
        """The trainings that have been."""
        from netbuilder.ui.runs.desk import RunsDesk
        from netbuilder.ui.runs.panel import RunsPanel

        window = self._window
        panel = RunsPanel(
            window.training_control, window.sweeps.control, window.preferences, window.scheme
        )
        window.sweeps.serve(panel.sweep)
        panel.project_wanted.connect(window.files.open_example)
        window.docks["runs"].seen.connect(panel.set_seen)
        RunsDesk(panel, window.training_control, window.actions_by_key)
        self.scheme_changed.connect(panel.set_scheme)
        return panel

    @cached_property
    def outline(self) -> Outline:
        """The network as a plain tree."""
        from netbuilder.ui.panels.outline import Outline

        window = self._window
        panel = Outline(window.document)
        panel.node_wanted.connect(window.canvas.show_node)
        window.docks["outline"].seen.connect(panel.set_seen)
        self._menus.serve_outline(panel)
        return panel

    @cached_property
    def own(self) -> CustomPanel:
        """The code of the student's own."""
        from netbuilder.ui.custom.panel import CustomPanel

        window, own = self._window, self._window.own
        panel = CustomPanel(window.document, own.trust, own.examiner, window.scheme)
        self.scheme_changed.connect(panel.set_scheme)
        return panel
