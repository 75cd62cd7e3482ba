"""Custom code as values: what it says of itself, how it is edited, and what is written of it."""

from __future__ import annotations

import ast
from dataclasses import replace

import pytest

from netbuilder.catalog.custom import CustomCode, CustomKind, name_fault, needed
from netbuilder.catalog.custom_catalog import catalog_with
from netbuilder.catalog.custom_reading import imports_of, read_custom
from netbuilder.catalog.spec import Family, Kind, LayerSpec, Ports
from netbuilder.catalog.tensors import Outcome, Tensor, Weight
from netbuilder.checks import check_project
from netbuilder.codegen.model import STYLES, Style, model_code
from netbuilder.codegen.notebook import notebook
from netbuilder.codegen.opening import joined_imports
from netbuilder.codegen.script import script
from netbuilder.dataset import DataChoice
from netbuilder.graph import Config, Graph, Node, Params, Wire
from netbuilder.importing import read_source
from netbuilder.importing.merging.edit import read_edit
from netbuilder.project import Project
from netbuilder.project.custom import (
    add_code,
    catalog_of,
    duplicate_code,
    free_code_name,
    remove_code,
    rename_code,
    set_source,
    used_code,
    uses_of,
    why_not_called,
)
from netbuilder.training.settings import TrainingSettings
from netbuilder.validation import NodeState
from netbuilder.validation.custom import Answers, Customs, Refusal
from netbuilder.validation.figures import figures
from netbuilder.validation.validate import Validator
from tests.unit.custom_pieces import (
    CELL,
    CUBIC,
    HALVED,
    LARGEST,
    MIX,
    NOON,
    PIECES,
    READER,
    SCALE,
    SOFT_STEP,
    STEEP,
    layer,
)


def chain(*nodes: Node) -> Graph:
    """Return a network of an Input of four numbers and these nodes behind it."""
    entry = Node("i", "i", "InputLayer", Params(shape=(4,)))
    keys = [entry.id, *(node.id for node in nodes)]
    wires = tuple(map(Wire, keys, keys[1:]))
    return Graph({node.id: node for node in (entry, *nodes)}, wires)


NETWORK = chain(
    Node("s", "scale", "Scale", Params(start=2.0, activation="soft_step")),
    Node("d", "scores", "Dense", Params(units=3, activation="soft_step")),
)
SETTINGS = TrainingSettings(loss=Config("cubic_error"), metrics=(Config("LargestError"),))
PROJECT = Project("Own", graph=NETWORK, custom=PIECES, training=SETTINGS)


def layer_spec(code: CustomCode) -> LayerSpec:
    spec = read_custom(code)
    assert isinstance(spec, LayerSpec)
    return spec


INIT = "def __init__(self, {}, **kwargs):\n    super().__init__(**kwargs)\n"


@pytest.mark.parametrize(
    ("signature", "kind", "default", "required"),
    [
        ("units", Kind.JSON, None, True),
        ("units: int", Kind.INT, None, True),
        ("units=8", Kind.INT, 8, False),
        ("rate=0.5", Kind.FLOAT, 0.5, False),
        ("rate: float = 1", Kind.FLOAT, 1, False),
        ("rate: float | None = None", Kind.FLOAT, None, False),
        ("use_bias=True", Kind.BOOL, True, False),
        ("mode='add'", Kind.TEXT, "add", False),
        ("size=(2, 3)", Kind.JSON, (2, 3), False),
        ("activation='relu'", Kind.OBJECT, "relu", False),
        ("kernel_initializer=None", Kind.OBJECT, None, False),
        ("*, depth=-1", Kind.INT, -1, False),
        ("start=math.pi", Kind.JSON, None, False),
    ],
)
def test_parameters_come_from_the_signature(
    signature: str, kind: Kind, default: object, required: bool
) -> None:
    param = layer_spec(layer(INIT.format(signature))).params[0]
    assert (param.kind, param.default, param.required) == (kind, default, required)


@pytest.mark.parametrize(
    ("call", "ports"),
    [
        ("def call(self, inputs): return inputs", Ports(1, 1)),
        ("def call(self, inputs, training=None, mask=None): return inputs", Ports(1, 1)),
        ("def call(self, query, value): return value", Ports(2, 2, ("query", "value"))),
        ("def call(self, inputs):\n    a, b, c = inputs\n    return a", Ports(3, 3)),
    ],
    ids=["one", "training", "two", "taken apart"],
)
def test_ports_come_from_call(call: str, ports: Ports) -> None:
    assert layer_spec(layer(call)).ports == ports


