"""Every optimizer, loss, metric and callback of Keras trains, from the project file to history.

A training can have one loss and one optimizer, but many metrics and callbacks: each row of
the table is a loss with an optimizer, and whatever else fits it.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from netbuilder.catalog.custom import CustomCode, CustomKind
from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.spec import Family
from netbuilder.checks.callbacks import is_installed
from netbuilder.dataset import DataChoice
from netbuilder.graph import Config, Graph, Params, Value
from netbuilder.project import Project
from netbuilder.project.custom import catalog_of
from netbuilder.project.file import read_project, write_project
from netbuilder.runs.model import Status
from netbuilder.runs.preparing import Order, begin_run
from netbuilder.runs.store import RunStore
from netbuilder.training.client import WorkerClient
from netbuilder.training.events import Failed, Finished
from netbuilder.training.settings import TrainingSettings
from netbuilder.validation.validate import Validator
from tests.keras.worker_events import PATIENCE
from tests.unit.data_choices import builtin
from tests.unit.drawing import Drawn, chain, layer

pytestmark = pytest.mark.keras

EPOCHS = 2


def network(features: int, *layers: Drawn) -> Graph:
    return chain(layer("row", "InputLayer", shape=(features,)), *layers)


def scores(units: int, activation: str | None = None) -> Drawn:
    return layer("scores", "Dense", units=units, activation=activation)


SERIES = chain(
    layer("series", "InputLayer", shape=(8, 4)),
    layer("scores", "Dense", units=5),
)
YES_NO = (builtin("breast_cancer"), network(30, scores(1, "sigmoid")))
CLASSES = (builtin("iris"), network(4, scores(3, "softmax")))
ONE_HOT = (builtin("iris", labels="one-hot"), network(4, scores(3, "softmax")))
SEVERAL = (builtin("iris", labels="one-hot"), network(4, scores(3, "sigmoid")))
VECTORS = (builtin("iris"), network(4, scores(3), layer("unit", "UnitNormalization")))
NUMBER = (builtin("diabetes"), network(10, scores(1)))
POSITIVE = (builtin("diabetes", scale_target=False), network(10, scores(1, "softplus")))
LABELS = (DataChoice("npz"), SERIES)
"""The data are written by the test."""


@dataclass(frozen=True)
class Case:
    """One training.

    Attributes:
        data: What it is trained on, and the network.
        loss: A loss's class.
        optimizer: An optimizer, or its class.
        metrics: Metrics, or their classes.
        callbacks: Callbacks, or their classes.
    """

    data: tuple[DataChoice, Graph]
    loss: str
    optimizer: str | Config = "Adam"
    metrics: tuple[str | Config, ...] = ()
    callbacks: tuple[str | Config, ...] = ()


def made(class_name: str, **params: Value) -> Config:
    return Config(class_name, Params(params))


COUNTING = """\
import keras


class Counting(keras.callbacks.Callback):
    def __init__(self, every=1):
        super().__init__()
        self.every = every

    def on_epoch_end(self, epoch, logs=None):
        print(epoch % self.every)
"""
BY_LAYER = """\
import keras

SLOW = keras.optimizers.SGD(0.01)
FAST = keras.optimizers.Adam(0.01)


def by_layer(variable):
    return SLOW if "scores" in variable.path else FAST
