"""A project as one script: data, network, training, evaluation, saving."""

from __future__ import annotations

from collections.abc import Iterator

from netbuilder.catalog.library import Catalog
from netbuilder.codegen.data import DataSource, data_source
from netbuilder.codegen.layer import INPUT
from netbuilder.codegen.model import Style, keras_imports, model_function
from netbuilder.codegen.opening import docstring, import_block
from netbuilder.codegen.source import Source
from netbuilder.codegen.statements import Statement, assemble, plain
from netbuilder.codegen.training import compile_lines, constants, fit_lines
from netbuilder.codegen.write import text
from netbuilder.dataset import NO_DATA
from netbuilder.graph import Graph
from netbuilder.project import Project
from netbuilder.validation import Report

_HISTORY = '''\
def figures(logs):
    """Return all figures in full, as in: accuracy=0.5, loss=1.25."""
    return ", ".join(f"{name}={value!r}" for name, value in logs.items())


def keep_history(history):
    """Print the figures of every epoch, and write them to history.csv."""
    rows = list(zip(*history.values()))
    for epoch, row in enumerate(rows, start=1):
        print(f"Epoch {epoch}: {figures(dict(zip(history, row)))}")
    with open("history.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["epoch", *history])
        writer.writerows([epoch, *row] for epoch, row in enumerate(rows, start=1))
'''

_MAIN_WITHOUT_DATA = '''\
def main():
    """Build the network and show it; there are no data to train it on."""
    keras.utils.set_random_seed(SEED)
    model = build_model()
'''


def script(
    project: Project, report: Report, catalog: Catalog, style: Style | None = None
) -> Source:
    """Return a script that trains a project's network and needs no NetBuilder.

    It prints every figure of the history and of the evaluation in full, and writes
    ``history.csv`` and ``model.keras`` into the current folder. Without data it only
    compiles the network and prints its summary.

    Args:
        project: What to write.
        report: What validation found out about its graph.
        catalog: What is known of Keras's classes.
        style: How to write the network; None for the plainest style that can express it.

    Raises:
        CodeError: The network cannot be written in ``style``.
        DataError: The project's data lack something that their code needs.
    """
    model = model_function(project.graph, report, catalog, project.title, style)
    if project.data == NO_DATA:
        blocks = _without_data(project, catalog, model)
    else:
        blocks = _with_data(project, report, catalog, model)
    return assemble(blocks)


def _without_data(
    project: Project, catalog: Catalog, model: tuple[Statement, ...]
) -> Iterator[Statement]:
    imports = keras_imports(model, catalog)
    yield plain(docstring(project.title, imports, ()))
    yield plain(import_block(imports))
    yield plain(f"\n{constants(project.training)[0]}")
    yield _GAP
    yield from model
    yield _GAP
    yield plain(_MAIN_WITHOUT_DATA)
    yield Statement(compile_lines(project.training, catalog))
    yield plain("    model.summary()")
    yield _END


def _with_data(
    project: Project, report: Report, catalog: Catalog, model: tuple[Statement, ...]
) -> Iterator[Statement]:
    data = data_source(project.data)
    imports = ("import csv", *data.imports, *keras_imports(model, catalog))
    yield plain(docstring(project.title, imports, [path.name for path in data.files]))
    yield plain(import_block(imports))
    yield plain("\n" + "\n".join(constants(project.training)))
    yield plain(data.constants)
    yield _GAP
    yield plain(data.code)
    yield _GAP
    yield from model
    yield _GAP
    yield plain(_HISTORY)
    yield _GAP
    yield from _main(project, report, catalog, data)
    yield _END


def _main(
    project: Project, report: Report, catalog: Catalog, data: DataSource
) -> Iterator[Statement]:
    test = "(x_test, y_test)" if data.has_test else "_"
    yield plain(
        "def main():\n"
        f'    """{_purpose(data)}"""\n'
        "    keras.utils.set_random_seed(SEED)\n"
        f"    (x_train, y_train), {test} = load_data()\n"
        "\n"
        "    model = build_model()"
    )
    yield from map(plain, _measuring(project.graph, report))
    yield Statement(compile_lines(project.training, catalog))
    yield plain("    model.summary()\n\n")
    yield Statement(fit_lines(project.training, catalog))
    yield plain("    keep_history(history.history)")
    if data.has_test:
        yield plain(
            "    results = model.evaluate("
            "x_test, y_test, batch_size=BATCH_SIZE, return_dict=True)\n"
            '    print(f"Test: {figures(results)}")'
        )
    yield plain('    model.save("model.keras")')


def _purpose(data: DataSource) -> str:
    if data.has_test:
        return "Train the network, test it and save it."
    return "Train the network and save it."


def _measuring(graph: Graph, report: Report) -> Iterator[str]:
    """Yield the lines that show the data to Normalization layers right behind the input."""
    for key in report.order:
        if key in report.repeats:
            continue
        node = graph.nodes[key]
        sources = [graph.nodes[wire.source].class_name for wire in graph.incoming(key)]
        given = node.params.get("mean") is not None
        if node.class_name == "Normalization" and sources == [INPUT] and not given:
            yield f"    model.get_layer({text(node.name)}).adapt(x_train)"


_GAP = plain("\n\n")
_END = plain('\n\nif __name__ == "__main__":\n    main()')
