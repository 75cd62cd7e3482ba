"""The second phase of a training: frozen layers are set free and learn at a lower rate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

from netbuilder.codegen.data_format import assign_texts
from netbuilder.codegen.write import text
from netbuilder.graph import Config, Graph, NodeId
from netbuilder.graph.edits import reset_param
from netbuilder.graph.walks import is_frozen
from netbuilder.project import Project
from netbuilder.training.optimizers import with_rate
from netbuilder.training.settings import TrainingSettings
from netbuilder.validation import Report

_KEEPING = "BatchNormalization"
"""Stays frozen: a few epochs on few samples would spoil what it has measured of many."""

COUNTING = "done = len(history.epoch)"
TUNING_EPOCHS = ("initial_epoch=done", "epochs=done + TUNING_EPOCHS")
"""What fit() is given instead of ``epochs``."""

JOINED = '''\
def joined(history, later):
    """Return the figures of two trainings as those of one."""
    return {name: values + later.get(name, []) for name, values in history.items()}
'''


def freed_layers(
    graph: Graph, report: Report, settings: TrainingSettings
) -> tuple[tuple[str, ...], ...]:
    """Return the layers that the second phase sets free, in their order; none without one.

    Each is told by its way: the names from the network into its submodels.
    """
    if not settings.tuning_epochs:
        return ()
    order = [key for key in report.order if key not in report.repeats]
    names = [graph.nodes[key].name for key in order]
    start = names.index(settings.tuning_from) if settings.tuning_from in names else 0
    return tuple(_frozen(graph, order[start:], report))


def freeing_lines(freed: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Yield the lines that set layers free."""
    plain = [way[0] for way in freed if len(way) == 1]
    yield "# Layers that were frozen learn too, at a lower rate."
    if plain:
        yield from assign_texts("freed", plain)
        yield "for name in freed:"
        yield "    model.get_layer(name).trainable = True"
    for way in freed:
        if len(way) > 1:
            layers = "".join(f".get_layer({text(name)})" for name in way)
            yield f"model{layers}.trainable = True"


def tuned(settings: TrainingSettings) -> TrainingSettings:
    """Return the settings of the second phase."""
    return replace(settings, optimizer=with_rate(settings.optimizer, settings.tuning_rate))


def second_phase(settings: TrainingSettings) -> TrainingSettings:
    """Return what the second ``fit`` is given: logs go on where those of the first one end."""
    callbacks = tuple(
        replace(callback, params=callback.params.with_value("append", value=True))
        if callback.class_name == "CSVLogger"
        else callback
        for callback in settings.callbacks
    )
    return replace(tuned(settings), callbacks=callbacks)


def remembering(callbacks: Sequence[Config]) -> tuple[str, ...]:
    """Return the variable of each callback that serves both phases, empty for all others.

    What saves only the best must know the best of the first phase in the second, or the first
    epoch there, however bad, would take its place. All others begin anew with each ``fit``.
    """
    names = (f"checkpoint_{number}" if number > 1 else "checkpoint" for number in count(1))
    return tuple(
        next(names)
        if one.class_name == "ModelCheckpoint" and one.params.get("save_best_only")
        else ""
        for one in callbacks
    )


def continued(project: Project, report: Report, epochs: int, *, tuning: bool) -> Project:
    """Return the project that goes on where a training of ``project`` was.

    What was in its second phase goes on so; what was in its first stays there.

    Args:
        project: What was trained.
        report: What is known of its network.
        epochs: How many are to follow.
        tuning: Whether it was in its second phase.
    """
    settings, graph = project.training, project.graph
    if tuning:
        for way in freed_layers(graph, report, settings):
            graph = _set_free(graph, way)
        settings = tuned(settings)
    settings = replace(settings, epochs=epochs, tuning_epochs=0)
    return replace(project, graph=graph, training=settings)


def _set_free(graph: Graph, way: Sequence[str]) -> Graph:
    """Return a network in which the layer at ``way`` learns."""
    key = next(key for key, node in graph.nodes.items() if node.name == way[0])
    inner = graph.nodes[key].inner
    if len(way) > 1 and inner is not None:
        node = replace(graph.nodes[key], inner=_set_free(inner, way[1:]))
        return replace(graph, nodes={**graph.nodes, key: node})
    return reset_param(graph, key, "trainable")


def _frozen(graph: Graph, order: Sequence[NodeId], report: Report) -> Iterator[tuple[str, ...]]:
    for key in order:
        node, known = graph.nodes[key], report.nodes.get(key)
        if is_frozen(node) and node.class_name != _KEEPING:
            yield (node.name,)
        if node.inner is not None and known is not None and known.inner is not None:
            inside = known.inner
            within = [key for key in inside.order if key not in inside.repeats]
            for way in _frozen(node.inner, within, inside):
                yield (node.name, *way)