def test_a_cell_is_offered_to_an_rnn_and_is_no_layer_by_itself() -> None:
    catalog = catalog_with((CELL, SCALE))
    spec = catalog.layers["PlainCell"]
    assert (spec.placeable, spec.ports) == (False, Ports(1, 1))
    assert "PlainCell" in catalog.families[Family.CELL]
    assert "PlainCell" not in catalog.families[Family.LAYER]
    assert "Scale" in catalog.families[Family.LAYER]
    graph = chain(Node("r", "reader", "RNN", Params(cell=Config("PlainCell", Params(units=3)))))
    code = model_code(graph, Validator(catalog).validate(graph), catalog, "").text
    assert "layers.RNN(PlainCell(units=3)" in code


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (CustomCode(CustomKind.LAYER, "Own", "class Own(:\n"), "line 1: This is no Python"),
        (CustomCode(CustomKind.LAYER, "Own", "x = 1\n"), "no class called Own"),
        (CustomCode(CustomKind.LAYER, "Own", "\n\nclass Own:\n    pass\n"), "line 3: .*build on"),
        (layer("def __init__(self, units=3):\n    pass"), r"line 6: .*no \*\*kwargs"),
        (layer("def call(self): return 1"), "call takes no input"),
        (CustomCode(CustomKind.LOSS, "own", "def own(y): return y"), "two tensors"),
        (CustomCode(CustomKind.ACTIVATION, "own", "def own(x, y): return y"), "one tensor"),
        (CustomCode(CustomKind.ACTIVATION, "own", "\0"), "line 1"),
        (CustomCode(CustomKind.CALLBACK, "Own", "class Own:\n    pass\n"), "callbacks.Callback"),
        (CustomCode(CustomKind.CALLBACK, "Own", "def Own(): pass"), "no class called Own"),
        (CustomCode(CustomKind.FUNCTION, "own", "class own: pass"), "no function called own"),
    ],
    ids=[
        "syntax",
        "missing",
        "no base",
        "no kwargs",
        "no input",
        "loss",
        "activation",
        "zero",
        "no callback",
        "callback as a function",
        "function as a class",
    ],
)
def test_code_that_cannot_be_used_says_why(code: CustomCode, sentence: str) -> None:
    spec = read_custom(code)
    assert not spec.params
    with pytest.raises(AssertionError, match=sentence):
        raise AssertionError(spec.fault)


@pytest.mark.parametrize(
    ("kind", "name", "fault"),
    [
        (CustomKind.LAYER, "Scale", ""),
        (CustomKind.LAYER, "scale", "capital letter"),
        (CustomKind.LAYER, "Dense", "taken"),
        (CustomKind.LAYER, "Net", "meaning of its own"),
        (CustomKind.LAYER, "SEED", "meaning of its own"),
        (CustomKind.ACTIVATION, "soft_step", ""),
        (CustomKind.ACTIVATION, "Soft", "small letters"),
        (CustomKind.ACTIVATION, "relu", "taken"),
        (CustomKind.ACTIVATION, "max", "meaning of its own"),
        (CustomKind.LOSS, "load_data", "meaning of its own"),
        (CustomKind.METRIC, "two words", "one word"),
        (CustomKind.CALLBACK, "StopAtNoon", ""),
        (CustomKind.CALLBACK, "EarlyStopping", "taken"),
        (CustomKind.CALLBACK, "stop", "capital letter"),
        (CustomKind.FUNCTION, "halved", ""),
        (CustomKind.FUNCTION, "Halved", "small letters"),
    ],
)
def test_names_that_a_piece_can_have(kind: CustomKind, name: str, fault: str) -> None:
    said = why_not_called(Project(), kind, name)
    assert fault in said
    assert bool(fault) == bool(said)


def test_callbacks_and_their_functions_are_written_before_the_model() -> None:
    callbacks = (
        Config("LearningRateScheduler", Params(schedule=Config("halved"))),
        Config("StopAtNoon", Params(hour=13)),
        Config("StopAtNoon"),
    )
    project = Project(
        graph=chain(Node("d", "scores", "Dense", Params(units=3, activation="softmax"))),
        data=DataChoice("iris"),
        training=TrainingSettings(callbacks=callbacks),
        custom=(HALVED, NOON, STEEP),
    )
    report = Validator(catalog_of(project)).validate(project.graph)
    code = script(project, report, catalog_of(project)).text
    assert "keras.callbacks.LearningRateScheduler(halved)" in code
    assert "StopAtNoon(hour=13)," in code
    assert "register_keras_serializable" not in code
    assert "steep" not in code
    assert uses_of(project, "StopAtNoon") == ("callbacks",)
    assert set(used_code(project)) == {HALVED, NOON}
    renamed = rename_code(project, "halved", "slower")
    assert renamed.training.callbacks[0].params["schedule"] == Config("slower")