"""
OWN = (
    CustomCode(CustomKind.FUNCTION, "by_layer", BY_LAYER),
    CustomCode(
        CustomKind.FUNCTION, "halved", "def halved(epoch, rate):\n    return rate / (epoch + 1)\n"
    ),
    CustomCode(CustomKind.FUNCTION, "begun", "def begun(logs):\n    del logs\n"),
    CustomCode(
        CustomKind.FUNCTION, "noted", "def noted(epoch, logs):\n    print(epoch, logs['loss'])\n"
    ),
    CustomCode(CustomKind.CALLBACK, "Counting", COUNTING),
)

CASES = (
    Case(
        YES_NO,
        "BinaryCrossentropy",
        "Adadelta",
        (
            *("AUC", "BinaryAccuracy", "FalseNegatives", "FalsePositives"),
            *("TrueNegatives", "TruePositives", "Precision", "Recall", "Hinge", "SquaredHinge"),
            made("BinaryIoU", target_class_ids=(0, 1)),
            made("PrecisionAtRecall", recall=0.8),
            made("RecallAtPrecision", precision=0.8),
            made("SensitivityAtSpecificity", specificity=0.8),
            made("SpecificityAtSensitivity", sensitivity=0.8),
            made("IoU", num_classes=2, target_class_ids=(1,)),
            made("MeanIoU", num_classes=2),
        ),
    ),
    Case(SEVERAL, "BinaryFocalCrossentropy", "Adafactor", ("BinaryCrossentropy",)),
    Case(YES_NO, "Hinge", "Adagrad"),
    Case(YES_NO, "SquaredHinge", "Adam"),
    Case(
        CLASSES,
        "SparseCategoricalCrossentropy",
        made("SGD", use_ema=True),
        (
            *("SparseCategoricalAccuracy", "SparseCategoricalCrossentropy"),
            made("SparseTopKCategoricalAccuracy", k=2),
        ),
        (
            made("BackupAndRestore", backup_dir="backup"),
            made("CSVLogger", filename="log.csv"),
            made("EarlyStopping", patience=5),
            made("ModelCheckpoint", filepath="best.keras"),
            made("ReduceLROnPlateau", patience=1),
            made("RemoteMonitor", root="http://127.0.0.1:9"),
            made("SwapEMAWeights", swap_on_epoch=True),
            made("TensorBoard", log_dir="board"),
            "TerminateOnNaN",
            made("LearningRateScheduler", schedule=Config("halved")),
            made("LambdaCallback", on_train_begin=Config("begun")),
            made("LambdaCallback", on_epoch_end=Config("noted")),
            made("Counting", every=2),
        ),
    ),
    Case(
        ONE_HOT,
        "CategoricalCrossentropy",
        "AdamW",
        (
            *(
                "Accuracy",
                "CategoricalAccuracy",
                "CategoricalCrossentropy",
                "CategoricalHinge",
                "F1Score",
            ),
            *("FBetaScore", "KLDivergence", made("TopKCategoricalAccuracy", k=2)),
            made("OneHotIoU", num_classes=3, target_class_ids=(0, 2)),
            made("OneHotMeanIoU", num_classes=3),
        ),
    ),
    Case(ONE_HOT, "CategoricalFocalCrossentropy", "Adamax"),
    Case(CLASSES, "CategoricalGeneralizedCrossEntropy", "Ftrl"),
    Case(ONE_HOT, "CategoricalHinge", "Lamb"),
    Case(ONE_HOT, "KLDivergence", "Lion"),
    Case(ONE_HOT, "Dice", made("LossScaleOptimizer", inner_optimizer=Config("SGD"))),
    Case(ONE_HOT, "Tversky", "Muon"),
    Case(VECTORS, "Circle", "Nadam"),
    Case(
        NUMBER,
        "MeanSquaredError",
        "RMSprop",
        (
            *("ConcordanceCorrelation", "CosineSimilarity", "LogCoshError", "MeanAbsoluteError"),
            *("MeanSquaredError", "PearsonCorrelation", "R2Score", "RootMeanSquaredError"),
        ),
    ),
    Case(NUMBER, "MeanAbsoluteError", "ScheduleFreeAdamW"),
    Case(NUMBER, "Huber"),
    Case(NUMBER, "LogCosh"),
    Case(NUMBER, "CosineSimilarity", made("MultiOptimizer", optimizer_map=Config("by_layer"))),
    Case(
        POSITIVE,
        "Poisson",
        "Adam",
        ("Poisson", "MeanAbsolutePercentageError", "MeanSquaredLogarithmicError"),
    ),
    Case(POSITIVE, "MeanAbsolutePercentageError"),
    Case(POSITIVE, "MeanSquaredLogarithmicError"),
    Case(LABELS, "CTC"),
)


WITH_ORBAX = Case(
    CLASSES, "SparseCategoricalCrossentropy", callbacks=(made("OrbaxCheckpoint", directory="all"),)
)
"""Needs a package of several hundred megabytes: ``pip install .[orbax]``."""
TRAININGS = [
    *(pytest.param(case, id=case.loss) for case in CASES),
    pytest.param(
        WITH_ORBAX,
        marks=pytest.mark.skipif(not is_installed("orbax-checkpoint"), reason="needs Orbax"),
        id="OrbaxCheckpoint",
    ),
]


def config(one: str | Config) -> Config:
    return one if isinstance(one, Config) else Config(one)


def project_of(case: Case, folder: Path) -> Project:
    """Return a case as a project, read back from its file."""
    data, graph = case.data
    if data.source == "npz":
        rng = np.random.default_rng(3)
        x = rng.normal(size=(64, 8, 4)).astype("float32")
        y = rng.integers(1, 5, size=(64, 3))
        np.savez(folder / "labels.npz", x_train=x, y_train=y, x_test=x, y_test=y)
        data = DataChoice("npz", folder / "labels.npz")
    settings = TrainingSettings(
        loss=Config(case.loss),
        optimizer=config(case.optimizer),
        metrics=tuple(map(config, case.metrics)),
        callbacks=tuple(map(config, case.callbacks)),
        epochs=EPOCHS,
        batch_size=64,
    )
    file = folder / "case.netbuilder"
    write_project(Project(case.loss, graph=graph, data=data, training=settings, custom=OWN), file)
    return read_project(file)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> RunStore:
    return RunStore(tmp_path_factory.mktemp("user"))


@pytest.mark.parametrize("case", TRAININGS)
def test_it_trains(case: Case, worker: WorkerClient, store: RunStore, tmp_path: Path) -> None:
    project = project_of(case, tmp_path)
    catalog = catalog_of(project)
    report = Validator(catalog).validate(project.graph)
    assert report.ok, report.problems
    recorder, command = begin_run(store, Order(project, report), catalog)
    worker.send(command)
    for event in worker.events(PATIENCE):
        recorder.take(event)
        assert not isinstance(event, Failed), event.details
        if isinstance(event, Finished):
            break
    run = store.get(recorder.run.id)
    assert run.status is Status.FINISHED
    course = store.course(run.id, batches=False)
    logs = recorder.history.epoch_logs
    assert all(len(values) == EPOCHS for values in logs.values())
    assert all(loss is not None for loss in logs["loss"])
    plain = {name.split("[")[0] for name in logs if not name.startswith("val_")}
    assert len(plain - {"loss", "learning_rate"}) == len(case.metrics)
    assert course.epochs
    if case is WITH_ORBAX:
        assert [path.name for path in (run.folder / "all").iterdir()] == [str(EPOCHS - 1)]


FAMILIES = {
    "losses": (Family.LOSS, [case.loss for case in CASES]),
    "optimizers": (Family.OPTIMIZER, [config(case.optimizer).class_name for case in CASES]),
    "metrics": (
        Family.METRIC,
        [config(metric).class_name for case in CASES for metric in case.metrics],
    ),
    "callbacks": (
        Family.CALLBACK,
        [
            config(callback).class_name
            for case in (*CASES, WITH_ORBAX)
            for callback in case.callbacks
        ],
    ),
}


NOT_TRAINED_WITH = {
    "losses": {"Loss"},
    "optimizers": {"Optimizer", "OptimizerMap"},  # the second is no optimizer
    "metrics": {"Metric", "MeanMetricWrapper", "Mean", "Sum"},  # they take no truth and prediction
    "callbacks": {"Callback", "CallbackList", "History", "ProgbarLogger"},
}
"""What is abstract, or added by ``fit`` itself."""


def public_classes(module: str) -> set[str]:
    """Return the names of the classes that a module of the installed Keras makes public."""
    found = find_spec("keras")
    assert found is not None
    assert found.submodule_search_locations is not None
    text = Path(found.submodule_search_locations[0], module, "__init__.py").read_text("utf-8")
    names = (
        alias.asname or alias.name
        for node in ast.parse(text).body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    )
    return {name for name in names if name[0].isupper()}


@pytest.mark.parametrize("name", FAMILIES)
def test_each_class_is_used(name: str) -> None:
    family, trained = FAMILIES[name]
    used = set(trained) - {code.name for code in OWN}
    assert used == set(load_catalog().families[family])
    assert used == public_classes(name) - NOT_TRAINED_WITH[name]
