"""Masks that come to a layer as tensors of their own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from netbuilder.catalog.library import load_catalog
from netbuilder.codegen.model import Style, model_code
from netbuilder.graph import Config, Graph, Params, Value, Wire
from netbuilder.validation import NodeState, Severity
from netbuilder.validation.validate import Validator
from tests.unit.drawing import Drawn, draw, layer

CATALOG = load_catalog()
STEP = Config("Dense", Params(units=2))
QUERY, VALUE = (layer(name, "InputLayer", shape=(size, 8)) for name, size in (("q", 5), ("v", 6)))
LOOK = layer("look", "MultiHeadAttention", "q", "v", num_heads=2, key_dim=2)


def marked(*nodes: Drawn, port: int, **mask: Value) -> Graph:
    """Return a network in which an Input gives a mask to a port of the last node."""
    given = layer("m", "InputLayer", **{"dtype": "bool", **mask})
    graph = draw(*nodes[:-1], given, nodes[-1])
    return replace(graph, wires=(*graph.wires, Wire("m", nodes[-1].name, 0, port)))


@pytest.mark.parametrize(
    ("shape", "dtype", "words"),
    [
        ((6, 5), "bool", "gets (None, 6, 5) for attention_mask, which does not fit (None, 5, 6)."),
        ((), "bool", "gets (None,) for attention_mask, which does not fit (None, 5, 6)."),
        ((2, 2, 5, 6), "int32", "gets (None, 2, 2, 5, 6) for attention_mask, which does not fit"),
    ],
)
def test_a_mask_that_does_not_fit_is_named_and_can_be_cut(
    shape: tuple[int, ...], dtype: str, words: str
) -> None:
    graph = marked(QUERY, VALUE, LOOK, port=3, shape=shape, dtype=dtype)
    validator = Validator(CATALOG)
    (problem,) = [p for p in validator.validate(graph).problems if p.severity is Severity.ERROR]
    assert (problem.node, problem.port) == ("look", 3)
    assert words in problem.message
    assert "comes from 'm'" in problem.message
    (fix,) = problem.fixes
    assert fix.title == "Cut the wire from 'm' to 'look'"
    assert validator.validate(fix.edit(graph)).nodes["look"].state is NodeState.VALID


@pytest.mark.parametrize(("port", "state"), [(6, NodeState.VALID), (7, NodeState.ERROR)])
def test_ports_behind_the_masks_are_none(port: int, state: NodeState) -> None:
    graph = marked(QUERY, VALUE, LOOK, port=port, shape=(6,))
    report = Validator(CATALOG).validate(graph)
    assert report.nodes["look"].state is state


def test_a_mask_alone_is_not_enough() -> None:
    report = Validator(CATALOG).validate(marked(layer("soft", "Softmax"), port=1, shape=(3,)))
    (problem,) = [p for p in report.problems if p.node == "soft"]
    assert problem.code == "graph.input_missing"


def test_a_mask_goes_on_with_what_it_marks() -> None:
    read = layer("read", "LSTM", "q", units=3, return_sequences=True)
    report = Validator(CATALOG).validate(marked(QUERY, read, port=3, shape=(5,)))
    assert report.nodes["read"].outputs[0].mask == (None, 5)


@pytest.mark.parametrize(
    ("last", "port", "call"),
    [
        (LOOK, 3, "(q, v, attention_mask=m)"),
        (LOOK, 5, "(q, v, value_mask=m)"),
        (layer("look", "Attention", "q", "v"), 4, "([q, v], mask=[None, m])"),
        (layer("look", "LSTM", "v", units=2), 3, "(v, mask=m)"),
        (layer("look", "TimeDistributed", "v", layer=STEP), 1, "(v, mask=m)"),
    ],
)
@pytest.mark.parametrize("style", ["functional", "subclass"])
def test_code_names_the_mask(last: Drawn, port: int, call: str, style: Style) -> None:
    graph = marked(QUERY, VALUE, last, port=port, shape=(6,))
    code = model_code(graph, Validator(CATALOG).validate(graph), CATALOG, "", style)
    assert call in code.text
