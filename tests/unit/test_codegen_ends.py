"""Networks of several inputs or outputs, and two phases of training: their checks and code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from netbuilder.catalog.custom import CustomKind
from netbuilder.catalog.library import load_catalog
from netbuilder.checks import check_project
from netbuilder.checks.fixes import mended
from netbuilder.codegen.ends import indistinct_outputs, output_names
from netbuilder.codegen.script import script
from netbuilder.codegen.tuning import continued, freed_layers
from netbuilder.dataset import DataChoice, Profile
from netbuilder.dataset.profile import ColumnProfile, TensorProfile
from netbuilder.graph import Config, Graph, Params, Port, Value, Wire
from netbuilder.graph.edits import rename
from netbuilder.graph.folding import fold
from netbuilder.graph.sharing import call_again
from netbuilder.importing import read_source
from netbuilder.project import Project
from netbuilder.project.examples import find_example
from netbuilder.project.file import read_project
from netbuilder.training.settings import ACCURACY, OutputSettings, TrainingSettings
from netbuilder.validation import Problem
from tests.unit.data_choices import builtin
from tests.unit.drawing import chain, draw, image, layer, port
from tests.unit.round_trip import code_of, judged

CATALOG = load_catalog()
COLUMNS = ("species", "island", "bill_length_mm", "bill_depth_mm", "body_mass_g", "sex")
PENGUINS = Profile(
    266,
    67,
    TensorProfile((8,), "float32", -2, 3, 0, 1),
    TensorProfile((), "int64", 0, 2, 1, 0.9),
    "classes",
    columns=tuple(ColumnProfile(name, "number", 0, 9) for name in COLUMNS),
)


def two_questions() -> Project:
    example = find_example("two-questions")
    assert example is not None
    return read_project(example.path)


def with_options(project: Project, **options: Value) -> Project:
    changed = Params({**project.data.options, **options})
    return replace(project, data=replace(project.data, options=changed))


def problems(project: Project, profile: Profile | None = None) -> list[Problem]:
    return list(check_project(project, judged(project), profile).problems)


def codes(project: Project, profile: Profile | None = None) -> list[str]:
    return [problem.code for problem in problems(project, profile)]


def test_losses_and_metrics_go_by_the_names_of_the_outputs() -> None:
    code = code_of(two_questions(), "functional", "script")
    assert '"species": keras.losses.SparseCategoricalCrossentropy()' in code
    assert '"mass": keras.losses.MeanSquaredError()' in code
    assert 'loss_weights={"species": 1.0, "mass": 0.5}' in code
    assert '"mass": [keras.metrics.MeanAbsoluteError()]' in code
    assert "list(x_train.values())" not in code


def test_a_class_takes_its_inputs_as_a_list_in_its_order() -> None:
    project = two_questions()
    turned = replace(
        project,
        graph=replace(
            project.graph,
            nodes={key: project.graph.nodes[key] for key in reversed(list(project.graph.nodes))},
        ),
    )
    for one, first in ((project, "sizes"), (turned, "place")):
        code = code_of(one, "subclass", "script")
        assert "x_train, x_test = list(x_train.values()), list(x_test.values())" in code
        assert f'INPUTS = {{\n    "{first}"' in code or f'INPUTS = {{"{first}"' in code


def test_weights_of_samples_are_handed_to_fit_and_evaluate() -> None:
    code = code_of(with_options(two_questions(), sample_weights="year"), "functional", "script")
    assert 'names = ["species", "mass"]' in code
    assert "(x_train, y_train, w_train), (x_test, y_test, w_test) = load_data()" in code
    assert "sample_weight=w_train" in code
    assert "sample_weight=w_test" in code


def test_class_weights_give_way_to_those_of_samples() -> None:
    data = builtin("penguins", sample_weights="year")
    network = chain(image(8), layer("scores", "Dense", units=3, activation="softmax"))
    project = Project(graph=network, data=data, training=TrainingSettings(class_weights=True))
    assert "class_weight" not in code_of(project, "functional", "script")
    assert "training.class_weights" in codes(project)


@pytest.mark.parametrize("missing", ["inputs", "targets"])
def test_ends_without_data_are_told_and_mended(missing: str) -> None:
    project = two_questions()
    left = replace(
        project, data=replace(project.data, options=project.data.options.without(missing))
    )
    (problem,) = (one for one in problems(left, PENGUINS) if one.code.startswith("data."))
    assert problem.code == {"inputs": "data.inputs", "targets": "data.outputs"}[missing]
    fixed = mended(left, problem.fixes[0])
    assert not {"data.inputs", "data.outputs"} & set(codes(fixed))


def test_a_renamed_input_gets_its_columns_again() -> None:
    project = two_questions()
    renamed = replace(project, graph=rename(project.graph, "sizes", "measures"))
    (problem,) = (one for one in problems(renamed, PENGUINS) if one.code == "data.inputs")
    assert problem.node == "sizes"
    fed = mended(renamed, problem.fixes[0]).data.options["inputs"]
    assert isinstance(fed, Params)
    assert fed["measures"] == ("bill_length_mm", "bill_depth_mm", "flipper_length_mm")


def test_a_network_of_one_input_takes_all_columns_again() -> None:
    network = chain(image(8), layer("scores", "Dense", units=3, activation="softmax"))
    project = replace(two_questions(), graph=network)
    found = {problem.code: problem for problem in problems(project, PENGUINS)}
    assert {"data.inputs", "data.outputs"} <= set(found)
    fixed = mended(project, found["data.inputs"].fixes[0])
    assert not {"inputs", "targets"} & set(fixed.data.options)


def test_data_that_feed_one_input_say_which_can_feed_several() -> None:
    project = replace(two_questions(), data=DataChoice("iris"))
    found = {problem.code: problem for problem in problems(project)}
    assert "NPZ" in found["data.inputs"].why
    assert not found["data.inputs"].fixes


def test_a_rule_looks_at_each_output_by_itself() -> None:
    project = two_questions()
    binary = OutputSettings("mass", Config("BinaryCrossentropy"))
    wrong = replace(project, training=TrainingSettings().with_output(binary))
    (problem,) = problems(wrong)
    assert (problem.code, problem.node) == ("loss.needs_probabilities", "mass")
    logits = mended(wrong, problem.fixes[-1]).training
    assert logits.of("mass").loss.params == Params(from_logits=True)
    assert logits.of("species").loss.params == Params()
    assert logits.loss.params == Params()


def test_a_callback_may_watch_a_figure_of_an_output() -> None:
    def watching(name: str) -> Project:
        stop = Config("EarlyStopping", Params(monitor=name))
        project = two_questions()
        return replace(project, training=replace(project.training, callbacks=(stop,)))

    assert codes(watching("val_mass_loss")) == []
    assert codes(watching("val_species_accuracy")) == []
    assert codes(watching("val_accuracy")) == ["callback.monitor"]


def test_outputs_that_keras_calls_alike_are_told() -> None:
    base = draw(
        layer("x", "InputLayer", shape=(4,)),
        layer("y", "InputLayer", shape=(4,)),
        layer("answer", "Dense", "x", units=4),
    )
    graph, again = call_again(base, "answer", 0.0, 0.0)
    graph = replace(
        graph, wires=(*graph.wires, Wire("y", again)), outputs=(Port("answer"), Port(again))
    )
    report = judged(Project(graph=graph))
    assert indistinct_outputs(graph, report, CATALOG) == [Port("answer"), Port(again)]
    assert output_names(graph, report, CATALOG) == ()
    project = Project(graph=graph, data=DataChoice("penguins"))
    found = [problem for problem in problems(project) if problem.code == "data.outputs_alike"]
    assert len(found) == 2
    fixed = mended(project, found[0].fixes[0])
    assert not indistinct_outputs(fixed.graph, judged(fixed), CATALOG)


@pytest.mark.parametrize(
    ("outputs", "alike"),
    [
        pytest.param(("states", "other"), (), id="the first of several"),
        pytest.param(("states:2", "other"), (), id="another of several"),
        pytest.param(("states:1", "other", "states:2"), ("states:1", "states:2"), id="two of one"),
        pytest.param(("other", "other"), ("other",), id="one twice"),
    ],
)
def test_outputs_of_one_layer_are_called_alike(
    outputs: Sequence[str], alike: Sequence[str]
) -> None:
    graph = draw(
        layer("x", "InputLayer", shape=(9, 4)),
        layer("states", "LSTM", "x", units=4, return_state=True),
        layer("other", "GRU", "x", units=2),
        outputs=outputs,
    )
    found = indistinct_outputs(graph, judged(Project(graph=graph)), CATALOG)
    assert found == [port(each) for each in alike]
    project = Project(graph=graph, data=DataChoice("penguins"))
    if alike:
        problem = next(each for each in problems(project) if each.code == "data.outputs_alike")
        fixed = mended(project, problem.fixes[0])
        assert not indistinct_outputs(fixed.graph, judged(fixed), CATALOG)
        assert len(judged(fixed).outputs) == len(outputs)


FROZEN = chain(
    image(28, 28, 1),
    layer("look", "Conv2D", filters=4, kernel_size=3, trainable=False),
    layer("norm", "BatchNormalization", trainable=False),
    layer("look_again", "Conv2D", filters=4, kernel_size=3, trainable=False),
    layer("flat", "Flatten"),
    layer("scores", "Dense", units=10, activation="softmax"),
)
FOLDED = fold(
    FROZEN, ("look", "norm", "look_again"), "body", {Port("x"): Params(shape=(28, 28, 1))}
)


def tuning(graph: Graph = FROZEN, start: str = "") -> Project:
    settings = TrainingSettings(tuning_epochs=3, tuning_rate=1e-4, tuning_from=start)
    return Project(graph=graph, data=DataChoice("mnist_5k"), training=settings)


@pytest.mark.parametrize(
    ("project", "expected"),
    [
        pytest.param(tuning(), [("look",), ("look_again",)], id="all but what has measured"),
        pytest.param(tuning(start="norm"), [("look_again",)], id="from a layer on"),
        pytest.param(
            tuning(FOLDED), [("body", "look"), ("body", "look_again")], id="in a submodel"
        ),
        pytest.param(replace(tuning(), training=TrainingSettings()), [], id="no second phase"),
    ],
)
def test_what_the_second_phase_sets_free(project: Project, expected: list[tuple[str, ...]]) -> None:
    assert list(freed_layers(project.graph, judged(project), project.training)) == expected


def test_the_second_phase_is_a_second_fit_at_a_lower_rate() -> None:
    code = script(tuning(), judged(tuning()), CATALOG).text
    assert code.count("model.compile(") == code.count("model.fit(") == 2
    assert "TUNING_EPOCHS = 3" in code
    assert "learning_rate=0.0001" in code
    inside = script(tuning(FOLDED), judged(tuning(FOLDED)), CATALOG).text
    assert 'model.get_layer("body").get_layer("look").trainable = True' in inside


def test_the_log_of_the_second_phase_goes_on_where_the_first_one_ends() -> None:
    project = tuning()
    log = Config("CSVLogger", Params(filename="log.csv"))
    logged = replace(project, training=replace(project.training, callbacks=(log,)))
    code = script(logged, judged(logged), CATALOG).text
    first, second = code.split("tuning = model.fit(")
    assert 'callbacks=[keras.callbacks.CSVLogger("log.csv")]' in first
    assert 'callbacks=[keras.callbacks.CSVLogger("log.csv", append=True)]' in second


def test_a_training_goes_on_in_the_phase_in_which_it_was() -> None:
    project = tuning(FOLDED)
    report = judged(project)
    first = continued(project, report, 4, tuning=False)
    assert first.graph == project.graph
    assert (first.training.epochs, first.training.tuning_epochs) == (4, 0)
    second = continued(project, report, 4, tuning=True)
    assert second.training.optimizer.params["learning_rate"] == 1e-4
    inner = second.graph.nodes[next(iter(set(second.graph.nodes) - set(FROZEN.nodes)))].inner
    assert inner is not None
    assert "trainable" not in inner.nodes["look"].params
    assert inner.nodes["norm"].params["trainable"] is False


KERAS_SCRIPT = """
import keras
from keras import layers


