"""What a node shows of itself, as a value: nothing here measures or paints."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum

from netbuilder.catalog.spec import Kind, LayerSpec, Param
from netbuilder.graph import Config, Node, Params, Value
from netbuilder.graph.submodels import APPLICATION
from netbuilder.graph.walks import input_nodes
from netbuilder.i18n import tr
from netbuilder.ui.canvas.heat import Heat
from netbuilder.ui.canvas.training_marks import TrainingMark
from netbuilder.ui.text import grouped, shape_text, waiting_text
from netbuilder.validation import NodeReport, NodeState, Severity

_LONGEST_LIST = 4
_SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.INFO)


class Tone(StrEnum):
    """How the third line of a node is written."""

    SHAPE = "shape"
    MUTED = "muted"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Badge:
    """The worst kind of problem of a node, and how many problems it has."""

    severity: Severity
    count: int


@dataclass(frozen=True, slots=True)
class Sockets:
    """The ports of a node.

    Attributes:
        inputs: How many input ports it has; for a wide one how many wires it holds,
            at least one.
        wide: Its one input port takes any number of wires.
        outputs: How many output ports it has.
        sideways: They lie at its sides; else above and below it.
        taken: How many axes the tensors have that arrive, port by port; empty if not known.
        given: How many axes the tensors have that it gives; empty if not known.
        answers: Which outputs, of several, are answers of the model, by number.
    """

    inputs: int = 1
    wide: bool = False
    outputs: int = 1
    sideways: bool = False
    taken: tuple[int, ...] = ()
    given: tuple[int, ...] = ()
    answers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Face:
    """All that decides how a node looks, so that equal faces share one picture.

    ``heat`` is how hot a node is that is coloured by its cost; ``params`` then is that cost.
    ``brief`` is the shape in few letters, for a node that is seen from some way off;
    ``mark`` is what a training does to it.
    """

    title: str
    subtitle: str
    category: str
    detail: str = ""
    params: str = ""
    tone: Tone = Tone.SHAPE
    badge: Badge | None = None
    is_output: bool = False
    is_shared: bool = False
    is_submodel: bool = False
    sockets: Sockets = Sockets()
    heat: int | None = None
    brief: str = ""
    mark: TrainingMark | None = None


def face_of(
    node: Node,
    spec: LayerSpec | None,
    report: NodeReport | None,
    *,
    badge: Badge | None,
    sockets: Sockets,
    is_output: bool,
    is_shared: bool = False,
    mark: TrainingMark | None = None,
) -> Face:
    """Return what ``node`` shows; ``spec`` is None for a class outside the catalogue.

    A node that calls another one's layer says so where others have their parameters:
    those count once.
    """
    detail, tone = _detail(report)
    params = report.params if report else None
    counted = grouped(params) if params else ""
    return Face(
        title=node.name,
        subtitle=subtitle(node, spec),
        category=spec.category if spec else "custom",
        detail=detail,
        params=counted if node.shares is None else tr("shared"),
        tone=tone,
        badge=badge,
        is_output=is_output,
        is_shared=is_shared,
        is_submodel=node.inner is not None,
        sockets=sockets,
        brief=_brief(report),
        mark=mark,
    )


def heated(face: Face, heat: Heat | None) -> Face:
    """Return a face with a node's cost in place of its parameters; as it is without heat."""
    return face if heat is None else replace(face, params=heat.text, heat=heat.level)


def sockets_of(
    spec: LayerSpec | None, report: NodeReport | None, incoming: int, last_output: int
) -> Sockets:
    """Return the ports of a node.

    Args:
        spec: Its class; None outside the catalogue: one input port.
        report: What is known of it.
        incoming: How many wires end at it.
        last_output: The highest output port that a wire starts from or that is marked.
    """
    outputs = max(1, len(report.outputs) if report else 1, last_output + 1)
    sockets = _sockets(spec, incoming, outputs)
    if report is None:
        return sockets
    arriving = report.inputs if len(report.inputs) == sockets.inputs else ()
    return replace(
        sockets,
        taken=tuple(tensor.rank for tensor in arriving),
        given=tuple(tensor.rank for tensor in report.outputs),
    )


