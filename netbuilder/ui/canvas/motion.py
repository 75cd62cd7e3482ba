"""Shows where nodes went, by a short movement, where the system does not ask for less."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation, Signal
from PySide6.QtWidgets import QApplication, QStyle

from netbuilder.graph import NodeId
from netbuilder.ui.canvas.scene import CanvasScene

DURATION_MS = 120
_MOST = 300  # nodes; to move more would not be smooth

Places = Mapping[NodeId, tuple[float, float]]


class Motion(QObject):
    """Moves drawn nodes from where they were to where the graph has them.

    Attributes:
        wish: ``"full"`` to move, ``"reduced"`` to jump; anything else follows the system.
        rested: Fires when nodes that were on their way have arrived.
    """

    rested = Signal()

    def __init__(self, scene: CanvasScene) -> None:
        super().__init__()
        self._scene = scene
        self.wish = "system"
        self._from: Places = {}
        self._to: Places = {}
        self._animation = QVariantAnimation(self)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.setDuration(DURATION_MS)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.valueChanged.connect(self._show)
        self._animation.finished.connect(self.stop)

    @property
    def running(self) -> bool:
        """Whether nodes are on their way."""
        return bool(self._from)

    def run(self, before: Places, after: Places) -> None:
        """Lead nodes from ``before`` to ``after``, where they are drawn already."""
        self.stop()
        if not before or len(before) > _MOST or not self._wanted():
            return
        self._from, self._to = before, after
        self._show(0.0)
        self._animation.start()

    def stop(self) -> None:
        """Show all nodes where the graph has them, at once."""
        if self._from:
            self._from = {}
            self._animation.stop()
            self._scene.drop_moved()
            self.rested.emit()

    def _wanted(self) -> bool:
        return self.wish == "full" or (self.wish != "reduced" and motion_wanted())

    def _show(self, share: float) -> None:
        places = {
            key: (x + (self._to[key][0] - x) * share, y + (self._to[key][1] - y) * share)
            for key, (x, y) in self._from.items()
        }
        if places:
            self._scene.show_moved(places)


def motion_wanted() -> bool:
    """Tell whether the system wants things to move at all."""
    style = QApplication.style()
    return style.styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0