def schedule(epoch, rate):
    return rate * 0.9


class Note(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        print(epoch)


keras.mixed_precision.set_global_policy("mixed_float16")
x = keras.Input((8,), name="x")
body = layers.Dense(4, name="body", trainable=False)(x)
kind = layers.Dense(3, activation="softmax", name="kind")(body)
size = layers.Dense(1, name="size")(body)
model = keras.Model(x, [kind, size])
model.compile(
    "adam", loss=LOSSES, loss_weights=[1.0, 0.2], metrics={"kind": "accuracy"}, jit_compile=True
)
model.fit(
    data, answers, epochs=2, callbacks=[keras.callbacks.LearningRateScheduler(schedule), Note()]
)
model.get_layer("body").trainable = True
model.compile(keras.optimizers.Adam(1e-4), loss=["sparse_categorical_crossentropy", "mse"])
model.fit(data, answers, epochs=5, initial_epoch=2)
"""


BY_NAME = '{"kind": "sparse_categorical_crossentropy", "size": "mse"}'


@pytest.mark.parametrize(
    "losses",
    ['["sparse_categorical_crossentropy", "mse"]', BY_NAME],
    ids=["by place", "by name"],
)
def test_scripts_of_several_outputs_and_two_phases_are_read(losses: str) -> None:
    found = read_source(KERAS_SCRIPT.replace("LOSSES", losses))
    assert found.training == TrainingSettings(
        metrics=(ACCURACY,),
        optimizer=Config("Adam"),
        outputs=(
            OutputSettings("kind", metrics=(ACCURACY,)),
            OutputSettings("size", Config("MeanSquaredError"), (), 0.2),
        ),
        callbacks=(
            Config("LearningRateScheduler", Params(schedule=Config("schedule"))),
            Config("Note"),
        ),
        epochs=2,
        validation_split=0.0,
        precision="mixed_float16",
        jit="yes",
        tuning_epochs=3,
        tuning_rate=1e-4,
    )
    assert [(code.name, code.kind) for code in found.custom] == [
        ("schedule", CustomKind.FUNCTION),
        ("Note", CustomKind.CALLBACK),
    ]

    assert not found.notes