def _sockets(spec: LayerSpec | None, incoming: int, outputs: int) -> Sockets:
    if spec is None:
        return Sockets(1, False, outputs)
    ports = spec.ports
    if ports.names or ports.masks:
        return Sockets(ports.shown(incoming), False, outputs)
    if ports.maximum in (0, 1):
        return Sockets(ports.maximum, False, outputs)
    return Sockets(max(1, incoming), True, outputs)


def badge_of(severities: Counter[Severity]) -> Badge | None:
    """Return the badge for a node's problems; None for none."""
    worst = next((severity for severity in _SEVERITIES if severities[severity]), None)
    return None if worst is None else Badge(worst, severities.total())


def subtitle(node: Node, spec: LayerSpec | None) -> str:
    """Return a node's class and its telling parameters: ``Conv2D 32, 3x3, relu``."""
    title = layer_title(node)
    if node.inner is not None:
        count = len(node.inner.nodes) - len(input_nodes(node.inner))
        return tr("{layer}, {count} layers", layer=title, count=count)
    if spec is None:
        return title
    values = telling_values(spec, node.params)
    return f"{title} {', '.join(values)}" if values else title


def layer_title(node: Node) -> str:
    """Return what a node's class is called: a ready-made network by its own name."""
    if node.class_name == APPLICATION:
        return str(node.params.get("application", APPLICATION))
    return class_title(node.class_name)


def class_title(class_name: str) -> str:
    """Return what a class is called in the window."""
    return tr("Input") if class_name == "InputLayer" else class_name


def telling_values(spec: LayerSpec, params: Params) -> tuple[str, ...]:
    """Return the values that tell one layer of a class from another.

    These are the telling parameters that are set, and the size of a window even where it
    is left to its default.
    """
    texts: list[str] = []
    for index, name in enumerate(spec.telling):
        param = spec.param(name)
        if param is None:
            continue
        always = index == 0 and param.kind is Kind.SIZE
        if always or name in params:
            texts.append(_value_text(param, params.get(name, param.default)))
    return tuple(text for text in texts if text)


def _value_text(param: Param, value: Value) -> str:
    match value:
        case None | False:
            text = ""
        case True:
            text = param.name
        case tuple():
            text = _tuple_text(value, is_size=param.length == len(value))
        case int() if param.length:
            text = "x".join([str(value)] * param.length)
        case float():
            text = f"{value:.4g}"
        case Config(class_name, _):
            text = class_name
        case _:
            text = str(value)
    return text


def _tuple_text(value: tuple[Value, ...], *, is_size: bool) -> str:
    if is_size and all(isinstance(part, int) for part in value):
        return "x".join(str(part) for part in value)
    shown = ", ".join(str(part) for part in value[:_LONGEST_LIST])
    return f"({shown}, ...)" if len(value) > _LONGEST_LIST else f"({shown})"


def _detail(report: NodeReport | None) -> tuple[str, Tone]:
    if report is None:
        return "", Tone.MUTED
    match report.state:
        case NodeState.VALID:
            return _outputs_text(report), Tone.SHAPE
        case NodeState.ERROR:
            return tr("does not fit"), Tone.ERROR
        case NodeState.WAITING:
            return waiting_text(report), Tone.MUTED
        case NodeState.UNKNOWN:
            return tr("shape known when trained"), Tone.MUTED


def _brief(report: NodeReport | None) -> str:
    """Return the first output's sides without the batch: ``26x26x32``; empty if not known."""
    if report is None or report.state is not NodeState.VALID or not report.outputs:
        return ""
    return "x".join("?" if side is None else str(side) for side in report.outputs[0].shape[1:])


def _outputs_text(report: NodeReport) -> str:
    if not report.outputs:
        return ""
    first = shape_text(report.outputs[0].shape)
    more = len(report.outputs) - 1
    return f"{first} +{more}" if more else first
