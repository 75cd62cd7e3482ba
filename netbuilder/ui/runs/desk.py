"""Keeps the commands on runs true, and gives them to the table's context menu."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from netbuilder.ui.commands.runs import ON_RUNS, show_possible
from netbuilder.ui.runs.panel import RunsPanel
from netbuilder.ui.training.control import TrainingControl


class RunsDesk(QObject):
    """Follows the choice in the runs panel.

    Args:
        panel: The panel.
        control: Trains.
        actions: The window's actions by key.
    """

    def __init__(
        self, panel: RunsPanel, control: TrainingControl, actions: Mapping[str, QAction]
    ) -> None:
        super().__init__(panel)
        self._panel = panel
        self._control = control
        self._actions = actions
        panel.table.addActions([actions[key] for key in ON_RUNS])
        panel.chosen_changed.connect(self._show)
        control.began.connect(self._show)
        control.ended.connect(self._show)
        self._show()

    def _show(self) -> None:
        show_possible(self._actions, self._panel.chosen, training=self._control.running)
