"""What layers learn from the data, kept in the project."""

from __future__ import annotations

import pytest

from netbuilder.catalog.library import Catalog
from netbuilder.codegen.adapting import needs_adapting
from netbuilder.graph import EMPTY, Graph
from netbuilder.project import Project
from netbuilder.training.events import Adapted
from netbuilder.ui.canvas.placing import fresh_node
from netbuilder.ui.window import MainWindow
from tests.gui.window_helpers import Dialogs, param_of
from tests.unit.drawing import chain, image, layer

NETWORK = Project(
    graph=chain(
        image(2),
        layer("norm", "Normalization"),
        layer("bins", "Discretization", num_bins=3),
        layer("scores", "Dense", units=3, activation="softmax"),
    )
)


def test_what_was_measured_becomes_parameters_in_one_step(window: MainWindow) -> None:
    window.document.open(NETWORK)
    states: dict[str, dict[str, list[int | float | str]]] = {
        "norm": {"mean": [1.5, 2], "variance": [0.25, 4]},
        "bins": {"bin_boundaries": [-1, 0.5]},
        "gone": {"mean": [1]},
    }
    window.worker.reported.emit(Adapted(states))
    window.actions_by_key["keep_adapted"].trigger()
    assert param_of(window, "norm", "mean") == (1.5, 2)
    assert param_of(window, "norm", "variance") == (0.25, 4)
    assert param_of(window, "bins", "bin_boundaries") == (-1, 0.5)
    assert param_of(window, "bins", "num_bins") is None
    assert window.document.report.ok
    window.document.undo()
    assert window.document.project == NETWORK


def test_before_any_training_there_is_nothing_to_keep(window: MainWindow, dialogs: Dialogs) -> None:
    window.document.open(NETWORK)
    window.actions_by_key["keep_adapted"].trigger()
    (sentence,) = dialogs.said
    assert "nothing to keep" in sentence
    assert window.document.graph.nodes["norm"].params == EMPTY


@pytest.mark.parametrize(
    "name", ["TextVectorization", "StringLookup", "IntegerLookup", "Discretization"]
)
def test_a_new_layer_learns_from_the_data(catalog: Catalog, name: str) -> None:
    assert needs_adapting(fresh_node(Graph(), catalog.layers[name]))