def test_a_function_that_chooses_optimizers_is_used_and_renamed() -> None:
    optimizer = Config("MultiOptimizer", Params(optimizer_map=Config("halved")))
    project = Project(training=TrainingSettings(optimizer=optimizer), custom=(HALVED, STEEP))
    assert used_code(project) == (HALVED,)
    assert uses_of(project, "halved") == ("optimizer",)
    renamed = rename_code(project, "halved", "chosen").training.optimizer
    assert renamed == Config("MultiOptimizer", Params(optimizer_map=Config("chosen")))


def test_only_layers_can_be_frozen() -> None:
    assert [param.name for param in read_custom(SCALE).params][-1] == "trainable"
    assert read_custom(LARGEST).params == ()


def test_a_piece_that_another_one_mentions_comes_first() -> None:
    codes = {code.name: code for code in (STEEP, SOFT_STEP)}
    assert needed(("steep", "relu"), codes) == (SOFT_STEP, STEEP)
    assert name_fault(CustomKind.ACTIVATION, "steep", codes) == "'steep' is taken already."


def test_imports_are_taken_out() -> None:
    imports = "import os, math\nfrom keras import (\n    layers,\n    ops,\n)\n"
    source = f"{imports}\n\ndef f(x):\n    return x"
    code = CustomCode(CustomKind.ACTIVATION, "f", source)
    assert imports_of(code) == (
        ("import os", "import math", "from keras import layers, ops"),
        "def f(x):\n    return x",
    )


def test_an_import_that_shares_its_line_stays() -> None:
    code = CustomCode(
        CustomKind.ACTIVATION, "f", "import os; N = 1\n\n\ndef f(x):\n    return N * x"
    )
    assert imports_of(code) == ((), code.source)


def test_imports_of_one_module_become_one() -> None:
    lines = ("from keras import ops", "import keras", "from keras import layers", "from a import *")
    assert joined_imports(lines) == (
        "from keras import layers, ops",
        "import keras",
        "from a import *",
    )
    assert joined_imports(("from a import *", "from a import b")) == (
        "from a import *",
        "from a import b",
    )


def test_what_has_the_name_of_keras_is_left_out_of_the_catalogue() -> None:
    dense = replace(SCALE, name="Dense", source=SCALE.source.replace("Scale", "Dense"))
    catalog = catalog_with((dense, SCALE, CUBIC))
    assert catalog.layers["Dense"].custom is None
    assert catalog.layers["Scale"].custom == SCALE
    assert catalog.families[Family.LOSS]["cubic_error"].is_function
    assert set(catalog.custom) == {"Scale", "cubic_error"}


def test_a_renamed_piece_is_renamed_wherever_it_is_used() -> None:
    inner = replace(NETWORK.nodes["s"], inner=NETWORK, class_name="Functional")
    project = replace(PROJECT, graph=chain(inner, *list(NETWORK.nodes.values())[2:]))
    for name, new in (("Scale", "Times"), ("soft_step", "edge"), ("cubic_error", "cubes")):
        project = rename_code(project, name, new)
    spec = catalog_of(project).layers["Times"]
    assert (spec.fault, spec.custom and spec.custom.name) == ("", "Times")
    held = project.graph.nodes["s"].inner
    assert held is not None
    assert [node.class_name for node in held.nodes.values()] == ["InputLayer", "Times", "Dense"]
    assert {node.params.get("activation") for node in held.nodes.values()} == {None, "edge"}
    assert project.training.loss == Config("cubes")
    assert uses_of(project, "Scale") == ()
    assert uses_of(project, "Times") == ("scale",)


def test_uses_name_layers_settings_and_other_code() -> None:
    project = add_code(PROJECT, STEEP)
    assert uses_of(project, "soft_step") == ("scale", "scores", "steep")
    assert uses_of(project, "cubic_error") == ("loss",)
    assert uses_of(project, "LargestError") == ("metrics",)


