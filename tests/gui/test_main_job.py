"""The main job by hand: from an empty canvas to a trained network and its script."""

from __future__ import annotations

import csv
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt

from netbuilder.graph import Config, NodeId
from netbuilder.runs.folder import HISTORY
from netbuilder.ui.window import MainWindow
from tests.gui.window_helpers import Dialogs, User, choose, give, param_of

pytestmark = pytest.mark.keras


def test_from_an_empty_canvas_to_a_trained_network_and_its_script(
    user: User, window: MainWindow, dialogs: Dialogs, tmp_path: Path
) -> None:
    assert not window.train_button.isEnabled()
    nodes = draw_network(user)
    set_parameters(user, nodes)
    choose_data(user, nodes)
    choose_training(user)
    apply_advice(user)
    assert window.document.report.problems == ()
    assert window.status_line.verdict.text() == "Valid"

    user.train_to_the_end()

    check_curves(user)
    check_run(window)
    check_script(user, dialogs, tmp_path)


def draw_network(user: User) -> list[NodeId]:
    """Place eight layers in three ways, and draw the wires that are missing."""
    window = user.window
    middle = window.canvas.mapToScene(window.canvas.viewport().rect().center())
    first = user.drag_layer("InputLayer", middle - QPointF(120, 150))
    conv = user.drag_layer("Conv2D", middle + QPointF(120, -150))
    pool = user.double_click_layer("MaxPooling2D")  # goes below Conv2D, with a wire
    conv_1 = user.enter_layer("conv2d")
    user.hand.click(window.canvas.mapToScene(8, 8))
    pool_1 = user.double_click_layer("MaxPooling2D")  # nothing is selected: no wire
    flat = user.enter_layer("flatten")
    dropout = user.enter_layer("dropout")
    dense = user.double_click_layer("Dense")
    user.keys(Qt.Key.Key_1)  # all of it in view
    user.hand.wire(first, conv)
    user.hand.wire(conv_1, pool_1)
    nodes = [first, conv, pool, conv_1, pool_1, flat, dropout, dense]
    wires = {(wire.source, wire.target) for wire in window.document.graph.wires}
    assert wires == set(pairwise(nodes))
    return nodes


def set_parameters(user: User, nodes: list[NodeId]) -> None:
    """Type and choose what the layers of the MNIST CNN are to be."""
    _, conv, _, conv_1, _, _, dropout, dense = nodes
    for node, filters, kernel in ((conv, "8", "3"), (conv_1, "16", "3, 3")):
        user.click_node(node)
        give(user.form(), "filters", filters)
        give(user.form(), "kernel_size", kernel)
        give(user.form(), "activation", "relu")
    user.click_node(dropout)
    give(user.form(), "rate", "0.25")
    user.click_node(dense)
    give(user.form(), "units", "7")
    give(user.form(), "activation", "softmax")
    assert param_of(user.window, conv_1, "filters") == 16
    assert param_of(user.window, conv_1, "kernel_size") == (3, 3)
    assert param_of(user.window, conv, "activation") == "relu"
    assert param_of(user.window, dense, "units") == 7


def choose_data(user: User, nodes: list[NodeId]) -> None:
    """Choose MNIST and let the network's ends take its shapes."""
    panel = user.window.data_panel
    user.show_panel("data")
    choose(panel.source_box, "MNIST digits")
    assert panel.preview.pictures.isVisible()
    user.press(panel.fit_button)
    assert param_of(user.window, nodes[0], "shape") == (28, 28, 1)
    assert param_of(user.window, nodes[-1], "units") == 10


def apply_advice(user: User) -> None:
    """Take the advice to rescale the pictures, by the button in the Problems panel."""
    (problem,) = user.window.document.report.problems
    assert problem.code == "data.unscaled"
    user.show_panel("problems")
    user.press(user.fix_button(problem.fixes[0].title))


def choose_training(user: User) -> None:
    """Choose loss, optimizer with its learning rate, and two epochs."""
    user.show_panel("training")
    form = user.window.training.settings.form
    give(form, "epochs", "2")
    give(form, "batch_size", "64")
    give(form, "loss", "SparseCategoricalCrossentropy")
    give(form, "optimizer", "Adam")
    settings = user.window.document.project.training
    assert (settings.epochs, settings.batch_size) == (2, 64)
    assert settings.loss == Config("SparseCategoricalCrossentropy")
    assert settings.optimizer.class_name == "Adam"


def check_curves(user: User) -> None:
    """The curves show, point for point, the history that the worker told at the end."""
    result = user.window.training_control.result
    assert result is not None
    plots = user.window.training.plots.plots
    user.qtbot.waitUntil(lambda: list(plots) == ["loss", "accuracy"])
    for name, plot in plots.items():
        for curve, key in ((plot.training, name), (plot.validation, f"val_{name}")):
            user.qtbot.waitUntil(partial(has_points, curve, 2))
            x, y = curve.getOriginalDataset()
            assert list(x) == [1, 2]
            assert list(y) == result.history[key]
    assert result.history["val_accuracy"][-1] is not None
    assert result.history["val_accuracy"][-1] > 0.7


def has_points(curve: Any, count: int) -> bool:
    """Whether a curve has been drawn so far."""
    x, _ = curve.getOriginalDataset()
    return x is not None and len(x) == count


def check_run(window: MainWindow) -> None:
    """The run is kept: history, model, and the script that was run is the one shown."""
    control = window.training_control
    assert control.run is not None
    assert control.result is not None
    folder = control.run.folder
    text = (folder / HISTORY).read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert [float(row["loss"]) for row in rows] == control.result.history["loss"]
    assert (folder / "model.keras").is_file()
    assert (folder / "train.py").read_text(encoding="utf-8") == window.code.editor.toPlainText()
    assert window.training.model_button.isEnabled()
    assert "on the test data" in window.training.status.text()
    assert window.train_button.text() == "Train"


def check_script(user: User, dialogs: Dialogs, folder: Path) -> None:
    """The saved script is the code that is shown, and its data file lies beside it."""
    dialogs.chosen = folder / "script" / "mnist.py"
    dialogs.chosen.parent.mkdir()
    user.show_panel("code")
    user.press(user.window.code.views["sequential"].save_button)
    assert dialogs.said == []
    saved = dialogs.chosen.read_text(encoding="utf-8")
    assert saved == user.window.code.editor.toPlainText()
    compile(saved, "mnist.py", "exec")
    assert (dialogs.chosen.parent / "mnist_5k.npz").is_file()
