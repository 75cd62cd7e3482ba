"""Random networks that are valid, for tests of properties."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hypothesis import strategies as st

from netbuilder.catalog.library import load_catalog
from netbuilder.graph import Config, Graph, GraphError, NodeId, Params, Port, Wire, edits
from netbuilder.graph.sharing import call_again
from netbuilder.graph.walks import INPUT_CLASS
from netbuilder.validation.submodels import fold_part
from netbuilder.validation.validate import Validator

_VALIDATOR = Validator(load_catalog())
_L2 = Config("L2", Params(l2=0.001))
_LAYERS = (
    ("Conv2D", Params(filters=4, kernel_size=(3, 3), padding="same", kernel_regularizer=_L2)),
    ("Conv2D", Params(filters=3, kernel_size=1, strides=(2, 2), kernel_initializer="he_normal")),
    ("Conv2D", Params(filters=2, kernel_size=(1, 3), data_format="channels_last")),
    ("MaxPooling2D", Params(pool_size=(2, 2), strides=2)),
    ("GlobalAveragePooling2D", Params()),
    ("BatchNormalization", Params(momentum=0.9, trainable=False)),
    ("Dropout", Params(rate=0.5, seed=3)),
    ("Flatten", Params()),
    ("Dense", Params(units=4, activation=Config("LeakyReLU", Params(negative_slope=0.1)))),
    ("Dense", Params(units=4, activation="relu", kernel_initializer=Config("HeNormal"))),
    ("Rescaling", Params(scale=0.5)),
    ("Reshape", Params(target_shape=(-1, 2))),
    ("LSTM", Params(units=3, return_sequences=True)),
    ("GRU", Params(units=2, return_state=True)),
    ("Bidirectional", Params(layer=Config("GRU", Params(units=2)))),
    ("TimeDistributed", Params(layer=Config("Dense", Params(units=2)))),
    ("ops.relu", Params()),
    ("ops.sum", Params(axis=-1, keepdims=True)),
)
_MERGES = ("Add", "Concatenate", "Multiply", "ops.subtract", "ops.maximum")
"""No function has the name of a layer: Keras would number both together, whatever ours are."""
_SHAPES = ((8, 8, 3), (4, 4, 3), (6, 2), (5,))
_NAMES = st.from_regex("[a-z][a-z0-9_]{0,12}", fullmatch=True)

_Step = Callable[[st.DrawFn, Graph, Sequence[NodeId]], Graph]


@st.composite
def networks(draw: st.DrawFn) -> Graph:
    """Return a valid network of up to 15 layers, some shared, some within submodels."""
    graph = _with_input(draw, Graph(), ())
    graph = _with_layer(draw, graph, list(graph.nodes))
    for step in draw(st.lists(st.sampled_from(_STEPS), min_size=1, max_size=14)):
        try:
            grown = step(draw, graph, list(graph.nodes))
        except GraphError:
            continue
        if _VALIDATOR.validate(grown).ok:
            graph = grown
    return graph if _VALIDATOR.validate(graph).ok else _smallest()


def _smallest() -> Graph:
    graph = edits.add_node(Graph(), edits.new_node(Graph(), INPUT_CLASS, Params(shape=(5,))))
    return _after(graph, "Dense", Params(units=2), next(iter(graph.nodes)))


def _with_input(draw: st.DrawFn, graph: Graph, _keys: Sequence[NodeId]) -> Graph:
    shape = draw(st.sampled_from(_SHAPES))
    return edits.add_node(graph, edits.new_node(graph, INPUT_CLASS, Params(shape=shape)))


def _with_layer(draw: st.DrawFn, graph: Graph, keys: Sequence[NodeId]) -> Graph:
    class_name, params = draw(st.sampled_from(_LAYERS))
    return _after(graph, class_name, params, draw(st.sampled_from(keys)))


def _with_merge(draw: st.DrawFn, graph: Graph, keys: Sequence[NodeId]) -> Graph:
    sources = draw(st.lists(st.sampled_from(keys), min_size=2, max_size=2))
    return _after(graph, draw(st.sampled_from(_MERGES)), Params(), *sources)


def _with_call(draw: st.DrawFn, graph: Graph, keys: Sequence[NodeId]) -> Graph:
    called, source = draw(st.sampled_from(keys)), draw(st.sampled_from(keys))
    if graph.nodes[called].class_name.startswith("ops."):
        raise GraphError("code has no layer of a function that two calls could share")
    graph, call = call_again(graph, called, 0.0, 0.0)
    return edits.connect(graph, Wire(source, call))


def _with_name(draw: st.DrawFn, graph: Graph, keys: Sequence[NodeId]) -> Graph:
    return edits.rename(graph, draw(st.sampled_from(keys)), draw(_NAMES))


def _with_submodel(draw: st.DrawFn, graph: Graph, keys: Sequence[NodeId]) -> Graph:
    chosen = draw(st.lists(st.sampled_from(keys), min_size=1, max_size=4))
    report = _VALIDATOR.validate(graph)
    return fold_part(graph, report, tuple(chosen), draw(st.sampled_from(["part", "block"])))


def _with_outputs(draw: st.DrawFn, graph: Graph, keys: Sequence[NodeId]) -> Graph:
    nodes = _VALIDATOR.validate(graph).nodes
    ports = [Port(key, number) for key in keys for number, _ in enumerate(nodes[key].outputs)]
    return edits.set_outputs(graph, draw(st.lists(st.sampled_from(ports), max_size=3)))


_STEPS: Sequence[_Step] = (
    *(_with_layer,) * 5,
    *(_with_merge,) * 2,
    _with_input,
    _with_call,
    _with_name,
    _with_submodel,
    _with_outputs,
)


def _after(graph: Graph, class_name: str, params: Params, *sources: NodeId) -> Graph:
    node = edits.new_node(graph, class_name, params)
    graph = edits.add_node(graph, node)
    for port, source in enumerate(sources):
        graph = edits.connect(graph, Wire(source, node.id, 0, port))
    return graph