def test_pieces_are_duplicated_changed_and_removed() -> None:
    project = duplicate_code(PROJECT, "Scale")
    assert [code.name for code in project.custom[:2]] == ["Scale", "Scale2"]
    assert read_custom(project.custom[1]).fault == ""
    assert free_code_name(project, CustomKind.LAYER, "Scale") == "Scale3"
    assert set_source(project, "Scale", "x").custom[0].source == "x"
    assert remove_code(project, "Scale2").custom == PIECES


def validated(project: Project, answers: Answers | None = None) -> Validator:
    return Validator(catalog_of(project), answers or {})


def test_a_custom_layer_waits_until_it_has_been_examined() -> None:
    report = validated(PROJECT).validate(NETWORK)
    known = report.nodes["s"]
    assert report.ok
    assert [report.nodes[key].state for key in "isd"] == [
        NodeState.VALID,
        NodeState.WAITING,
        NodeState.WAITING,
    ]
    assert known.question is not None
    assert known.question.inputs == (Tensor((None, 4)),)
    assert report.api == "sequential"


def test_what_has_been_asked_once_is_known() -> None:
    question = validated(PROJECT).validate(NETWORK).nodes["s"].question
    assert question is not None
    outcome = Outcome((Tensor((None, 4)),), (Weight((4,)),))
    report = validated(PROJECT, {question: outcome}).validate(NETWORK)
    assert report.nodes["s"].trainable_params == 4
    assert report.nodes["d"].outputs == (Tensor((None, 3)),)
    refused = validated(PROJECT, {question: Refusal("fails", "Why.")}).validate(NETWORK)
    (problem,) = refused.problems
    assert problem.message.startswith("Scale 'scale' fails.")
    assert problem.why == "Why."


@pytest.mark.parametrize(
    ("held", "said"),
    [
        pytest.param(Config("Mix", Params(units=2)), None, id="asked as a whole"),
        pytest.param(Config("Mix", Params(units="two")), "holds a Mix that needs", id="wrong"),
        pytest.param(Config("Mix", Params(size=2)), "has no parameter 'size'", id="unknown"),
        pytest.param(Config("Odd"), "uses Odd, which cannot be used", id="broken"),
    ],
)
def test_a_custom_layer_in_a_wrapper(held: Config, said: str | None) -> None:
    graph = chain(
        Node("r", "reshape", "Reshape", Params(target_shape=(2, 2))),
        Node("m", "mask", "Masking"),
        Node("t", "each", "TimeDistributed", Params(layer=held)),
    )
    broken = CustomCode(CustomKind.LAYER, "Odd", "class Odd")
    report = validated(Project(graph=graph, custom=(MIX, broken))).validate(graph)
    if said is not None:
        (problem,) = report.problems
        assert (problem.node, problem.setting) == ("t", "layer")
        assert said in problem.message
        return
    question = report.nodes["t"].question
    assert question is not None
    assert question.class_name == "TimeDistributed"
    assert question.inputs == (Tensor((None, 2, 2), mask=(None, 2)),)


@pytest.mark.parametrize("changed", [SCALE, SOFT_STEP], ids=["the layer", "what it uses"])
def test_a_changed_source_asks_anew(changed: CustomCode) -> None:
    before = validated(PROJECT).validate(NETWORK).nodes["s"].question
    project = set_source(PROJECT, changed.name, changed.source + "# Edited\n")
    after = validated(project).validate(NETWORK).nodes["s"].question
    assert before != after


@pytest.mark.parametrize(
    ("name", "node", "sentence"),
    [("Scale", "s", "cannot be used: line 1"), ("soft_step", "d", "uses soft_step, which cannot")],
)
def test_a_node_of_broken_code_is_an_error(name: str, node: str, sentence: str) -> None:
    project = set_source(PROJECT, name, "def (")
    report = validated(project).validate(NETWORK)
    assert report.nodes[node].state is NodeState.ERROR
    assert any(sentence in problem.message for problem in report.problems_of(node))
    code = model_code(NETWORK, report, catalog_of(project), "Own").text
    assert f"# {name}: line 1: This is no Python" in code


@pytest.mark.parametrize("name", ["cubic_error", "LargestError"])
def test_a_broken_loss_or_metric_is_an_error(name: str) -> None:
    project = set_source(PROJECT, name, "def (")
    checked = check_project(project, validated(project).validate(NETWORK), None)
    messages = [p.message for p in checked.problems if p.code == "training.custom_fault"]
    assert messages == [f"{name} cannot be used: line 1: This is no Python: invalid syntax."]


