"""What differs between two runs: in their data, settings and networks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from netbuilder.graph import Config, Graph, Params, Value
from netbuilder.i18n import tr
from netbuilder.project import Project
from netbuilder.runs.model import RateChange, Run, Status

NOTHING = "–"
_SHORT_HASH = 12


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not the same.

    Attributes:
        place: Where: ``data``, ``training`` or a layer's name.
        what: Which setting of it; empty for the whole.
        first: What it is in the first run; ``NOTHING`` if it is not there.
        second: What it is in the second run.
    """

    place: str
    what: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Account:
    """All that its figures follow from.

    Attributes:
        run: A run.
        project: What it was made of.
        rates: The learning rates that were set by hand meanwhile.
    """

    run: Run
    project: Project
    rates: Sequence[RateChange] = ()


def run_differences(first: Account, second: Account) -> tuple[Difference, ...]:
    """Return all that differs between two runs and the projects that they were made of."""
    return (
        *project_differences(first.project, second.project),
        *_told(tr("by hand"), _by_hand(first), _by_hand(second)),
        *_told(tr("data"), _content(first.run), _content(second.run)),
        *_told(tr("computed with"), first.run.versions, second.run.versions),
    )


def project_differences(first: Project, second: Project) -> tuple[Difference, ...]:
    """Return all that differs between two projects: data, training, then layer by layer.

    Where nodes lie on the canvas, and what is noted there, makes no difference.
    """
    return (
        *_told(tr("project"), {tr("title"): first.title}, {tr("title"): second.title}),
        *_told(tr("data"), _data(first), _data(second)),
        *_told(tr("training"), _training(first), _training(second)),
        *_told(tr("own code"), _custom(first), _custom(second)),
        *_network(first.graph, second.graph, ""),
    )


def value_text(value: Value) -> str:
    """Return a value as one reads it: ``Adam(learning_rate=0.01)``."""
    match value:
        case Config(class_name, params):
            return f"{class_name}({_params_text(params)})" if params else class_name
        case Params():
            return _params_text(value)
        case tuple():
            return f"({', '.join(map(value_text, value))})"
        case str():
            return value
        case _:
            return repr(value)


def _params_text(params: Params) -> str:
    return ", ".join(f"{name}={value_text(value)}" for name, value in params.items())


def _told(place: str, first: Mapping[str, str], second: Mapping[str, str]) -> Iterator[Difference]:
    for name in dict.fromkeys((*first, *second)):
        one, other = first.get(name, NOTHING), second.get(name, NOTHING)
        if one != other:
            yield Difference(place, name, one, other)


def _by_hand(account: Account) -> dict[str, str]:
    """Return what was done to a run, or begun with it, and stands in no project."""
    run = account.run
    rates = (
        tr("{rate} from batch {batch}", rate=f"{one.rate:g}", batch=one.step + 1)
        for one in account.rates
    )
    told = {
        tr("goes on from"): "" if run.parent is None else tr("run {number}", number=run.parent),
        tr("learning rate"): ", ".join(rates),
        tr("stopped"): tr("after {count} epochs", count=run.epochs_done)
        if run.status is Status.STOPPED
        else "",
    }
    return {name: text for name, text in told.items() if text}


def _content(run: Run) -> dict[str, str]:
    return {tr("content"): run.data_hash[:_SHORT_HASH]} if run.data_hash else {}


def _data(project: Project) -> dict[str, str]:
    choice = project.data
    file = {tr("file"): str(choice.path)} if choice.path else {}
    return {tr("source"): choice.source, **file, **_texts(choice.options)}


def _training(project: Project) -> dict[str, str]:
    settings, weights = project.training, project.weights
    start = {tr("starts from"): str(weights.path)} if weights and weights.used else {}
    flat = (_flat(field.name, getattr(settings, field.name)) for field in fields(settings))
    return {**start, **{name: text for pairs in flat for name, text in pairs}}


def _custom(project: Project) -> dict[str, str]:
    return {code.name: code.digest[:_SHORT_HASH] for code in project.custom}


def _flat(name: str, value: Value) -> Iterator[tuple[str, str]]:
    """Yield a setting, and each parameter of an object by itself: ``optimizer.momentum``."""
    if not isinstance(value, Config):
        yield name, value_text(value)
        return
    yield name, value.class_name
    for parameter, part in value.params.items():
        yield from _flat(f"{name}.{parameter}", part)


def _texts(params: Params) -> dict[str, str]:
    return {name: value_text(value) for name, value in params.items()}


def _network(first: Graph, second: Graph, way: str) -> Iterator[Difference]:
    """Yield what differs between two networks whose layers are the same by name."""
    ones = {node.name: node for node in first.nodes.values()}
    others = {node.name: node for node in second.nodes.values()}
    for name in dict.fromkeys((*ones, *others)):
        one, other = ones.get(name), others.get(name)
        place = way + name
        if one is None or other is None:
            yield Difference(
                place,
                "",
                value_text(Config(one.class_name, one.params)) if one else NOTHING,
                value_text(Config(other.class_name, other.params)) if other else NOTHING,
            )
            continue
        kinds = ({tr("class"): one.class_name}, {tr("class"): other.class_name})
        yield from _told(place, *kinds)
        yield from _told(place, _texts(one.params), _texts(other.params))
        yield from _network(one.inner or Graph(), other.inner or Graph(), f"{place}/")
    yield from _wires(_ways(first), _ways(second), way)


def _wires(first: Iterable[str], second: Iterable[str], way: str) -> Iterator[Difference]:
    ones, others = dict.fromkeys(first), dict.fromkeys(second)
    place = tr("wires of {model}", model=way.rstrip("/")) if way else tr("wires")
    for wire in dict.fromkeys((*ones, *others)):
        if (wire in ones) != (wire in others):
            yield Difference(
                place, "", wire if wire in ones else NOTHING, wire if wire in others else NOTHING
            )


def _ways(graph: Graph) -> Iterator[str]:
    for wire in graph.wires:
        source, target = graph.nodes[wire.source].name, graph.nodes[wire.target].name
        ports = f" ({wire.source_port}→{wire.target_port})" if wire.source_port else ""
        yield f"{source} → {target}{ports}"
