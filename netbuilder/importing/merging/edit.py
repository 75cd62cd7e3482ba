"""Reads generated code before and after it was edited, and merges what is different."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from netbuilder.catalog.custom import CustomCode
from netbuilder.codegen.source import Source
from netbuilder.graph import Graph, NodeId
from netbuilder.graph.chain import branching_node
from netbuilder.graph.names import is_automatic
from netbuilder.importing.config import Imported
from netbuilder.importing.errors import ConfigError
from netbuilder.importing.merging.beside import edits_beside, new_comments
from netbuilder.importing.merging.changes import Changes
from netbuilder.importing.merging.merge import merge
from netbuilder.importing.notes import Note
from netbuilder.importing.source import read_source
from netbuilder.project import Project
from netbuilder.training.settings import TrainingSettings


class EditError(ValueError):
    """The edited code cannot be taken over.

    Attributes:
        notes: Why, line by line; at least one.
    """

    def __init__(self, notes: tuple[Note, ...]) -> None:
        super().__init__(" ".join(note.message for note in notes))
        self.notes = notes


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit of its code makes of a project.

    Attributes:
        project: The project.
        changes: What is different in its network.
        training: Whether the settings of the training are different.
        comments: Whether comments were written, which the project cannot keep.
    """

    project: Project
    changes: Changes
    training: bool
    comments: bool


def read_edit(project: Project, generated: Source, edited: str) -> Edited:
    """Return a project with an edit of its code taken over.

    A network that was kept as a list of layers is one no longer if it branches now.

    Args:
        project: The project as it is.
        generated: The code before the edit. The project may have changed since.
        edited: The code after it.

    Raises:
        EditError: the edited code cannot be read, or something in it cannot be followed.
    """
    before = _before(generated.text)
    after = _after(edited, before)
    own = "\n".join(code.source for code in project.custom)
    if lost := edits_beside(generated, edited, own):
        raise EditError(lost)
    merged = merge(project.graph, before.graph, after.graph, _left_out(generated, edited))
    training = _settings(project.training, before.training, after.training)
    changed = replace(
        project,
        graph=merged.graph,
        training=training,
        title=_title(project.title, before.name, after.name),
        custom=_custom(project.custom, before.custom, after.custom),
        sequential=project.sequential and branching_node(merged.graph) is None,
    )
    comments = new_comments(generated.text, edited)
    return Edited(changed, merged.changes, training != project.training, comments)


def _before(generated: str) -> Imported:
    """Return what the code said before; nothing where the network is not finished."""
    try:
        return read_source(generated)
    except ConfigError:
        return Imported("", Graph())


def _after(edited: str, before: Imported) -> Imported:
    try:
        after = read_source(edited)
    except ConfigError as error:
        raise EditError((Note(str(error), error.line),)) from None
    known = {note.message for note in before.notes}
    notes = tuple(note for note in after.notes if note.message not in known)
    if notes:
        raise EditError(notes)
    return after


def _custom(
    ours: tuple[CustomCode, ...], before: tuple[CustomCode, ...], now: tuple[CustomCode, ...]
) -> tuple[CustomCode, ...]:
    """Return the project's own code with the pieces that were changed or added in the edit."""
    changed = {code.name: code for code in now if code not in before}
    kept = tuple(changed.pop(code.name, code) for code in ours)
    return (*kept, *changed.values())


def _left_out(generated: Source, edited: str) -> set[NodeId]:
    """Return the nodes of whose lines, such as a comment, none is left."""
    left = {line.strip() for line in edited.splitlines()}
    lines = [line.strip() for line in generated.text.splitlines()]
    return {
        node
        for node, spans in generated.spans.items()
        if not any(lines[at - 1] in left for first, last in spans for at in range(first, last + 1))
    }


def _title(ours: str, before: str, now: str) -> str:
    """Return the title: the model's name if the edit gave it another one."""
    by_keras = any(is_automatic(now, name) for name in ("Functional", "Sequential", "Net"))
    return ours if by_keras or not before or now == before else now


def _settings(
    ours: TrainingSettings, before: TrainingSettings | None, now: TrainingSettings | None
) -> TrainingSettings:
    """Return settings with the changes that lead from ``before`` to ``now``."""
    if before is None or now is None:
        return ours
    changed = {name: getattr(now, name) for name in _different(before, now)}
    return replace(ours, **changed)


def _different(one: TrainingSettings, other: TrainingSettings) -> Iterator[str]:
    for field in fields(TrainingSettings):
        if getattr(one, field.name) != getattr(other, field.name):
            yield field.name
