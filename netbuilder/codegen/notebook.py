"""A project as a Jupyter notebook: the script's parts as cells, with explanations between them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from netbuilder.catalog.library import Catalog
from netbuilder.codegen.custom import custom_block
from netbuilder.codegen.data import BESIDE_NOTEBOOK, DataSource, data_source
from netbuilder.codegen.data_named import Listed
from netbuilder.codegen.main_steps import MainSteps, weights_beside
from netbuilder.codegen.model import Style, keras_imports, model_function
from netbuilder.codegen.opening import import_block, packages
from netbuilder.codegen.statements import assemble
from netbuilder.codegen.training import constants, helpers
from netbuilder.codegen.write import one_line
from netbuilder.dataset import NO_DATA
from netbuilder.i18n import tr
from netbuilder.project import Project
from netbuilder.project.custom import names_in_project
from netbuilder.validation import Report

_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell; its id is unique in the notebook and stays the same with every export."""

    id: str
    kind: str
    text: str


def notebook(project: Project, report: Report, catalog: Catalog, style: Style | None = None) -> str:
    """Return a notebook (nbformat 4.5, as JSON) that trains a project's network.

    Run from top to bottom it gives the same numbers as the script.

    Args:
        project: What to write.
        report: What validation found out about its graph.
        catalog: What is known of Keras's classes.
        style: How to write the network; None for the plainest style that can express it.

    Raises:
        CodeError: The network cannot be written in ``style``.
        DataError: The project's data lack something that their code needs.
    """
    cells = list(_cells(project, report, catalog, style))
    document = {
        "cells": [_as_json(cell) for cell in cells],
        "metadata": _METADATA,
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _cells(
    project: Project, report: Report, catalog: Catalog, style: Style | None
) -> Iterator[_Cell]:
    model = model_function(project.graph, report, catalog, project.title, style)
    network = assemble(model).text
    custom = custom_block(names_in_project(project), catalog)
    keras = (*keras_imports((*custom.statements, *model), catalog), *custom.imports)
    steps = MainSteps(project, report, catalog, depth=0, style=style)
    data = None if project.data == NO_DATA else _source(project, steps.listed)
    imports = keras
    if data is not None:
        imports = ("import csv", *data.imports, *helpers(project.training, data).imports, *keras)
    yield _text("about", _about(project, imports, data))
    yield _code("imports", import_block(imports))
    yield _text("settings-text", _settings(data))
    yield _code("settings", _constants(project, data, tuning=steps.tuning))
    if data is not None:
        yield _text("data-text", _data(data))
        yield _code("data", data.code)
        yield _code("load-data", steps.seed(), steps.load(data))
    if custom.statements:
        yield _text("own-code-text", _own_code())
        yield _code("own-code", assemble(custom.statements).text)
    yield _text("network-text", _network(style or report.api))
    yield _code("network", network)
    yield _text("compile-text", _compiling())
    seed = steps.seed() if data is None else ()
    adapted = steps.measure(data) if data is not None else ()
    yield _code("compile", seed, steps.build(), adapted, steps.compile())
    if data is not None:
        yield from _training(project, steps, data)


def _source(project: Project, listed: Listed) -> DataSource:
    return data_source(project.data, BESIDE_NOTEBOOK, project.training.validation_split, listed)


def _training(project: Project, steps: MainSteps, data: DataSource) -> Iterator[_Cell]:
    yield _text("training-text", _fitting(project.training.validation_split))
    functions = helpers(project.training, data, tuning=steps.tuning).functions
    yield _code("figures", "\n\n\n".join(map(str.rstrip, functions)))
    yield _code("training", steps.fit(data))
    if data.has_test:
        yield _text("test-text", _testing())
        yield _code("test", steps.test(data))
    yield _text("saving-text", _saving())
    yield _code("saving", steps.save())


def _constants(project: Project, data: DataSource | None, *, tuning: bool) -> str:
    seed, *rest = constants(project.training, tuning=tuning)
    return seed if data is None else "\n".join([seed, *rest, data.constants])


def _about(project: Project, imports: Iterable[str], data: DataSource | None) -> str:
    heading = "# " + (one_line(project.title) or tr("A network and its training"))
    run = tr("Run the cells from top to bottom, each with Shift+Enter. Made with NetBuilder.")
    needs = tr("To install what it needs: `pip install {packages}`", packages=packages(imports))
    paragraphs = [heading, run, needs]
    files = data.files if data is not None else ()
    beside = [*(file.name for file in files), *weights_beside(project)]
    if beside:
        names = ", ".join(f"`{name}`" for name in beside)
        paragraphs.append(tr("Keep {files} beside this notebook.", files=names))
    return "\n\n".join(paragraphs)


def _settings(data: DataSource | None) -> str:
    seed = tr(
        "`SEED` is where the random numbers begin: with the same seed every run starts from the "
        "same weights, so that two runs can be compared."
    )
    more = tr(
        "An epoch shows every training sample to the network once, in batches of `BATCH_SIZE` "
        "samples; the weights change after each batch."
    )
    return _section(tr("Settings"), seed, *([more] if data is not None else []))


def _data(data: DataSource) -> str:
    pairs = tr("`load_data()` returns inputs `x` and the right answers `y`.")
    if data.streams:
        pairs = tr(
            "`load_data()` returns streams of batches: inputs `x` with the right answers `y`. The "
            "files are read again in every epoch, so that they need not fit into the memory."
        )
    test = tr("The test part stays unseen in training, for an honest judgement at the end.")
    return _section(tr("Data"), pairs, *([test] if data.has_test else []))


def _own_code() -> str:
    words = tr(
        "What Keras does not have. It is registered so that a saved network that uses it can be "
        "loaded again."
    )
    return _section(tr("Own layers and functions"), words)


def _network(style: str) -> str:
    words = {
        "sequential": tr(
            "A Sequential model is a chain: each layer takes what the one before it gives."
        ),
        "functional": tr(
            "In the Functional style each layer is called on the tensors that it takes, so that "
            "a network may branch and join. The model is what lies between inputs and outputs."
        ),
        "subclass": tr(
            "A class of its own (Model Subclassing): `__init__` makes the layers, `call` says "
            "what happens to a batch, and `build` makes the weights by calling all layers once "
            "on symbolic inputs. It is registered so that Keras can load it again."
        ),
    }
    shapes = tr("The comments show the shape of each output; `None` is the size of the batch.")
    return _section(tr("Network"), words[style], shapes)


def _compiling() -> str:
    words = tr(
        "The loss says how wrong the network is, the optimizer changes the weights to make the "
        "loss smaller, and the metrics are for people to read."
    )
    return _section(tr("Loss, optimizer and metrics"), words)


def _fitting(validation_split: float) -> str:
    words = tr("`fit` trains the network and keeps the figures of every epoch.")
    validation = tr(
        "It sets {percent} % of the samples aside and judges the network by them after each "
        "epoch: when `val_loss` rises while `loss` still falls, the network learns by heart.",
        percent=round(validation_split * 100),
    )
    return _section(tr("Training"), words, *([validation] if validation_split else []))


def _testing() -> str:
    return _section(tr("Test"), tr("How good the network is on samples that it has never seen."))


def _saving() -> str:
    words = tr("The file holds the network, its weights and the state of its training.")
    return _section(tr("Saving"), words)


def _section(heading: str, *paragraphs: str) -> str:
    return "\n\n".join([f"## {heading}", " ".join(paragraphs)])


def _text(name: str, words: str) -> _Cell:
    return _Cell(name, "markdown", words)


def _code(name: str, *parts: str | tuple[str, ...]) -> _Cell:
    lines = (part if isinstance(part, str) else "\n".join(part) for part in parts if part)
    return _Cell(name, "code", "\n".join(lines).strip("\n"))


def _as_json(cell: _Cell) -> dict[str, object]:
    document = {
        "cell_type": cell.kind,
        "id": cell.id,
        "metadata": {},
        "source": cell.text.splitlines(keepends=True),
    }
    return document | ({"execution_count": None, "outputs": []} if cell.kind == "code" else {})