def test_figures_of_layers_that_hold_an_own_activation() -> None:
    held = Config("LSTM", Params(units=3, activation="soft_step"))
    graph = chain(
        Node("r", "reshape", "Reshape", Params(target_shape=(4, 1))),
        Node("b", "both", "Bidirectional", Params(layer=held)),
    )
    report = validated(PROJECT).validate(graph)
    assert report.nodes["b"].outputs == (Tensor((None, 6)),)
    assert figures(graph, report, catalog_of(PROJECT), 1).nodes["b"].multiply_adds


@pytest.mark.parametrize("counted", [None, 12], ids=["unknown", "counted"])
def test_figures_of_an_own_layer_are_those_of_its_examination(counted: int | None) -> None:
    customs = Customs(catalog_of(PROJECT).custom, {})
    question = customs.question("Scale", Params(start=2.0), (Tensor((None, 4)),))
    answer = Outcome((Tensor((None, 4)),), (Weight((4,)),), multiply_adds=counted)
    validator = Validator(catalog_of(PROJECT), {question: answer})
    graph = chain(Node("s", "scale", "Scale", Params(start=2.0)))
    found = figures(graph, validator.validate(graph), catalog_of(PROJECT), 1)
    assert found.nodes["s"].multiply_adds == counted
    assert found.counts_all == (counted is not None)


def test_wrong_parameters_are_told_without_running() -> None:
    graph = chain(Node("s", "scale", "Scale", Params(start="two")))
    report = validated(PROJECT).validate(graph)
    assert [(p.node, p.setting) for p in report.problems] == [("s", "start")]


@pytest.mark.parametrize("style", STYLES)
def test_definitions_stand_before_the_model(style: Style) -> None:
    report = validated(PROJECT).validate(NETWORK)
    text = model_code(NETWORK, report, catalog_of(PROJECT), "Own", style).text
    names = [
        node.name
        for node in ast.parse(text).body
        if isinstance(node, ast.ClassDef | ast.FunctionDef)
    ]
    assert names[:2] == ["Scale", "soft_step"] or names[:2] == ["soft_step", "Scale"]
    assert text.count("@keras.saving.register_keras_serializable()\n") == (
        3 if style == "subclass" else 2
    )
    assert "Scale(start=2.0, activation=soft_step)" in text
    assert "cubic_error" not in text


def test_a_script_holds_what_training_needs() -> None:
    project = replace(PROJECT, data=DataChoice("iris"))
    report = validated(project).validate(NETWORK)
    text = script(project, report, catalog_of(project)).text
    assert "loss=cubic_error" in text
    assert "metrics=[LargestError()]" in text
    assert text.count("from keras import") == 1
    cells = notebook(project, report, catalog_of(project))
    assert '"id": "own-code"' in cells
    assert LARGEST.name in cells


def test_layers_after_one_that_makes_layers_are_named() -> None:
    body = INIT.format("units=3") + "    self.dense = layers.Dense(units)\n"
    body += "\ndef call(self, inputs):\n    return self.dense(inputs)"
    own = layer(body)
    project = Project(
        custom=(own,),
        graph=chain(Node("o", "own", "Own"), Node("d", "dense", "Dense", Params(units=2))),
    )
    report = validated(project).validate(project.graph)
    text = model_code(project.graph, report, catalog_of(project), "").text
    assert 'layers.Dense(2, name="dense")' in text


def test_a_variable_never_has_the_name_of_custom_code() -> None:
    nodes = (
        Node("i", "i", "InputLayer", Params(shape=(4,))),
        Node("a", "soft_step", "Dense", Params(units=4, activation="soft_step")),
        Node("c", "dense", "Dense", Params(units=4)),
        Node("b", "add", "Add"),
    )
    wires = (Wire("i", "a"), Wire("a", "c"), Wire("a", "b"), Wire("c", "b", 0, 1))
    project = Project(custom=(SOFT_STEP,), graph=Graph({n.id: n for n in nodes}, wires))
    report = validated(project).validate(project.graph)
    text = model_code(project.graph, report, catalog_of(project), "").text
    assert "soft_step_2 = layers.Dense(4, activation=soft_step" in text


