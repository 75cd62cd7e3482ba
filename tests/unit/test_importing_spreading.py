"""Models within ``TimeDistributed`` in configs: drawn layer by layer, or left as they are."""

from __future__ import annotations

import pytest

from netbuilder.catalog.library import load_catalog
from netbuilder.graph import Graph
from netbuilder.importing import read_model
from netbuilder.validation.report import NodeReport, Report
from netbuilder.validation.validate import Validator
from tests.unit.keras_configs import (
    Json,
    call,
    dense,
    entrance,
    entry,
    functional,
    sequential,
    tensor,
)

STEP = entrance("row", None, 4)


def film(held: Json) -> Json:
    """Write a config of a model that does something with each of 6 steps."""
    wrapper = entry("TimeDistributed", "each", layer=held)
    return sequential(entrance("film", None, 6, 4), wrapper, dense("end", units=2))


def branching(*layers: Json, last: str) -> Json:
    return functional(STEP, *layers, inputs=["row", 0, 0], outputs=[last, 0, 0])


def look(config: Json) -> tuple[Graph, Report, NodeReport]:
    graph = read_model(config).graph
    report = Validator(load_catalog()).validate(graph)
    key = next(node.id for node in graph.nodes.values() if node.name == "each")
    return graph, report, report.nodes[key]


ONE = dense("one", units=3)
A = dense("a", call(tensor("row")), units=3)
B = dense("b", call(tensor("row")), units=3)
SUM = entry("Add", "sum", call([tensor("a"), tensor("b")]))


@pytest.mark.parametrize(
    ("held", "params"),
    [
        pytest.param(sequential(STEP, ONE, dense("two", units=3)), 27, id="chain"),
        pytest.param(sequential(STEP, sequential(STEP, ONE, name="inner")), 15, id="within"),
        pytest.param(branching(A, last="a"), 15, id="functional chain"),
        pytest.param(branching(A, B, SUM, last="sum"), 30, id="branches"),
    ],
)
def test_model_for_each_step_is_drawn_layer_by_layer(held: Json, params: int) -> None:
    imported = read_model(film(held))
    assert [note.message[:38] for note in imported.notes] == [
        "TimeDistributed holds a whole model he"
    ]
    _, report, each = look(film(held))
    assert report.ok
    assert each.outputs[0].shape == (None, 6, 3)
    assert each.params == params


SHARED = dense("a", call(tensor("row")), call(tensor("row")), units=3)
FAR = entry("Concatenate", "sum", call([tensor("a"), tensor("b")]), axis=1)


@pytest.mark.parametrize(
    "held",
    [
        pytest.param(branching(SHARED, last="a"), id="shared layer"),
        pytest.param(branching(A, B, FAR, last="sum"), id="another axis"),
        pytest.param(
            functional(STEP, A, B, inputs=["row", 0, 0], outputs=[["a", 0, 0], ["b", 0, 0]]),
            id="two ends",
        ),
    ],
)
def test_other_models_stay_within_a_layer_that_is_not_known(held: Json) -> None:
    graph, _, each = look(film(held))
    assert read_model(film(held)).notes == ()
    assert not each.outputs
    assert next(node for node in graph.nodes.values() if node.name == "each").inner is None


def test_calls_of_the_wrapper_are_counted_as_those_of_a_layer() -> None:
    wrapper = entry("TimeDistributed", "each", call(tensor("film")), layer=branching(A, last="a"))
    config = functional(
        entrance("film", None, 6, 4), wrapper, inputs=["film", 0, 0], outputs=["each", 0, 0]
    )
    assert look(config)[2].outputs[0].shape == (None, 6, 3)
