"""From the network to its code and back: what is not the same afterwards."""

from __future__ import annotations

from dataclasses import replace
from difflib import unified_diff
from functools import cache

from netbuilder.catalog.custom import CustomCode
from netbuilder.catalog.custom_catalog import catalog_with
from netbuilder.codegen.model import STYLES, Style, hindrance
from netbuilder.codegen.product import Form, product
from netbuilder.graph import Graph
from netbuilder.importing import ConfigError, read_source
from netbuilder.importing.merging import EditError, read_edit
from netbuilder.project import Project
from netbuilder.project.custom import catalog_of
from netbuilder.runs.answers import shipped_answers
from netbuilder.validation import Report
from netbuilder.validation.custom import NO_ANSWERS
from netbuilder.validation.validate import Validator

_MOST_LINES = 12


def judged(project: Project) -> Report:
    """Return what is known of a project's network; of its own layers what ships."""
    return _validator(project.custom).validate(project.graph)


@cache
def _validator(custom: tuple[CustomCode, ...]) -> Validator:
    answers = shipped_answers() if custom else NO_ANSWERS
    return Validator(catalog_with(custom), answers)


def styles_of(project: Project) -> tuple[Style, ...]:
    """Return the styles in which a project can be written."""
    report = judged(project)
    return tuple(style for style in STYLES if not hindrance(style, report))


def code_of(project: Project, style: Style, form: Form = "model") -> str:
    """Return a project's code."""
    return product(project, judged(project), catalog_of(project), form, style).source.text


def code_differences(project: Project, style: Style, form: Form = "model") -> str:
    """Return how code differs from that of the network which is read from it; "" if it does not.

    The title, the data and its own layers stay those of the project.
    """
    text = code_of(project, style, form)
    try:
        read = read_source(text)
    except ConfigError as error:
        return str(error)
    training = project.training if read.training is None or form == "model" else read.training
    again = code_of(replace(project, graph=read.graph, training=training), style, form)
    lines = unified_diff(text.splitlines(), again.splitlines(), lineterm="", n=0)
    notes = [f"{note.line}: {note.message}" for note in read.notes]
    return "\n".join([*notes, *lines][:_MOST_LINES])


def graph_differences(project: Project, style: Style, form: Form = "model") -> str:
    """Return what an edit that says nothing new changes in a project; "" if nothing."""
    source = product(project, judged(project), catalog_of(project), form, style).source
    try:
        found = read_edit(project, source, f"{source.text}# seen\n")
    except EditError as error:
        return str(error)
    return "" if found.project == project else str(found.changes)


def lost_on_the_way(graph: Graph) -> list[str]:
    """Return in what styles a network does not come back from its code as it was."""
    return lost_of(Project(graph=graph))


def lost_of(project: Project) -> list[str]:
    """Return in what styles a project does not come back from its code as it was."""
    return [
        f"{style}: {found}"
        for style in styles_of(project)
        for found in (code_differences(project, style), graph_differences(project, style))
        if found
    ]
