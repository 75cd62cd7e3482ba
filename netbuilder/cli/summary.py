"""``netbuilder summary``: the layer table, as Keras's ``model.layers`` lists it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from netbuilder.catalog.tensors import Shape
from netbuilder.cli.inputs import Checked, check, open_project
from netbuilder.cli.layer_table import Row, layer_table
from netbuilder.cli.output import Exit, complain, for_each_file, say, say_json
from netbuilder.codegen.keras_names import keras_names
from netbuilder.i18n import tr
from netbuilder.project.custom import catalog_of


def summarise_files(files: Sequence[str], *, as_json: bool) -> Exit:
    """Write the layer table of every file."""

    def summarise_one(file: str) -> Exit:
        checked = check(file, open_project(file))
        if as_json:
            say_json(_to_json(checked))
        else:
            say("\n".join(_text_lines(checked)))
        if checked.report.ok:
            return Exit.DONE
        complain(tr("{file} has errors; 'netbuilder check {file}' says which.", file=checked.file))
        return Exit.ERRORS

    return for_each_file(files, summarise_one)


def _to_json(checked: Checked) -> dict[str, object]:
    report = checked.report
    return {
        "file": checked.file,
        "api": report.api,
        "layers": [_row_to_json(row) for row in _table(checked)],
        "total_params": report.total_params,
        "trainable_params": report.trainable_params,
    }


def _table(checked: Checked) -> Iterator[Row]:
    graph, report = checked.project.graph, checked.report
    names = keras_names(graph, report, catalog_of(checked.project))
    return layer_table(graph, report, report.api, names)


def _row_to_json(row: Row) -> dict[str, object]:
    known = row.known
    shapes = [list(tensor.shape) for tensor in known.outputs]
    return {
        "name": row.name,
        "class_name": row.class_name,
        "output_shape": shapes[0] if len(shapes) == 1 else shapes or None,
        "dtype": known.outputs[0].dtype if known.outputs else None,
        "params": known.params,
        "trainable_params": known.trainable_params,
        "inputs": list(row.inputs),
    }


def _text_lines(checked: Checked) -> Iterator[str]:
    report = checked.report
    yield f"{checked.file}: {report.api}"
    rows = [(tr("Layer"), tr("Class"), tr("Output shape"), tr("Parameters"))]
    for row in _table(checked):
        known = row.known
        shapes = ", ".join(_shape_text(tensor.shape) for tensor in known.outputs) or "?"
        params = "?" if known.params is None else f"{known.params:,}"
        rows.append((row.name, row.class_name, shapes, params))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for *cells, params in rows:
        left = "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=False))
        yield f"  {left}  {params:>{widths[-1]}}"
    yield "  " + tr(
        "{total} parameters, {trainable} of them trainable",
        total=f"{report.total_params:,}",
        trainable=f"{report.trainable_params:,}",
    )


def _shape_text(shape: Shape) -> str:
    return f"({', '.join(str(size) for size in shape)}{',' if len(shape) == 1 else ''})"
