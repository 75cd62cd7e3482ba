"""Every way to change a project's custom code, as pure functions from project to project."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeAlias

from netbuilder.catalog.custom import CustomCode, CustomKind, name_fault, needed
from netbuilder.catalog.custom_catalog import catalog_with, keras_names
from netbuilder.catalog.library import Catalog
from netbuilder.graph import Config, Graph, Node, Params, Value
from netbuilder.project.model import Project
from netbuilder.training.settings import OutputSettings, TrainingSettings
from netbuilder.validation.custom import texts_in

_Change: TypeAlias = Callable[[str, Value], Value]


def catalog_of(project: Project) -> Catalog:
    """Return Keras's classes and the project's own."""
    return catalog_with(project.custom)


def find_code(project: Project, name: str) -> CustomCode | None:
    """Return the custom code of a name, or None."""
    return next((code for code in project.custom if code.name == name), None)


def why_not_called(project: Project, kind: CustomKind, name: str, *, but: str = "") -> str:
    """Return why a piece cannot be called so, in one sentence; empty if it can.

    Args:
        project: Whose code it is.
        kind: What it defines.
        name: What it is to be called.
        but: What it is called now, if it is there already.
    """
    others = {code.name for code in project.custom if code.name != but}
    return name_fault(kind, name, keras_names(kind) | others)


def free_code_name(project: Project, kind: CustomKind, stem: str) -> str:
    """Return ``stem``, or the next number of it that a new piece can be called."""
    stem = re.sub(r"\d+$", "", stem)
    number, name = 1, stem
    while why_not_called(project, kind, name):
        number += 1
        name = f"{stem}{number}"
    return name


def add_code(project: Project, code: CustomCode) -> Project:
    """Add a piece at the end."""
    return replace(project, custom=(*project.custom, code))


def set_source(project: Project, name: str, source: str) -> Project:
    """Give a piece another text."""
    return replace(
        project,
        custom=tuple(
            replace(code, source=source) if code.name == name else code for code in project.custom
        ),
    )


def duplicate_code(project: Project, name: str) -> Project:
    """Add a copy of a piece right behind it, under the next free name."""
    codes: list[CustomCode] = []
    for code in project.custom:
        codes.append(code)
        if code.name == name:
            copy = free_code_name(project, code.kind, name)
            codes.append(CustomCode(code.kind, copy, _renamed_text(code.source, name, copy)))
    return replace(project, custom=tuple(codes))


def remove_code(project: Project, name: str) -> Project:
    """Take a piece away; what uses it is left for validation to report."""
    return replace(project, custom=tuple(code for code in project.custom if code.name != name))


def rename_code(project: Project, name: str, new: str) -> Project:
    """Call a piece otherwise, in its own code, in other pieces and wherever it is used."""
    codes = tuple(
        replace(
            code,
            name=new if code.name == name else code.name,
            source=_renamed_text(code.source, name, new),
        )
        for code in project.custom
    )

    def change(param: str, value: Value) -> Value:
        if isinstance(value, Config):
            called = new if value.class_name == name else value.class_name
            return Config(called, _changed_params(value.params, change))
        if isinstance(value, tuple):
            return tuple(change(param, part) for part in value)
        return new if value == name and param.endswith("activation") else value

    return replace(
        project,
        custom=codes,
        graph=_changed_graph(project.graph, name, new, change),
        training=_changed_settings(project.training, change),
    )


def uses_of(project: Project, name: str) -> tuple[str, ...]:
    """Return what uses a piece: layers by their names, then training settings, then other code."""
    trained: dict[str, list[Value]] = {"loss": [], "metrics": []}
    trained["optimizer"] = [project.training.optimizer]
    trained["callbacks"] = list(project.training.callbacks)
    for output in _trained(project.training):
        trained["loss"].append(output.loss)
        trained["metrics"].append(output.metrics)
    mentions = re.compile(rf"\b{re.escape(name)}\b")
    return (
        *dict.fromkeys(_users(project.graph, name)),
        *(word for word, value in trained.items() if name in texts_in(tuple(value))),
        *(
            code.name
            for code in project.custom
            if code.name != name and mentions.search(code.source)
        ),
    )


def names_in(graph: Graph) -> Iterator[str]:
    """Yield the names that a network mentions, in its submodels too; some may be custom code's."""
    for node in graph.nodes.values():
        yield node.class_name
        yield from texts_in(node.params)
        if node.inner is not None:
            yield from names_in(node.inner)


def names_in_project(project: Project) -> Iterator[str]:
    """Yield the names that a network and its training settings mention."""
    yield from names_in(project.graph)
    for output in _trained(project.training):
        yield from texts_in(output.loss)
        yield from texts_in(output.metrics)
    yield from texts_in(project.training.optimizer)
    yield from texts_in(project.training.callbacks)


def used_code(project: Project) -> tuple[CustomCode, ...]:
    """Return the custom code that would run if the project were trained."""
    if not project.custom:
        return ()
    return needed(names_in_project(project), {code.name: code for code in project.custom})


def _users(graph: Graph, name: str) -> Iterator[str]:
    for node in graph.nodes.values():
        if node.class_name == name or name in texts_in(node.params):
            yield node.name
        if node.inner is not None:
            yield from _users(node.inner, name)


def _renamed_text(source: str, name: str, new: str) -> str:
    return re.sub(rf"\b{re.escape(name)}\b", new, source)


def _changed_graph(graph: Graph, name: str, new: str, change: _Change) -> Graph:
    nodes = {key: _changed_node(node, name, new, change) for key, node in graph.nodes.items()}
    return replace(graph, nodes=nodes)


def _changed_node(node: Node, name: str, new: str, change: _Change) -> Node:
    return replace(
        node,
        class_name=new if node.class_name == name else node.class_name,
        params=_changed_params(node.params, change),
        inner=None if node.inner is None else _changed_graph(node.inner, name, new, change),
    )


def _changed_params(params: Params, change: _Change) -> Params:
    return Params({name: change(name, value) for name, value in params.items()})


def _changed_settings(settings: TrainingSettings, change: _Change) -> TrainingSettings:
    callbacks = (change("callbacks", callback) for callback in settings.callbacks)
    kept = tuple(callback for callback in callbacks if isinstance(callback, Config))
    optimizer = change("optimizer", settings.optimizer)
    if isinstance(optimizer, Config):
        settings = replace(settings, optimizer=optimizer)
    settings = replace(settings, callbacks=kept)
    for output in _trained(settings):
        loss = change("loss", output.loss)
        metrics = (change("metrics", metric) for metric in output.metrics)
        changed = replace(
            output,
            loss=loss if isinstance(loss, Config) else output.loss,
            metrics=tuple(metric for metric in metrics if isinstance(metric, Config)),
        )
        settings = settings.with_output(changed)
    return settings


def _trained(settings: TrainingSettings) -> tuple[OutputSettings, ...]:
    """Return how a network's output is trained, and each of several outputs of its own."""
    return (settings.of(""), *settings.outputs)
