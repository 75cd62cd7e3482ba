"""What a training does to each layer, as a small mark at its corner."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from netbuilder.graph import Graph, Node, NodeId
from netbuilder.graph.walks import is_frozen
from netbuilder.i18n import tr
from netbuilder.training.history import History
from netbuilder.ui.icons import draw_glyph
from netbuilder.ui.level import Level
from netbuilder.ui.theme import Tokens

_SIZE = 16.0
_GLYPH = 12.0


class TrainingMark(StrEnum):
    """What a training does to a layer."""

    FROZEN = "frozen"
    TRAINED = "trained"
    NOT_A_NUMBER = "not a number"
    FAILED = "failed"

    @property
    def is_trouble(self) -> bool:
        """Whether something went wrong at the layer."""
        return self in (TrainingMark.NOT_A_NUMBER, TrainingMark.FAILED)


_GLYPHS = {
    TrainingMark.FROZEN: "snowflake",
    TrainingMark.TRAINED: "dumbbell",
    TrainingMark.NOT_A_NUMBER: "alert-outline",
    TrainingMark.FAILED: "alert-circle-outline",
}


def mark_text(mark: TrainingMark) -> str:
    """Return what a mark means, in a sentence."""
    texts = {
        TrainingMark.FROZEN: tr("Frozen: training leaves its weights as they are."),
        TrainingMark.TRAINED: tr("Its weights are being trained."),
        TrainingMark.NOT_A_NUMBER: tr(
            "The loss of the model is not a number any more (NaN): the weights are lost. "
            "A smaller learning rate often helps."
        ),
        TrainingMark.FAILED: tr("The last training failed here."),
    }
    return texts[mark]


def mark_colour(mark: TrainingMark, colours: Tokens) -> str:
    """Return the colour of a mark."""
    by_mark = {
        TrainingMark.FROZEN: colours.muted,
        TrainingMark.TRAINED: colours.accent,
        TrainingMark.NOT_A_NUMBER: colours.warning,
        TrainingMark.FAILED: colours.error,
    }
    return by_mark[mark]


def paint_mark(
    painter: QPainter, mark: TrainingMark, corner: QPointF, colours: Tokens, stroke: float
) -> None:
    """Paint a mark over the lower right corner of a node, which lies at ``corner``."""
    area = QRectF(corner.x() - _SIZE / 2 - 2, corner.y() - _SIZE / 2, _SIZE, _SIZE)
    colour = QColor(mark_colour(mark, colours))
    painter.setPen(QPen(colour if mark.is_trouble else QColor(colours.line), stroke))
    painter.setBrush(QColor(colours.panel))
    painter.drawEllipse(area)
    inset = (_SIZE - _GLYPH) / 2
    draw_glyph(painter, _GLYPHS[mark], area.adjusted(inset, inset, -inset, -inset), colour)


def training_marks(
    level: Level, history: History | None, trained: Graph, *, frozen: bool = False
) -> Mapping[NodeId, TrainingMark]:
    """Return the marks of the nodes of an open network.

    Only a layer that stands in the training as it stands on the canvas is marked by it.

    Args:
        level: The open network, and what is known of it.
        history: The present training, or the last one; None before the first.
        trained: The network of that training at this level; an empty one if it had none.
        frozen: Whether a submodel around the network is frozen.
    """
    marks: dict[NodeId, TrainingMark] = {}
    running = history is not None and history.running
    for key, node in level.graph.nodes.items():
        known = level.report.nodes.get(key)
        if known is None or not known.params:
            continue
        if frozen or is_frozen(node):
            marks[key] = TrainingMark.FROZEN
        elif known.trainable_params and running and _is_same(trained.nodes.get(key), node):
            marks[key] = TrainingMark.TRAINED
    if history is not None and not level.path:
        marks |= _troubles(level, history, trained)
    return marks


def lost(history: History) -> bool:
    """Tell whether the last loss that was told is no number."""
    losses = history.batch_logs.get("loss") or history.epoch_logs.get("loss") or (0.0,)
    return losses[-1] is None


def _troubles(level: Level, history: History, trained: Graph) -> Mapping[NodeId, TrainingMark]:
    """Return the marks of the layers at which the training went wrong."""
    found: dict[NodeId, TrainingMark] = {}
    if lost(history):
        answers = [port.node for port in level.report.outputs if port.node in trained.nodes]
        found = dict.fromkeys(answers, TrainingMark.NOT_A_NUMBER)
    failed = history.failure.node if history.failure else None
    node = level.graph.nodes.get(failed) if failed is not None else None
    if node is not None and _is_same(trained.nodes.get(node.id), node):
        found[node.id] = TrainingMark.FAILED
    return found


def _is_same(one: Node | None, other: Node) -> bool:
    """Tell whether two nodes stand for the same layer, wherever they lie."""
    return one is not None and (one.class_name, one.params, one.inner) == (
        other.class_name,
        other.params,
        other.inner,
    )
