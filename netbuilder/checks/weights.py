"""The rules about the files of weights that a training starts from."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from netbuilder.checks.context import Context
from netbuilder.graph.edits import set_param
from netbuilder.graph.submodels import APPLICATION
from netbuilder.i18n import tr
from netbuilder.validation import Fix, Problem, Severity

_IMAGENET = "imagenet"


def missing_file(context: Context) -> Iterator[Problem]:
    """Find that the file of weights is not there."""
    start = context.project.start
    if start is not None and not start.path.is_file():
        yield Problem(
            "weights.file",
            Severity.ERROR,
            _not_there(start.path),
            tr(
                "It was looked for at {path}. Choose it again, or start from fresh weights: both "
                "in the Training menu.",
                path=start.path,
            ),
        )


def missing_file_of_a_network(context: Context) -> Iterator[Problem]:
    """Find that the file with the weights of a ready-made network is not there."""
    for node in context.graph.nodes.values():
        weights = node.params.get("weights")
        if node.class_name != APPLICATION or not isinstance(weights, str) or weights == _IMAGENET:
            continue
        if not Path(weights).is_file():
            title = tr("Let '{name}' start with random weights", name=node.name)
            yield Problem(
                "weights.file",
                Severity.ERROR,
                _not_there(Path(weights)),
                tr(
                    "'{name}' starts with them. It was looked for at {path}.",
                    name=node.name,
                    path=weights,
                ),
                node=node.id,
                setting="weights",
                fixes=(Fix(title, partial(set_param, key=node.id, name="weights", value=None)),),
            )


def _not_there(path: Path) -> str:
    return tr("The file of weights {file} is not there.", file=path.name)
