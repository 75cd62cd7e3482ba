"""What the window shows of a training outside the training panel."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction

from netbuilder.graph import NodeId
from netbuilder.i18n import tr
from netbuilder.ui.commands.training import WHILE_RUNNING
from netbuilder.ui.custom.trust_book import inert_words
from netbuilder.ui.document import Document
from netbuilder.ui.train_button import TrainButton
from netbuilder.ui.training.control import TrainingControl

_PROGRESS_MS = 200


class TrainingDesk(QObject):
    """Keeps the Train button and the commands on trainings true.

    Args:
        document: The project.
        control: Trains it.
        button: The large button.
        actions: The window's actions by key, those on trainings among them.
        show_node: Leads to the node at which a training failed.
    """

    def __init__(
        self,
        document: Document,
        control: TrainingControl,
        button: TrainButton,
        actions: Mapping[str, QAction],
        show_node: Callable[[NodeId], None],
    ) -> None:
        super().__init__(button)
        self._document = document
        self._control = control
        self._button = button
        self._actions = actions
        self._show_node = show_node
        self._timer = QTimer(self)
        self._timer.setInterval(_PROGRESS_MS)
        self._timer.timeout.connect(self._show)
        document.changed.connect(self._show)
        control.began.connect(self._show)
        control.ended.connect(self._show)
        control.ended.connect(self._show_culprit)
        self._show()

    def stop(self) -> None:
        """Follow no further; the window is closing."""
        self._timer.stop()
        self._control.close()

    def _show(self) -> None:
        control = self._control
        hindrance = self._hindrance()
        self._button.show_state(control.history, ready=not hindrance, hindrance=hindrance)
        self._actions["train"].setEnabled(not hindrance and not control.running)
        self._actions["series"].setEnabled(not hindrance and not control.running)
        for key in WHILE_RUNNING:
            self._actions[key].setEnabled(control.running)
        self._actions["set_rate"].setEnabled(control.rate_settable)
        if not control.running:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def _show_culprit(self) -> None:
        """Select the node at which a training failed."""
        history = self._control.history
        node = history.failure.node if history and history.failure else None
        if node is not None and node in self._document.graph.nodes:
            self._show_node(node)

    def _hindrance(self) -> str:
        """Return why a training cannot begin; empty if it can."""
        if not self._document.graph.nodes:
            return tr("There is no network to train yet.")
        inert = inert_words(self._document)
        if inert:
            return inert
        if not self._document.report.ok:
            return tr("The network has problems; see the Problems panel.")
        if not self._document.project.data.source:
            return tr("Choose data to train on, in the Data panel.")
        return ""
