"""What the Layer menu does with code of the student's own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from netbuilder.catalog.custom import CustomKind
from netbuilder.i18n import tr
from netbuilder.ui.actions import Command

if TYPE_CHECKING:
    from netbuilder.ui.custom.panel import CustomPanel
    from netbuilder.ui.window import MainWindow


def custom_commands(window: MainWindow) -> tuple[Command, ...]:
    """Return the commands on own layers, losses, metrics, callbacks and functions."""
    return (*_new_commands(window), *_piece_commands(window))


def _new_commands(window: MainWindow) -> tuple[Command, ...]:
    titles = {
        CustomKind.LAYER: tr("New &layer"),
        CustomKind.LOSS: tr("New l&oss"),
        CustomKind.METRIC: tr("New &metric"),
        CustomKind.ACTIVATION: tr("New &activation"),
        CustomKind.CALLBACK: tr("New &callback"),
        CustomKind.FUNCTION: tr("New &function for callbacks"),
    }
    return tuple(
        Command(
            f"own_new_{kind}",
            title,
            tr("&Layer"),
            _in_sight(window, partial(_add, kind)),
            tip=tr("Write one of your own, beginning with a template"),
            submenu=tr("O&wn code"),
        )
        for kind, title in titles.items()
    )


def _piece_commands(window: MainWindow) -> tuple[Command, ...]:
    rows: tuple[tuple[str, str, Callable[[CustomPanel], None], tuple[str, ...], str], ...] = (
        (
            "examine",
            tr("&Examine"),
            lambda panel: panel.examine(),
            ("F7",),
            tr("Run the shown piece in a process of its own and say what works"),
        ),
        (
            "rename",
            tr("&Rename"),
            lambda panel: panel.rename_current(),
            (),
            tr("Rename the shown piece of code, also wherever it is used"),
        ),
        (
            "duplicate",
            tr("&Duplicate"),
            lambda panel: panel.duplicate_current(),
            (),
            tr("Copy the shown piece"),
        ),
        (
            "delete",
            tr("Dele&te"),
            lambda panel: panel.delete_current(),
            (),
            tr("Delete the shown piece of code"),
        ),
    )
    return tuple(
        Command(
            f"own_{key}",
            title,
            tr("&Layer"),
            _in_sight(window, run),
            keys,
            tip=tip,
            separated=key == "examine",
            submenu=tr("O&wn code"),
        )
        for key, title, run, keys, tip in rows
    )


def _add(kind: CustomKind, panel: CustomPanel) -> None:
    panel.add(kind)


def _in_sight(window: MainWindow, run: Callable[[CustomPanel], None]) -> Callable[[], None]:
    """Return what brings the panel to the front and does ``run`` with it."""

    def shown() -> None:
        window.show_own_code()
        run(window.late.own)

    return shown
