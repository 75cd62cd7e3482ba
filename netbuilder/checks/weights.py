"""The rule about the weights that a training starts from."""

from __future__ import annotations

from collections.abc import Iterator

from netbuilder.checks.context import Context
from netbuilder.i18n import tr
from netbuilder.validation import Problem, Severity


def missing_file(context: Context) -> Iterator[Problem]:
    """Find that the file of weights is not there."""
    start = context.project.start
    if start is not None and not start.path.is_file():
        yield Problem(
            "weights.file",
            Severity.ERROR,
            tr("The file of weights {file} is not there.", file=start.path.name),
            tr(
                "It was looked for at {path}. Choose it again, or start from fresh weights: both "
                "in the Training menu.",
                path=start.path,
            ),
        )
