"""Random values, graphs and edits for property tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from hypothesis import strategies as st

from netbuilder.catalog.custom import CustomCode, CustomKind
from netbuilder.dataset import DataChoice
from netbuilder.graph import (
    Config,
    Flow,
    Graph,
    Node,
    Note,
    NoteColour,
    NoteKind,
    Params,
    Port,
    Value,
    Wire,
    edits,
)
from netbuilder.graph.bends import add_bend
from netbuilder.graph.notes import add_note, fresh_note_id
from netbuilder.graph.sharing import call_again, make_own
from netbuilder.project import Project
from netbuilder.project.weights import WeightsFile
from netbuilder.training.settings import (
    JIT_CHOICES,
    PRECISIONS,
    OutputSettings,
    TrainingSettings,
)

words = st.text("abcdefgh_ é漢", min_size=1, max_size=8)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False),
    st.text(max_size=10),
)
values: st.SearchStrategy[Value] = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(tuple),
        st.builds(Config, words, st.builds(Params, st.dictionaries(words, inner, max_size=2))),
        st.builds(Params, st.dictionaries(words, inner, max_size=2)),
    ),
    max_leaves=6,
)
params = st.builds(Params, st.dictionaries(words, values, max_size=3))
positions = st.floats(-1e6, 1e6)
class_names = st.sampled_from(["InputLayer", "Dense", "Conv2D", "Add", "Flatten"])

Edit = Callable[[Graph], Graph]


@st.composite
def notes(draw: st.DrawFn, key: str) -> Note:
    """Return a random frame or comment."""
    return Note(
        key,
        draw(st.sampled_from(NoteKind)),
        draw(st.text(max_size=10)),
        draw(positions),
        draw(positions),
        draw(st.floats(16, 1000)),
        draw(st.floats(16, 1000)),
        draw(st.sampled_from(NoteColour)),
    )


@st.composite
def graphs(draw: st.DrawFn, depth: int = 0) -> Graph:
    """Return a graph of up to eight nodes with random wires, some shared, some submodels."""
    graph = Graph()
    for _ in range(draw(st.integers(0, 8))):
        node = edits.new_node(
            graph, draw(class_names), draw(params), draw(positions), draw(positions)
        )
        graph = edits.add_node(graph, node)
    if depth < 2 and draw(st.integers(0, 3)) == 0:
        inner, key = draw(graphs(depth + 1)), edits.fresh_id(graph)
        submodel = draw(st.sampled_from(["Functional", "Sequential"]))
        graph = edits.add_node(graph, Node(key, "part", submodel, inner=inner))
    for _ in range(draw(st.integers(0, 2))):
        graph = add_note(graph, draw(notes(fresh_note_id(graph))))
    for key in draw(st.lists(st.sampled_from(list(graph.nodes) or [""]), max_size=2)):
        if key:
            graph, _ = call_again(graph, key, draw(positions), 0.0)
    keys = list(graph.nodes)
    if len(keys) > 1:
        for _ in range(draw(st.integers(0, 12))):
            source, target = draw(st.permutations(keys))[:2]
            graph = edits.connect(graph, Wire(source, target, 0, draw(st.integers(0, 3))))
        ports = st.builds(Port, st.sampled_from(keys), st.integers(0, 2))
        graph = edits.set_outputs(graph, draw(st.lists(ports, max_size=3)))
    for wire in draw(st.lists(st.sampled_from(graph.wires), max_size=2)) if graph.wires else ():
        graph = add_bend(graph, wire, 0, (draw(positions), draw(positions)))
    return replace(graph, flow=draw(st.sampled_from(Flow)))


@st.composite
def graph_edits(draw: st.DrawFn, graph: Graph) -> Edit:
    """Return an edit that makes sense for ``graph``."""
    keys = list(graph.nodes)
    if not keys or draw(st.integers(0, 4)) == 0:
        class_name = draw(class_names)
        return lambda g: edits.add_node(g, edits.new_node(g, class_name))
    key = draw(st.sampled_from(keys))
    other = draw(st.sampled_from(keys))
    name, value, x = draw(words), draw(values), draw(positions)
    options: list[Edit] = [
        lambda g: edits.rename(g, key, name),
        lambda g: edits.set_param(g, key, name, value),
        lambda g: edits.reset_param(g, key, name),
        lambda g: edits.set_class(g, key, "Dense"),
        lambda g: edits.move_nodes(g, {key: (x, -x)}),
        lambda g: edits.remove_nodes(g, {key, other}),
        lambda g: edits.bypass(g, key),
        lambda g: edits.set_outputs(g, (Port(other), Port(key, 1))),
        lambda g: edits.disconnect(g, g.incoming(key)),
        lambda g: edits.duplicate(g, {key, other})[0],
        lambda g: call_again(g, key, x, x)[0],
        lambda g: make_own(g, key),
    ]
    if key != other:
        options.append(lambda g: edits.connect(g, Wire(key, other), replacing=True))
    return draw(st.sampled_from(options))


outputs = st.builds(
    OutputSettings,
    name=words,
    loss=st.builds(Config, words, params),
    metrics=st.lists(st.builds(Config, words, params), max_size=2).map(tuple),
    weight=st.floats(0, 10),
)
settings = st.builds(
    TrainingSettings,
    loss=st.builds(Config, words, params),
    optimizer=st.builds(Config, words, params),
    metrics=st.lists(st.builds(Config, words, params), max_size=2).map(tuple),
    callbacks=st.lists(st.builds(Config, words, params), max_size=2).map(tuple),
    epochs=st.integers(1, 1000),
    batch_size=st.integers(1, 1000),
    validation_split=st.floats(0, 0.99),
    seed=st.integers(0, 2**31),
    shuffle=st.booleans(),
    class_weights=st.booleans(),
    outputs=st.lists(outputs, max_size=2, unique_by=lambda output: output.name).map(tuple),
    precision=st.sampled_from(PRECISIONS),
    jit=st.sampled_from(JIT_CHOICES),
    tuning_epochs=st.integers(0, 9),
    tuning_rate=st.floats(0, 1),
    tuning_from=words,
)
choices = st.builds(
    DataChoice,
    st.sampled_from(["", "csv", "mnist_5k"]),
    st.one_of(st.none(), st.just(Path("/data/own file.csv"))),
    params,
)
customs = st.lists(
    st.builds(CustomCode, st.sampled_from(CustomKind), words, st.text(max_size=60)),
    max_size=3,
    unique_by=lambda code: code.name,
).map(tuple)
weights = st.builds(
    WeightsFile,
    words.map(lambda word: Path(f"/home/{word}.keras")),
    st.text("0123456789abcdef", min_size=64, max_size=64),
    st.booleans(),
)
projects = st.builds(
    Project,
    title=st.text(max_size=20),
    notes=st.text(max_size=20),
    graph=graphs(),
    data=choices,
    training=settings,
    custom=customs,
    weights=st.none() | weights,
)
