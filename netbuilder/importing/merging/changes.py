"""What an edit of the code changed in the network, and how it is said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from netbuilder.graph import NodeId
from netbuilder.i18n import tr


@dataclass(frozen=True, slots=True)
class Changes:
    """What is different in a network.

    Attributes:
        added: The new nodes.
        changed: Nodes with another name, class or parameters, with other wires between
            layers that were there before, or with changes inside.
        removed: The names of the nodes that are gone.
        inside: The changes within submodels that were there before, by node.
    """

    added: tuple[NodeId, ...] = ()
    changed: tuple[NodeId, ...] = ()
    removed: tuple[str, ...] = ()
    inside: Mapping[NodeId, Changes] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    def at(self, path: Sequence[NodeId]) -> Changes:
        """Return the changes within nested submodels; none where the path leads elsewhere."""
        found = self
        for key in path:
            found = found.inside.get(key, Changes())
        return found

    def counts(self) -> tuple[int, int, int]:
        """Return how many layers were added, changed and removed, inside submodels too.

        A submodel does not count as changed itself where only its inside changed.
        """
        parts = tuple(self._parts())
        return (
            sum(len(part.added) for part in parts),
            sum(len(set(part.changed) - part.inside.keys()) for part in parts),
            sum(len(part.removed) for part in parts),
        )

    def _parts(self) -> Iterator[Changes]:
        yield self
        for part in self.inside.values():
            yield from part._parts()


def summary(changes: Changes, *, training: bool = False, comments: bool = False) -> str:
    """Return what was changed in one line: ``2 layers added, 1 changed, 1 removed``.

    Args:
        changes: What was changed in the network.
        training: Whether the settings of the training were changed too.
        comments: Whether comments were written, which are not kept.
    """
    words = list(_words(*changes.counts()))
    if training:
        words.append(tr("training settings changed"))
    said = ", ".join(words) if words else tr("The code says the same as before.")
    return tr("{said}; own comments are not kept", said=said) if comments else said


def _words(added: int, changed: int, removed: int) -> Iterator[str]:
    if added:
        yield tr("1 layer added") if added == 1 else tr("{count} layers added", count=added)
    if changed and added:
        yield tr("{count} changed", count=changed)
    elif changed:
        yield tr("1 layer changed") if changed == 1 else tr("{count} layers changed", count=changed)
    if removed and (added or changed):
        yield tr("{count} removed", count=removed)
    elif removed:
        yield tr("1 layer removed") if removed == 1 else tr("{count} layers removed", count=removed)
