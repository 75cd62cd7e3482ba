"""Rules about the choice of data itself: is it there, and can it be loaded as asked."""

from __future__ import annotations

from collections.abc import Iterator

from netbuilder.checks.context import Context
from netbuilder.codegen.data import data_source
from netbuilder.dataset import NO_DATA
from netbuilder.dataset.errors import DataError
from netbuilder.i18n import tr
from netbuilder.validation import Problem, Severity

UNUSABLE_DATA = ("data.choice", "data.file")
"""The codes of these problems: with them there is nothing to train on."""


def unusable(context: Context) -> Iterator[Problem]:
    """Find data that are unknown here, lack a choice, or whose file is not there."""
    choice = context.project.data
    if choice == NO_DATA:
        return
    try:
        data_source(choice)
    except DataError as error:
        yield Problem(
            "data.choice",
            Severity.ERROR,
            str(error),
            tr("Without it the data cannot be loaded; the Data panel has all choices."),
        )
        return
    if choice.path is not None and not choice.path.exists():
        yield Problem(
            "data.file",
            Severity.ERROR,
            tr("The data file {file} is not there.", file=choice.path.name),
            tr("It was looked for at {path}.", path=choice.path),
        )
