"""The table of everything that the window can do."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QMessageBox

from netbuilder import __version__
from netbuilder.i18n import tr
from netbuilder.project.examples import examples
from netbuilder.ui.actions import Command
from netbuilder.ui.heat_control import Cost, cost_title

if TYPE_CHECKING:
    from netbuilder.ui.window import MainWindow


def commands(window: MainWindow) -> tuple[Command, ...]:
    """Return all commands of ``window``, menu by menu."""
    return (
        *_file_commands(window),
        *_edit_commands(window),
        *_view_commands(window),
        *_training_commands(window),
        Command("about", tr("&About NetBuilder"), tr("&Help"), partial(_about, window)),
    )


def fill_recent(menu: QMenu, window: MainWindow) -> None:
    """Put the files that were opened last into ``menu``."""
    menu.clear()
    for path in window.preferences.recent_files:
        action = menu.addAction(path.name)
        action.setToolTip(str(path))
        action.triggered.connect(partial(_open, window, path))
    if menu.isEmpty():
        menu.addAction(tr("No files yet")).setEnabled(False)


def fill_examples(menu: QMenu, window: MainWindow) -> None:
    """Put the shipped examples into ``menu``, in teaching order."""
    if not menu.isEmpty():
        return
    for example in examples():
        action = menu.addAction(f"{example.number}. {example.title}")
        action.setToolTip(example.description)
        action.triggered.connect(partial(_open_example, window, example.path))
    menu.setToolTipsVisible(True)


def fill_costs(menu: QMenu, window: MainWindow) -> None:
    """Put the costs that nodes can be coloured by into ``menu``; one is chosen at a time."""
    group = QActionGroup(menu)
    for cost in Cost:
        action = menu.addAction(cost_title(cost))
        action.setCheckable(True)
        action.setChecked(cost is window.heat.cost)
        action.triggered.connect(partial(_colour, window, cost))
        group.addAction(action)


def _file_commands(window: MainWindow) -> tuple[Command, ...]:
    files, menu = window.files, tr("&File")
    return (
        Command("new", tr("&New"), menu, files.new, ("Ctrl+N",), "new"),
        Command("open", tr("&Open …"), menu, files.choose_and_open, ("Ctrl+O",), "open"),
        Command("save", tr("&Save"), menu, files.save, ("Ctrl+S",), "save", separated=True),
        Command("save_as", tr("Save &as …"), menu, files.save_as, ("Ctrl+Shift+S",)),
        Command(
            "export",
            tr("Save Python s&cript …"),
            menu,
            window.export_code,
            ("Ctrl+E",),
            "code",
            separated=True,
        ),
        Command("quit", tr("&Quit"), menu, window.close, ("Ctrl+Q",), separated=True),
    )


def _edit_commands(window: MainWindow) -> tuple[Command, ...]:
    document, canvas, menu = window.document, window.canvas, tr("&Edit")
    return (
        Command("undo", tr("&Undo"), menu, document.undo, ("Ctrl+Z",), "undo"),
        Command("redo", tr("&Redo"), menu, document.redo, ("Ctrl+Shift+Z", "Ctrl+Y"), "redo"),
        Command(
            "duplicate",
            tr("&Duplicate"),
            menu,
            canvas.editing.duplicate,
            ("Ctrl+D",),
            "duplicate",
            separated=True,
        ),
        Command("rename", tr("Re&name"), menu, canvas.editing.rename, ("F2",)),
        Command(
            "delete",
            tr("D&elete"),
            menu,
            canvas.editing.delete,
            ("Delete", "Backspace"),
            "delete",
        ),
        Command("select_all", tr("Select &all"), menu, canvas.editing.select_all, ("Ctrl+A",)),
        *_grouping_commands(window),
    )


def _grouping_commands(window: MainWindow) -> tuple[Command, ...]:
    grouping, menu = window.canvas.grouping, tr("&Edit")
    return (
        Command(
            "call_again",
            tr("Use this layer a&gain"),
            menu,
            grouping.call_again,
            ("Ctrl+Shift+D",),
            separated=True,
        ),
        Command("own_layer", tr("Give it a layer of its &own"), menu, grouping.own_layer),
        Command("fold", tr("&Fold into a submodel"), menu, grouping.fold, ("Ctrl+G",)),
        Command("unfold", tr("&Unfold"), menu, grouping.unfold, ("Ctrl+Shift+G",)),
        Command("open_submodel", tr("O&pen the submodel"), menu, grouping.open_submodel),
    )


def _view_commands(window: MainWindow) -> tuple[Command, ...]:
    canvas, menu = window.canvas, tr("&View")
    return (
        Command(
            "zoom_in",
            tr("Zoom &in"),
            menu,
            canvas.navigator.zoom_in,
            ("Ctrl++", "Ctrl+="),
            "zoom_in",
        ),
        Command(
            "zoom_out", tr("Zoom &out"), menu, canvas.navigator.zoom_out, ("Ctrl+-",), "zoom_out"
        ),
        Command("zoom_reset", tr("&100 %"), menu, canvas.navigator.zoom_reset, ("Ctrl+0",)),
        Command("fit", tr("&Fit the network"), menu, canvas.navigator.fit, ("Ctrl+1",), "fit"),
        Command(
            "zoom_selection",
            tr("Zoom to &selection"),
            menu,
            canvas.navigator.zoom_to_selection,
            ("Ctrl+2",),
        ),
        Command(
            "next_problem",
            tr("Next &problem"),
            menu,
            window.show_next_problem,
            ("F8",),
            separated=True,
        ),
        Command("light", tr("&Light"), menu, partial(window.set_scheme, "light"), separated=True),
        Command("dark", tr("&Dark"), menu, partial(window.set_scheme, "dark")),
        Command("system", tr("As the &system"), menu, partial(window.set_scheme, "system")),
        Command("reset_docks", tr("&Reset panels"), menu, window.reset_docks, separated=True),
    )


def _training_commands(window: MainWindow) -> tuple[Command, ...]:
    control, menu = window.training_control, tr("&Training")
    return (
        Command("train", tr("&Train"), menu, window.train, ("F5",), "train"),
        Command("pause", tr("&Pause or go on"), menu, control.pause, ("F6",), "pause"),
        Command("stop", tr("&Stop and keep"), menu, control.stop, ("Shift+F5",), "stop"),
    )


def _open(window: MainWindow, path: Path, *_: object) -> None:
    window.files.open(path)


def _open_example(window: MainWindow, path: Path, *_: object) -> None:
    window.files.open_example(path)


def _colour(window: MainWindow, cost: Cost, *_: object) -> None:
    window.heat.choose(cost)


def _about(window: MainWindow) -> None:
    QMessageBox.about(
        window,
        tr("About NetBuilder"),
        tr(
            "NetBuilder {version}\n\nLearn deep learning by building Keras networks by hand.",
            version=__version__,
        ),
    )
