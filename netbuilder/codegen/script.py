"""A project as one script: data, network, training, evaluation, saving."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from netbuilder.catalog.library import Catalog
from netbuilder.codegen.custom import custom_block
from netbuilder.codegen.data import DataSource, data_source
from netbuilder.codegen.machines import IMPORT, IMPORT_UNTESTED, MODULE_FILE
from netbuilder.codegen.main_steps import MainSteps, weights_beside
from netbuilder.codegen.model import Style, keras_imports, model_function
from netbuilder.codegen.opening import docstring, import_block
from netbuilder.codegen.source import Source
from netbuilder.codegen.starting import Start
from netbuilder.codegen.statements import Statement, assemble, plain
from netbuilder.codegen.training import constants, helpers
from netbuilder.dataset import NO_DATA
from netbuilder.project import Project
from netbuilder.project.custom import names_in_project
from netbuilder.validation import Report

_MAIN_WITHOUT_DATA = '''\
def main():
    """Build the network and show it; there are no data to train it on."""'''


def script(
    project: Project,
    report: Report,
    catalog: Catalog,
    style: Style | None = None,
    start: Start | None = None,
    *,
    machines: bool = False,
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
        start: Where the training goes on; None to begin with fresh weights.
        machines: Whether several machines may share the training; what they need besides is
            :func:`~netbuilder.codegen.machines.machine_files`. Without data it means nothing.

    Raises:
        CodeError: The network cannot be written in ``style``.
        DataError: The project's data lack something that their code needs.
    """
    custom = custom_block(names_in_project(project), catalog)
    function = model_function(project.graph, report, catalog, project.title, style)
    model = _Model((*custom.statements, *function), custom.imports)
    if project.data == NO_DATA:
        blocks = _without_data(project, report, catalog, model)
    else:
        steps = MainSteps(
            project, report, catalog, depth=1, start=start, style=style, machines=machines
        )
        blocks = _with_data(project, catalog, model, steps, start=start, machines=machines)
    return assemble(blocks)


@dataclass(frozen=True, slots=True)
class _Model:
    """The model's function, what stands before it, and what custom code imports."""

    statements: tuple[Statement, ...]
    imports: tuple[str, ...]


def _without_data(
    project: Project, report: Report, catalog: Catalog, model: _Model
) -> Iterator[Statement]:
    imports = (*keras_imports(model.statements, catalog), *model.imports)
    yield plain(docstring(project.title, imports, weights_beside(project)))
    yield plain(import_block(imports))
    yield plain(f"\n{constants(project.training)[0]}")
    yield _GAP
    yield from model.statements
    yield _GAP
    yield plain(_MAIN_WITHOUT_DATA)
    steps = MainSteps(project, report, catalog, depth=1)
    yield Statement((*steps.seed(), *steps.build(), *steps.compile()))
    yield _END


def _with_data(
    project: Project,
    catalog: Catalog,
    model: _Model,
    steps: MainSteps,
    *,
    start: Start | None,
    machines: bool,
) -> Iterator[Statement]:
    data = data_source(
        project.data, validation=project.training.validation_split, listed=steps.listed
    )
    helping = helpers(project.training, data, tuning=steps.tuning)
    imports = (
        "import csv",
        *data.imports,
        *helping.imports,
        *keras_imports(model.statements, catalog),
        *model.imports,
        *((IMPORT if data.has_test else IMPORT_UNTESTED,) if machines else ()),
    )
    beside = [*(path.name for path in data.files), *weights_beside(project)]
    yield plain(docstring(project.title, imports, [*beside, *((MODULE_FILE,) if machines else ())]))
    yield plain(import_block(imports))
    known = (
        *constants(project.training, tuning=steps.tuning),
        *((start.constant,) if start else ()),
    )
    yield plain("\n" + "\n".join(known))
    yield plain(data.constants)
    yield _GAP
    yield plain(data.code)
    yield _GAP
    yield from model.statements
    yield _GAP
    for function in helping.functions:
        yield plain(function)
        yield _GAP
    yield from _main(steps, data)
    yield _END


def _main(steps: MainSteps, data: DataSource) -> Iterator[Statement]:
    yield plain(f'def main():\n    """{_purpose(data)}"""')
    yield Statement((*steps.seed(), *steps.load(data), ""))
    yield Statement(
        (*steps.build(), *steps.measure(data), *steps.compile(), *steps.load_state(), "")
    )
    tested = steps.test(data) if data.has_test else ()
    yield Statement((*steps.fit(data), *tested, *steps.save()))


def _purpose(data: DataSource) -> str:
    if data.has_test:
        return "Train the network, test it and save it."
    return "Train the network and save it."


_GAP = plain("\n\n")
_END = plain('\n\nif __name__ == "__main__":\n    main()')
