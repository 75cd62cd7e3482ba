"""The one wire that is selected, and perhaps one of the points that it is led through."""

from __future__ import annotations

from netbuilder.graph import Wire
from netbuilder.i18n import tr
from netbuilder.ui.canvas.gestures import Stage
from netbuilder.ui.canvas.marks import Mark


class ChosenWire:
    """Knows the selected wire and marks it; nodes and a wire are never selected together."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._wire: Wire | None = None
        self._bend: int | None = None

    @property
    def wire(self) -> Wire | None:
        """The selected wire."""
        return self._wire

    @property
    def bend(self) -> int | None:
        """The number of the selected point on its way."""
        return self._bend

    def choose(self, wire: Wire | None, bend: int | None = None) -> None:
        """Select a wire, or a point of it, or none."""
        self._wire, self._bend = wire, bend
        if wire is not None:
            self._stage.document.select(())
        self.refresh()

    def wanted(self) -> Wire | None:
        """Return the selected wire for a command; say so if there is none."""
        if self._wire is None:
            self._stage.refuse(tr("Select a wire first: by a click, or with N."))
        return self._wire

    def refresh(self) -> None:
        """Mark it again, after the network or the colours changed."""
        scene = self._stage.scene
        curve = scene.curves.get(self._wire) if self._wire is not None else None
        scene.bend_marks.show_marks(())
        if curve is None:
            self._wire = self._bend = None
            scene.wire_mark.clear()
            return
        accent = scene.work.colours.accent
        scene.wire_mark.show_path(curve.path(), accent)
        if self._bend is not None and self._bend < len(curve.points):
            scene.bend_marks.show_marks([Mark(curve.points[self._bend], accent)])
        else:
            self._bend = None