@pytest.mark.parametrize("style", STYLES)
def test_code_with_own_pieces_is_read_back_the_same(style: Style) -> None:
    project = replace(PROJECT, data=DataChoice("iris"))
    written = script_of(project, style)
    read = read_source(written)
    assert read.notes == ()
    assert {code.name: code.kind for code in read.custom} == {c.name: c.kind for c in PIECES}
    again = replace(
        project, graph=read.graph, training=read.training or SETTINGS, custom=read.custom
    )
    assert script_of(again, style) == written


@pytest.mark.parametrize("style", STYLES)
def test_code_with_own_layers_in_wrappers_is_read_back_the_same(style: Style) -> None:
    graph = chain(
        Node("r", "reshape", "Reshape", Params(target_shape=(2, 2))),
        Node("t", "each", "TimeDistributed", Params(layer=Config("Mix", Params(units=5)))),
        Node("b", "both", "Bidirectional", Params(layer=Config("Reader", Params(units=3)))),
    )
    project = Project("Own", graph=graph, custom=(MIX, READER))
    written = script_of(project, style)
    read = read_source(written)
    assert read.notes == ()
    assert [code.name for code in read.custom] == ["Mix", "Reader"]
    again = replace(project, graph=read.graph, custom=read.custom)
    assert script_of(again, style) == written


def script_of(project: Project, style: Style) -> str:
    report = validated(project).validate(project.graph)
    return script(project, report, catalog_of(project), style).text


STUDENTS = '''
import math
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

TEMPERATURE = 2.0


def helper(x):
    return x / TEMPERATURE


class Noise(layers.Layer):
    """Adds what was learnt."""

    def __init__(self, rate=0.1, **kwargs):
        super().__init__(**kwargs)
        self.rate = rate

    def build(self, shape):
        self.w = self.add_weight(shape=(shape[-1],))

    def call(self, inputs):
        return helper(inputs) + math.pi * self.w


def sharp(y_true, y_pred):
    return tf.reduce_mean((y_true - y_pred) ** 4)


model = keras.Sequential([
    keras.Input((4,)),
    Noise(rate=0.3),
    layers.Dense(2, activation=helper),
])
model.compile("adam", loss=sharp)
'''


def test_a_students_script_brings_its_own_layers_and_functions() -> None:
    read = read_source(STUDENTS)
    kinds = [(code.kind, code.name) for code in read.custom]
    assert kinds == [
        (CustomKind.ACTIVATION, "helper"),
        (CustomKind.LAYER, "Noise"),
        (CustomKind.LOSS, "sharp"),
    ]
    helper, noise, sharp = (code.source for code in read.custom)
    assert helper.startswith("TEMPERATURE = 2.0\n\n\ndef helper(x):")
    assert noise.startswith("import math\nfrom tensorflow.keras import layers\n\n\nclass Noise(")
    assert sharp.startswith("import tensorflow as tf\n\n\ndef sharp(")
    (node,) = (node for node in read.graph.nodes.values() if node.class_name == "Noise")
    assert node.params["rate"] == 0.3
    assert all(not read_custom(code).fault for code in read.custom)
    assert ["Noise" in note.message for note in read.notes] == [True]


def test_an_edit_of_the_code_changes_the_piece() -> None:
    report = validated(PROJECT).validate(NETWORK)
    written = script(PROJECT, report, catalog_of(PROJECT))
    edited = written.text.replace("ops.sigmoid(4.0 * x)", "ops.sigmoid(5.0 * x)")
    after = read_edit(PROJECT, written, edited).project
    assert [code.name for code in after.custom] == [code.name for code in PIECES]
    assert "5.0" in after.custom[1].source
    assert after.custom[0] == PIECES[0]
    assert after.graph == PROJECT.graph


@pytest.mark.parametrize("odd", ["\x0c", "\u2028", "\x1e", "\r\n"], ids=repr)
def test_odd_characters_do_not_move_lines(odd: str) -> None:
    source = f"import math\n# {odd}\nfrom keras import ops\n\n\ndef edge(x):\n    return x\n"
    code = CustomCode(CustomKind.ACTIVATION, "edge", source)
    imports, definition = imports_of(code)
    assert imports == ("import math", "from keras import ops")
    assert definition.endswith("def edge(x):\n    return x")
    graph = chain(Node("a", "activation", "Activation", Params(activation="edge")))
    project = Project(custom=(code,), graph=graph)
    report = validated(project).validate(graph)
    text = model_code(graph, report, catalog_of(project), "").text
    assert "layers.Activation(edge)" in text
