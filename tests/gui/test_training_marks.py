"""The marks on layers that tell what a training does to them."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from netbuilder.graph import edits
from netbuilder.project import Project
from netbuilder.training.events import Batch, Failed, Finished, Started
from netbuilder.training.history import History, fold
from netbuilder.training.protocol import AnyEvent
from netbuilder.ui.canvas import Canvas
from netbuilder.ui.canvas.hits import HitTarget, Part
from netbuilder.ui.canvas.tips import node_summary, tip
from netbuilder.ui.canvas.training_marks import TrainingMark, mark_text
from netbuilder.ui.document import Document
from netbuilder.ui.theme import Scheme, tokens
from netbuilder.ui.window import MainWindow
from tests.gui.canvas_hand import CLASSIFIER, show

TRAINED, FROZEN = TrainingMark.TRAINED, TrainingMark.FROZEN
BEGUN = Started(2, 10)


@pytest.fixture
def training(window: MainWindow) -> MainWindow:
    """A window in which a training of the classifier has begun."""
    window.document.open(Project(graph=CLASSIFIER))
    window.training_control.history = History(epochs=2)
    window.training_control.began.emit()
    tell(window, BEGUN)
    return window


def tell(window: MainWindow, *events: AnyEvent) -> None:
    """Have the worker say something."""
    control = window.training_control
    for event in events:
        assert control.history is not None
        control.history = fold(control.history, event)
        control.changed.emit()
        if isinstance(event, Finished | Failed):
            control.ended.emit()


def marks(window: MainWindow) -> dict[str, TrainingMark]:
    """Return what the canvas shows."""
    scene, nodes = window.canvas.network, window.document.level.graph.nodes
    found = {key: scene.look_of(key).mark for key in nodes}
    return {key: mark for key, mark in found.items() if mark is not None}


def batch(loss: float | None) -> Batch:
    return Batch(1, 1, 1, {"loss": loss}, 0.1)


def test_no_marks_before_a_training(window: MainWindow) -> None:
    window.document.open(Project(graph=CLASSIFIER))
    assert marks(window) == {}


def test_layers_with_weights_are_marked_while_they_are_trained(training: MainWindow) -> None:
    assert marks(training) == {"conv": TRAINED, "scores": TRAINED}
    tell(training, Finished({}, {}, 1.0))
    assert marks(training) == {}


def test_a_layer_that_is_changed_meanwhile_is_not_the_one_that_is_trained(
    training: MainWindow,
) -> None:
    training.document.apply(lambda g: edits.set_param(g, "conv", "filters", 7), "Set filters")
    assert marks(training) == {"scores": TRAINED}
    training.document.apply(lambda g: edits.move_nodes(g, {"scores": (400, 0)}), "Move")
    assert marks(training) == {"scores": TRAINED}


def test_frozen_layers_are_always_marked(training: MainWindow) -> None:
    training.document.apply(lambda g: edits.set_param(g, "conv", "trainable", False), "Freeze")
    assert marks(training) == {"conv": FROZEN, "scores": TRAINED}
    tell(training, Finished({}, {}, 1.0))
    assert marks(training) == {"conv": FROZEN}
    assert "frozen" in node_summary(training.document, "conv")


def test_a_loss_that_is_no_number_is_marked_at_the_answer(training: MainWindow) -> None:
    tell(training, batch(0.5))
    assert marks(training)["scores"] is TRAINED
    tell(training, batch(None))
    assert marks(training) == {"conv": TRAINED, "scores": TrainingMark.NOT_A_NUMBER}


def test_the_layer_at_which_it_failed_is_marked_until_it_is_changed(training: MainWindow) -> None:
    tell(training, Failed("No.", node="conv"))
    assert marks(training) == {"conv": TrainingMark.FAILED}
    training.document.apply(lambda g: edits.set_param(g, "conv", "filters", 7), "Set filters")
    assert marks(training) == {}


def test_the_inside_of_a_frozen_submodel_is_frozen(training: MainWindow) -> None:
    training.document.select(("conv", "flat"))
    training.canvas.grouping.fold()
    (key,) = training.document.selection
    training.document.apply(lambda g: edits.set_param(g, key, "trainable", False), "Freeze")
    assert marks(training)[key] is FROZEN
    training.document.go_to((key,))
    assert marks(training) == {"conv": FROZEN}


def test_the_tip_says_what_a_mark_means(document: Document) -> None:
    document.open(Project(graph=CLASSIFIER))
    text = tip(document, HitTarget(Part.NODE, "conv"), {"conv": TRAINED})
    assert mark_text(TRAINED) in text


@pytest.mark.parametrize("mark", [TrainingMark.NOT_A_NUMBER, TrainingMark.FAILED])
def test_trouble_is_seen_from_far_away(
    canvas: Canvas, document: Document, mark: TrainingMark
) -> None:
    show(document, canvas, CLASSIFIER)
    canvas.network.show_training({"conv": mark})
    canvas.navigator.set_scale(0.3)
    canvas.show_node("conv")
    at = canvas.mapFromScene(canvas.node_rect("conv").center())
    colours = tokens(Scheme.LIGHT)
    wanted = colours.warning if mark is TrainingMark.NOT_A_NUMBER else colours.error
    assert canvas.viewport().grab().toImage().pixelColor(at) == QColor(wanted)
