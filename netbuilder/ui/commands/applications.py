"""What the Layer menu does with the ready-made networks of Keras."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from netbuilder.catalog.preparing import BRIGHTEST
from netbuilder.catalog.tensors import Shape
from netbuilder.checks.context import Context
from netbuilder.checks.pixels import span_after
from netbuilder.i18n import tr
from netbuilder.ui.actions import Command

if TYPE_CHECKING:
    from netbuilder.ui.window import MainWindow


def application_commands(window: MainWindow) -> tuple[Command, ...]:
    """Return the commands that add ready-made networks."""
    return (
        Command(
            "add_application",
            tr("Add a ready-made net&work …"),
            tr("&Layer"),
            partial(_ask, window),
            ("Ctrl+Shift+K",),
            tip=tr("Add one of keras.applications after the selected layer: ResNet50 …"),
            separated=True,
        ),
    )


def _ask(window: MainWindow) -> None:
    from netbuilder.ui.applications.desk import ApplicationDesk
    from netbuilder.ui.applications.dialog import ApplicationDialog

    desk = ApplicationDesk(window.document, window.canvas, window)
    ApplicationDialog(desk, _pictures(window), _brightest(window), window).show()


def _pictures(window: MainWindow) -> Shape | None:
    """Return the shape of the pictures that would come to a new layer, if it is known."""
    document = window.document
    if len(document.selection) == 1:
        known = document.level.report.nodes.get(next(iter(document.selection)))
        shapes = [tensor.shape[1:] for tensor in known.outputs if tensor.shape] if known else []
    else:
        shapes = [document.profile.x.shape] if document.profile else []
    return next((shape for shape in shapes if len(shape) == 3), None)


def _brightest(window: MainWindow) -> float:
    """Return how large the numbers of these pictures get; as bytes where that is not known."""
    document = window.document
    if document.level.path or len(document.selection) > 1:
        return BRIGHTEST
    context = Context(document.project, document.report, document.profile, document.catalog)
    keys = document.selection or document.report.inputs[:1]
    span = next((span_after(context, key) for key in keys), None)
    return span.brightest if span is not None and span.low >= 0 else BRIGHTEST
