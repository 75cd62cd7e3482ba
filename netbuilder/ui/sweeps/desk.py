"""What the window does about sweeps: asks what is varied, shows what comes, takes it over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from netbuilder.i18n import tr
from netbuilder.project import Project
from netbuilder.project.places import VaryingError, with_values
from netbuilder.runs.sweeps import Trial
from netbuilder.training.sweeps import SweepPlan
from netbuilder.ui.sweeps.control import SweepControl

if TYPE_CHECKING:
    from netbuilder.ui.sweeps.page import SweepPage
    from netbuilder.ui.window import MainWindow

_RESULTS_HEIGHT = 420


class SweepDesk(QObject):
    """One for each window.

    Attributes:
        control: Carries sweeps out.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.control = SweepControl(window.document, window.training_control, self)
        self.control.ended.connect(self._on_ended)

    def keep_true(self, actions: Mapping[str, QAction]) -> None:
        """Let the commands on sweeps be possible when they are; ``actions`` are the window's."""

        def show() -> None:
            actions["cancel_sweep"].setEnabled(self.control.running)

        self.control.changed.connect(show)
        show()

    def plan(self) -> None:
        """Ask what is varied, in a window of its own."""
        from netbuilder.ui.sweeps.dialog import SweepDialog

        dialog = SweepDialog(self._window.document, self.control, self._window)
        dialog.started.connect(self.show_results)
        dialog.show()

    def show_results(self) -> None:
        """Show the trials of sweeps."""
        self._window.docks.bring("runs", _RESULTS_HEIGHT)
        self._window.runs.show_sweep()

    def use_settings(self) -> None:
        """Take the settings of the chosen trial over, or of the best one."""
        self.show_results()
        self._window.runs.sweep.use_settings()

    def serve(self, page: SweepPage) -> None:
        """Do what a page with the trials asks for."""
        page.settings_wanted.connect(self._take_over)

    def close(self) -> None:
        """End a sweep that runs; the window closes."""
        self.control.close()

    def _take_over(self, plan: SweepPlan, trial: Trial) -> None:
        """Give the project a trial's settings, in one undo step."""
        values = {
            dimension.place: trial.settings[dimension.name]
            for dimension in plan.dimensions
            if dimension.name in trial.settings
        }

        def edit(project: Project) -> Project:
            return with_values(project, values)

        words = tr("Use settings of trial {number}", number=trial.number)
        try:
            self._window.document.apply_to_project(edit, words)
        except VaryingError as error:
            self._window.status_line.say(str(error))
            return
        self._window.status_line.say(
            tr("The project has the settings of trial {number}.", number=trial.number)
        )

    def _on_ended(self) -> None:
        self._window.status_line.say(self.control.message)
