"""The layer table as a value: its lines, and how they are shown, saved and copied."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import StringIO

from netbuilder.graph import Graph
from netbuilder.i18n import tr
from netbuilder.ui.text import compact, grouped, shapes_text, size_text, waiting_text
from netbuilder.validation import NodeReport, NodeState, Report
from netbuilder.validation.figures import Figures, NodeFigures

SUFFIXES = (".csv", ".md", ".txt")
"""The kinds of file that the table can be saved as."""


@dataclass(frozen=True, slots=True)
class Line:
    """What the table says of one node.

    Attributes:
        name: Its name.
        class_name: Its class.
        shape: Its output shapes, or why they are not known.
        figures: Its figures.
        sources: The names of the nodes that feed it.
    """

    name: str
    class_name: str
    shape: str
    figures: NodeFigures
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table.

    Attributes:
        key: Its name in a saved table, always the same.
        title: Its heading in the window.
        tip: What it means; empty where the heading says it.
        raw: The value of a line as it is saved.
        text: The value of a line as it is shown.
        is_number: It is set at the right.
    """

    key: str
    title: str
    tip: str
    raw: Callable[[Line], object]
    text: Callable[[Line], str]
    is_number: bool = False


def lines(graph: Graph, report: Report, figures: Figures) -> tuple[Line, ...]:
    """Return the lines of all layers of a network, sources first."""
    return tuple(
        Line(
            node.name,
            node.class_name,
            _shape(report.nodes[key]),
            figures.nodes[key],
            tuple(graph.nodes[wire.source].name for wire in graph.incoming(key)),
        )
        for key, node in ((key, graph.nodes[key]) for key in report.order)
    )


def columns() -> tuple[Column, ...]:
    """Return the table's columns, from the left."""
    return (
        _words("layer", tr("Layer"), lambda line: line.name),
        _words("class", tr("Class"), lambda line: line.class_name),
        _words("output_shape", tr("Output shape"), lambda line: line.shape),
        _number("parameters", tr("Parameters"), "", lambda line: line.figures.params, grouped),
        _number(
            "trainable_parameters",
            tr("Trainable"),
            tr("The parameters that training changes."),
            lambda line: line.figures.trainable_params,
            grouped,
        ),
        _number(
            "multiply_adds",
            tr("Multiply-adds"),
            tr(
                "How many products are added up for one sample: those of matrices and "
                "convolutions. All else is little beside them and counts as none."
            ),
            lambda line: line.figures.multiply_adds,
            compact,
        ),
        _number(
            "memory_bytes",
            tr("Memory"),
            tr("What the outputs of the layer take for one batch."),
            lambda line: line.figures.memory,
            size_text,
        ),
        Column(
            "receptive_field",
            tr("Receptive field"),
            tr("How large a part of the input one number of the output can see, at most."),
            _field,
            _field,
            is_number=True,
        ),
        _words("inputs", tr("Gets its input from"), lambda line: ", ".join(line.sources)),
    )


def totals(figures: Figures) -> str:
    """Return the sums over all layers in one sentence."""
    parameters = tr(
        "{total} parameters, {trainable} of them trainable",
        total=grouped(figures.trainable_params + figures.frozen_params),
        trainable=grouped(figures.trainable_params),
    )
    adds = tr("{count} multiply-adds a sample", count=compact(figures.multiply_adds))
    memory = tr(
        "{size} of outputs for a batch of {batch}",
        size=size_text(figures.memory),
        batch=figures.batch_size,
    )
    parts = (
        parameters,
        adds if figures.counts_all else tr("at least {figure}", figure=adds),
        memory if figures.weighs_all else tr("at least {figure}", figure=memory),
    )
    return "   ·   ".join(parts)


def as_csv(table: Sequence[Line]) -> str:
    """Return the table as CSV (RFC 4180), with whole numbers and headings that never change."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(column.key for column in columns())
    writer.writerows([column.raw(line) for column in columns()] for line in table)
    return text.getvalue()


def as_text(table: Sequence[Line], total: str) -> str:
    """Return the table in aligned columns, with its totals below, for a fixed-width font."""
    shown = columns()
    rows = [[column.title for column in shown]]
    rows += [[column.text(line) for column in shown] for line in table]
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    written = [
        "  ".join(
            cell.rjust(width) if column.is_number else cell.ljust(width)
            for cell, width, column in zip(row, widths, shown, strict=True)
        ).rstrip()
        for row in rows
    ]
    return "\n".join([*written, "", total, ""])


def as_markdown(table: Sequence[Line], total: str) -> str:
    """Return the table in Markdown, with its totals below."""
    shown = columns()
    rows = [[column.title for column in shown]]
    rows.append(["---:" if column.is_number else ":---" for column in shown])
    rows += [[column.text(line).replace("|", "\\|") for column in shown] for line in table]
    written = [f"| {' | '.join(cells)} |" for cells in rows]
    return "\n".join([*written, "", total, ""])


def as_saved(table: Sequence[Line], total: str, suffix: str) -> str:
    """Return the table as a file with ``suffix``, one of :data:`SUFFIXES`, holds it."""
    match suffix:
        case ".md":
            return as_markdown(table, total)
        case ".txt":
            return as_text(table, total)
        case _:
            return as_csv(table)


def _words(key: str, title: str, text: Callable[[Line], str]) -> Column:
    return Column(key, title, "", text, text)


def _number(
    key: str,
    title: str,
    tip: str,
    value: Callable[[Line], int | None],
    write: Callable[[int], str],
) -> Column:
    def text(line: Line) -> str:
        number = value(line)
        return "" if number is None else write(number)

    return Column(key, title, tip, value, text, is_number=True)


def _field(line: Line) -> str:
    field = line.figures.receptive_field
    return "" if field is None else "x".join(map(str, field))


def _shape(known: NodeReport) -> str:
    match known.state:
        case NodeState.VALID:
            return shapes_text(known.outputs)
        case NodeState.ERROR:
            return tr("has a problem")
        case NodeState.WAITING:
            return waiting_text(known)
        case NodeState.UNKNOWN:
            return tr("known when trained")
