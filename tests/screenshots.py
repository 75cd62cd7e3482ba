"""Pictures of ten states of the real window: ``python -m tests.screenshots [FOLDER [STATE ...]]``.

They are for looking at, one by one; the README shows three of them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("NETBUILDER_USER_DIR", tempfile.mkdtemp(prefix="netbuilder-pictures-"))
if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from netbuilder.graph import NodeId, NoteColour, edits
from netbuilder.graph.notes import colour_note, write_note
from netbuilder.importing import read_config
from netbuilder.layout import Flow
from netbuilder.project import Project
from netbuilder.project.examples import find_example
from netbuilder.project.file import read_project
from netbuilder.ui.canvas.navigation import LEGIBLE
from netbuilder.ui.window import MainWindow
from tests.unit.imported import saved

_SIZE, _SMALL = (1600, 1000), (1280, 720)
_SETTLE_MS = 600
_TRAINING_MS = 180_000


@dataclass(frozen=True)
class State:
    """A state of the window.

    Attributes:
        name: The picture's name.
        enter: Brings a window that shows nothing into the state.
        scheme: The colours.
        tab: The panel below that is in front.
        scale: How many pixels of the screen one of the window takes.
    """

    name: str
    enter: Callable[[MainWindow], None]
    scheme: str = "light"
    tab: str = "problems"
    scale: int = 1


def main() -> None:
    """Make the pictures of all states, or of those that are named."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("build/screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [state for state in STATES if state.name in sys.argv[2:] or not sys.argv[2:]]
    scale = int(os.environ.get("QT_SCALE_FACTOR", "1"))
    app = QApplication([])
    for state in wanted:
        if state.scale == scale:
            _take(app, state, folder)
        else:
            # A scale can only be chosen before the program starts.
            again = [sys.executable, "-m", "tests.screenshots", str(folder), state.name]
            subprocess.run(again, env={**os.environ, "QT_SCALE_FACTOR": "2"}, check=True)


def _take(app: QApplication, state: State, folder: Path) -> None:
    window = MainWindow()
    window.resize(*(_SIZE if state.scale == 1 else _SMALL))
    window.show()
    window.set_scheme(state.scheme)
    window.docks.reset()
    window.docks[state.tab].raise_()
    _settle()
    state.enter(window)
    _settle()
    window.grab().save(str(folder / f"{state.name}.png"))
    window.document.history.mark_saved()
    window.close()
    window.deleteLater()
    app.processEvents()


def _empty(_window: MainWindow) -> None:
    """Nothing has been done yet."""


def _mnist(window: MainWindow) -> None:
    _open(window, "mnist-cnn")
    _select(window, "conv2")


def _resnet(window: MainWindow) -> None:
    """A network of 177 layers, as a whole."""
    graph = read_config(saved("ResNet50")["config"])
    window.document.open(Project(title="ResNet50", graph=graph))
    window.canvas.navigator.fit()


def _resnet_near(window: MainWindow) -> None:
    _resnet(window)
    window.canvas.navigator.zoom_reset()
    window.canvas.show_node(_named(window, "conv2_block1_add"))


def _problems(window: MainWindow) -> None:
    """The shortcut's shapes clash."""
    _open(window, "residual")
    convolutions = [
        key for key, node in window.document.graph.nodes.items() if node.class_name == "Conv2D"
    ]
    key = convolutions[-1]
    window.document.apply(lambda g: edits.set_param(g, key, "filters", 7), "Set filters")
    window.document.select((key,))
    window.canvas.show_node(_named(window, "sum"))


def _training(window: MainWindow) -> None:
    """A training has come to its end."""
    _open(window, "mnist-cnn")
    loop = QEventLoop()
    window.training_control.ended.connect(loop.quit)
    QTimer.singleShot(_TRAINING_MS, loop.quit)
    window.start_worker()
    window.train()
    loop.exec()
    _select(window, "conv2")


def _submodel(window: MainWindow) -> None:
    """A part of the network was folded, and is open."""
    _open(window, "residual")
    _select(window, "conv2", "norm2", "relu2", "conv3", "norm3", "shortcut", "sum")
    window.canvas.grouping.fold()
    window.canvas.grouping.open_submodel()
    window.canvas.arranging.lay_out(Flow.DOWN)


def _noted(window: MainWindow) -> None:
    """A frame around a part of the network, and a comment."""
    _open(window, "residual")
    _select(window, "conv2", "norm2", "relu2", "conv3", "norm3", "shortcut", "sum")
    window.canvas.noting.add_frame()
    _write(window, "Residual block", NoteColour.BLUE)
    _select(window, "shortcut")
    window.canvas.noting.add_comment()
    _write(window, "**Why a shortcut?** The block learns only what to change.", NoteColour.YELLOW)
    window.canvas.noting.choose(None)
    window.canvas.navigator.set_scale(LEGIBLE)
    window.canvas.show_node(_named(window, "relu2"))


def _write(window: MainWindow, text: str, colour: NoteColour) -> None:
    """Write into the note that was just added."""
    window.canvas.setFocus()
    note = window.canvas.noting.chosen
    assert note is not None
    key = note.id
    window.document.apply(lambda g: colour_note(write_note(g, key, text), key, colour), "Write")


def _open(window: MainWindow, name: str) -> None:
    example = find_example(name)
    assert example is not None
    window.document.open(read_project(example.path))
    _settle()


def _named(window: MainWindow, name: str) -> NodeId:
    nodes = window.document.graph.nodes
    return next(key for key, node in nodes.items() if node.name == name)


def _select(window: MainWindow, *names: str) -> None:
    window.document.select(_named(window, name) for name in names)


def _settle() -> None:
    """Let timers and repaints have their turn."""
    loop = QEventLoop()
    QTimer.singleShot(_SETTLE_MS, loop.quit)
    loop.exec()


STATES = (
    State("empty", _empty),
    State("mnist-cnn", _mnist, tab="summary"),
    State("resnet50-whole", _resnet),
    State("resnet50", _resnet_near),
    State("problems", _problems),
    State("training", _training),
    State("submodel", _submodel),
    State("code-dark", _mnist, scheme="dark", tab="code"),
    State("high-contrast", _noted, scheme="contrast-dark", tab="data"),
    State("scaled", _mnist, scale=2),
)

if __name__ == "__main__":
    main()
