"""Makes the README's pictures from the real window: ``python -m tests.screenshots [FOLDER]``."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("NETBUILDER_USER_DIR", tempfile.mkdtemp(prefix="netbuilder-pictures-"))
if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from netbuilder.graph import edits
from netbuilder.project.examples import Example, find_example
from netbuilder.ui.theme import apply_theme
from netbuilder.ui.window import MainWindow

SIZE = (1600, 1000)
_SETTLE_MS = 400
_TRAINING_MS = 180_000


def main() -> None:
    """Write all pictures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("docs/images")
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    window = MainWindow()
    apply_theme(app, window.scheme)
    window.resize(*SIZE)
    window.set_scheme("light")
    window.files.open_example(_example("mnist-cnn").path)
    window.show()
    _settle()
    window.start_worker()
    _train(window)
    _select(window, "conv2")
    _save(window, folder / "training.png")
    window.docks["code"].raise_()
    window.set_scheme("dark")
    _save(window, folder / "code-dark.png")
    window.set_scheme("light")
    window.files.open_example(_example("residual").path)
    window.docks["problems"].raise_()
    _break(window)
    _save(window, folder / "problems.png")
    window.document.history.mark_saved()
    window.close()


def _example(name: str) -> Example:
    example = find_example(name)
    if example is None:
        raise SystemExit(f"there is no example {name}")
    return example


def _train(window: MainWindow) -> None:
    """Train to the end."""
    loop = QEventLoop()
    window.training_control.ended.connect(loop.quit)
    QTimer.singleShot(_TRAINING_MS, loop.quit)
    window.train()
    loop.exec()


def _select(window: MainWindow, name: str) -> None:
    graph = window.document.graph
    window.document.select(key for key, node in graph.nodes.items() if node.name == name)


def _break(window: MainWindow) -> None:
    """Make the shortcut's shapes clash, as a student would."""
    graph = window.document.graph
    convolutions = [key for key, node in graph.nodes.items() if node.class_name == "Conv2D"]
    key = convolutions[-1]
    window.document.apply(lambda g: edits.set_param(g, key, "filters", 7), "Set filters")
    window.document.select((key,))


def _save(window: MainWindow, path: Path) -> None:
    _settle()
    window.grab().save(str(path))


def _settle() -> None:
    """Let timers and repaints have their turn."""
    loop = QEventLoop()
    QTimer.singleShot(_SETTLE_MS, loop.quit)
    loop.exec()


if __name__ == "__main__":
    main()
