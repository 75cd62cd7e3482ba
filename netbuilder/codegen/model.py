"""The network as a ``build_model()`` function."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, TypeAlias

from netbuilder.catalog.library import Catalog
from netbuilder.codegen.builders import Builders, Classes
from netbuilder.codegen.custom import custom_block
from netbuilder.codegen.keras_names import keras_names, with_keras_names
from netbuilder.codegen.names import identifier
from netbuilder.codegen.objects import further_imports
from netbuilder.codegen.opening import import_block
from netbuilder.codegen.operations import operations_in
from netbuilder.codegen.source import Source
from netbuilder.codegen.statements import Statement, assemble, plain
from netbuilder.codegen.write import Expression, call, led, lines, named, text
from netbuilder.graph import Graph
from netbuilder.graph.submodels import holds_application
from netbuilder.i18n import tr
from netbuilder.project.custom import names_in
from netbuilder.validation import Report

Style: TypeAlias = Literal["sequential", "functional", "subclass"]
STYLES: tuple[Style, ...] = ("sequential", "functional", "subclass")

_HEAD = 'def build_model():\n    """Build the network."""'


class CodeError(ValueError):
    """The code that was asked for cannot be written; the text says why, in plain words."""


def hindrance(style: Style, report: Report) -> str:
    """Return why a network cannot be written in a style, in one sentence, or "" if it can."""
    if style == "sequential" and report.api != "sequential":
        return tr(
            "This network is not a plain chain of layers, so it cannot be a Sequential model."
        )
    return ""


def model_code(
    graph: Graph, report: Report, catalog: Catalog, title: str, style: Style | None = None
) -> Source:
    """Return ``build_model()`` with the imports that it needs.

    Args:
        graph: The network.
        report: What validation found out about it. Nodes that cannot be written yet
            become comments, so that there is always code to show.
        catalog: What is known of the layers' classes.
        title: The project's title, from which the model's name is made.
        style: How to write it; None for the plainest style that can express it.

    Raises:
        CodeError: The network is no chain, but ``style`` is ``"sequential"``.
    """
    function = model_function(graph, report, catalog, title, style)
    custom = custom_block(names_in(graph), catalog)
    keras = keras_imports((*custom.statements, *function), catalog)
    imports = import_block((*keras, *custom.imports)) if custom.imports else "\n".join(keras)
    return assemble([plain(imports.lstrip("\n")), plain("\n\n"), *custom.statements, *function])


def model_function(
    graph: Graph, report: Report, catalog: Catalog, title: str, style: Style | None = None
) -> tuple[Statement, ...]:
    """Return the statements of ``build_model()``, and before it those of its submodels.

    See :func:`model_code`.
    """
    style = style or report.api
    if reason := hindrance(style, report):
        raise CodeError(reason)
    naming = [named("name", text(name))] if (name := identifier(title)) else []
    names = keras_names(graph, report, catalog)
    graph = with_keras_names(graph, names)
    names_all = holds_application(graph)
    if style == "subclass":
        classes = Classes(catalog, names, names_all=names_all)
        return _as_class(graph, report, classes, naming)
    builders = Builders(catalog, operations=operations_in(graph), names_all=names_all)
    body = builders.body(graph, report, style, naming)
    return (*builders.parts, plain(_HEAD), *body)


def _as_class(
    graph: Graph, report: Report, classes: Classes, naming: Sequence[Expression]
) -> tuple[Statement, ...]:
    """Return the network's class, before it those of its submodels, and ``build_model()``."""
    whole = classes.whole(graph, report)
    made = Statement(lines(led("model = ", call("Net", naming)), 1))
    end = plain("    model.build()\n    return model")
    return (*classes.parts, *whole, plain(f"\n\n{_HEAD}"), made, end)


def keras_imports(statements: tuple[Statement, ...], catalog: Catalog) -> tuple[str, ...]:
    """Return the imports of Keras that statements need, ``import keras`` first."""
    code = "\n".join(line for statement in statements for line in statement.lines)
    used = [part for part in ("layers", "ops") if re.search(rf"(?<![\w.]){part}\.", code)]
    common = (f"from keras import {', '.join(used)}",) if used else ()
    return ("import keras", *common, *further_imports(code, catalog))
