"""The pictures of layers that learn or combine."""

from __future__ import annotations

from math import exp, tanh

from PySide6.QtCore import QPointF, QRectF

from netbuilder.ui.sketches.pencil import LEFT, MIDDLE, RIGHT, Pencil, even, varied

_IN, _OUT = QPointF(LEFT, MIDDLE), QPointF(RIGHT, MIDDLE)


def dense(pencil: Pencil) -> None:
    """Every output sums all inputs."""
    for start in _column(LEFT, 4):
        for place, end in enumerate(_column(RIGHT, 3)):
            pencil.line(start, end, 0.9 if place == 1 else 0.1)
    pencil.dots(LEFT, [0.3, 0.9, 0.5, 0.2])
    pencil.dots(RIGHT, [0.2, 0.8, 0.4])


def _column(x: float, count: int) -> list[QPointF]:
    return [QPointF(x, MIDDLE + 18 * (index - (count - 1) / 2)) for index in range(count)]


def embedding(pencil: Pencil) -> None:
    """A number picks a row of a table."""
    pencil.text(32, MIDDLE, "2", loud=True)
    pencil.arrow(58, half=9)
    table = pencil.cells(
        QPointF(112, MIDDLE), 5, 4, 13, lambda row, column: varied(2, column) if row == 2 else 0
    )
    pencil.frame(QRectF(table.left(), table.top() + 26, table.width(), 13))
    pencil.arrow(158, half=9)
    pencil.cells(QPointF(206, MIDDLE), 1, 4, 13, lambda _row, column: varied(2, column))


def convolution(pencil: Pencil) -> None:
    """A window slides over the input; each place gives one number."""
    given = pencil.cells(_IN, 5, 5, 13, varied)
    pencil.frame(QRectF(given.left() + 13, given.top() + 13, 39, 39))
    found = pencil.cells(_OUT, 3, 3, 13, lambda row, column: 0.9 if row == column == 1 else 0.15)
    pencil.line(given.topLeft() + QPointF(52, 13), found.topLeft() + QPointF(13, 13), 0.3)
    pencil.line(given.topLeft() + QPointF(52, 52), found.topLeft() + QPointF(13, 26), 0.3)


def transposed(pencil: Pencil) -> None:
    """Each number of the input paints a window of the output."""
    given = pencil.cells(_IN, 3, 3, 13, lambda row, column: 0.9 if row == column == 1 else 0.15)
    made = pencil.cells(_OUT, 5, 5, 13, varied)
    pencil.frame(QRectF(made.left() + 13, made.top() + 13, 39, 39))
    pencil.line(given.topLeft() + QPointF(26, 13), made.topLeft() + QPointF(13, 13), 0.3)
    pencil.line(given.topLeft() + QPointF(26, 26), made.topLeft() + QPointF(13, 52), 0.3)


def depthwise(pencil: Pencil) -> None:
    """Every channel is filtered by itself."""
    for channel, shade in enumerate((0.25, 0.5, 0.85)):
        off = QPointF((channel - 1) * 12, (channel - 1) * 12)
        pencil.cells(_IN + off, 3, 3, 12, even(shade))
        pencil.cells(_OUT + off, 2, 2, 12, even(shade))
    pencil.arrow()


def pooling(pencil: Pencil) -> None:
    """Each window becomes one number."""
    quarter = (0.2, 0.45, 0.7, 0.95)
    pencil.cells(_IN, 4, 4, 15, lambda row, column: quarter[row // 2 * 2 + column // 2])
    pencil.arrow()
    pencil.cells(_OUT, 2, 2, 15, lambda row, column: quarter[row * 2 + column])


def global_pooling(pencil: Pencil) -> None:
    """A whole channel becomes one number."""
    pencil.cells(_IN, 4, 4, 15, varied)
    pencil.arrow()
    pencil.cells(_OUT, 1, 1, 18, even(0.6))


def recurrent(pencil: Pencil) -> None:
    """The steps are read in turn, and what was read is passed on."""
    _steps(pencil, 0.0)


def both_ways(pencil: Pencil) -> None:
    """The steps are read forwards and backwards."""
    _steps(pencil, 6.0)
    for x in (72.0, 120.0, 168.0):
        pencil.arrow(x, MIDDLE + 6, half=-10)


def _steps(pencil: Pencil, above: float) -> None:
    for step, x in enumerate((48.0, 96.0, 144.0, 192.0)):
        pencil.cells(QPointF(x, MIDDLE), 1, 1, 22, even(0.2 + 0.2 * step))
        pencil.text(x, MIDDLE + 30, f"t{step + 1}")
        if step < 3:
            pencil.arrow(x + 24, MIDDLE - above, half=10)
    pencil.arrow(224, MIDDLE, half=8)


def each_step(pencil: Pencil) -> None:
    """The same layer is used on every step."""
    for x in (56.0, 100.0, 144.0, 188.0):
        pencil.cells(QPointF(x, 20), 1, 1, 16, even(0.3))
        pencil.line(QPointF(x, 30), QPointF(x, 56), 0.6)
        pencil.cells(QPointF(x, 66), 1, 1, 16, even(0.8))


def attention(pencil: Pencil) -> None:
    """Every output looks at all inputs, at some more than at others."""
    weights = (0.05, 0.9, 0.1, 0.45)
    xs = [48.0 + 48 * index for index in range(4)]
    for x, weight in zip(xs, weights, strict=True):
        pencil.line(QPointF(144, 28), QPointF(x, 60), weight)
    for index, x in enumerate(xs):
        pencil.cells(QPointF(x, 68), 1, 1, 18, even(weights[index]))
        pencil.cells(QPointF(x, 20), 1, 1, 18, even(0.9 if index == 2 else 0.05))


def sums(pencil: Pencil) -> None:
    """Cells at the same place become one."""
    pencil.cells(QPointF(36, MIDDLE), 3, 3, 14, even(0.3))
    pencil.text(72, MIDDLE, "+", loud=True)
    pencil.cells(QPointF(108, MIDDLE), 3, 3, 14, lambda row, column: 0.6 if row == column else 0.1)
    pencil.arrow(152)
    pencil.cells(QPointF(200, MIDDLE), 3, 3, 14, lambda row, column: 0.9 if row == column else 0.4)


def join(pencil: Pencil) -> None:
    """One is laid beside the other."""
    pencil.cells(QPointF(40, 24), 1, 4, 14, even(0.3))
    pencil.cells(QPointF(40, 64), 1, 3, 14, even(0.8))
    pencil.arrow(100)
    pencil.cells(QPointF(178, MIDDLE), 1, 7, 14, lambda _row, column: 0.3 if column < 4 else 0.8)


def dot(pencil: Pencil) -> None:
    """Two rows of numbers become one number: how alike they are."""
    pencil.cells(QPointF(LEFT, 26), 1, 5, 14, lambda _row, column: varied(1, column))
    pencil.text(LEFT, MIDDLE, "·", loud=True)
    pencil.cells(QPointF(LEFT, 62), 1, 5, 14, lambda _row, column: varied(1, column + 1))
    pencil.arrow()
    pencil.cells(_OUT, 1, 1, 18, even(0.6))


def dropout(pencil: Pencil) -> None:
    """Some numbers are left out at random while training."""
    pencil.dots(LEFT, [0.5, 0.8, 0.4, 0.7])
    pencil.arrow()
    pencil.dots(RIGHT, [0.5, -1, 0.4, -1])


def noise(pencil: Pencil) -> None:
    """Every number is shaken a little while training."""
    pencil.bars(LEFT, [32, 32, 32, 32, 32])
    pencil.arrow()
    pencil.bars(RIGHT, [28, 37, 30, 40, 25])


def normalization(pencil: Pencil) -> None:
    """Numbers of any size come to lie around zero."""
    pencil.bars(LEFT, [10, 56, 30, 48, 20])
    pencil.arrow()
    pencil.curve(RIGHT, lambda x: 0.9 * exp(-9 * x * x))


def activation(pencil: Pencil) -> None:
    """Each number is bent by a function."""
    pencil.curve(LEFT, lambda x: x)
    pencil.arrow()
    pencil.curve(RIGHT, lambda x: max(0.0, x))


def softmax(pencil: Pencil) -> None:
    """Scores become shares that add up to one."""
    pencil.bars(LEFT, [16, 34, 24])
    pencil.arrow()
    pencil.bars(RIGHT, [6, 44, 12])
    pencil.text(RIGHT, 12, "Σ = 1")


def operation(pencil: Pencil) -> None:
    """A function of NumPy's kind, without weights."""
    pencil.cells(_IN, 1, 4, 15, lambda _row, column: varied(1, column))
    pencil.text((LEFT + RIGHT) / 2, MIDDLE - 22, "f(x)", loud=True)
    pencil.arrow()
    pencil.cells(_OUT, 1, 4, 15, lambda _row, column: tanh(varied(2, column)))


def own(pencil: Pencil) -> None:
    """Whatever its writer says."""
    pencil.cells(_IN, 3, 3, 15, even(0.3))
    pencil.text((LEFT + RIGHT) / 2, MIDDLE - 22, "?", loud=True)
    pencil.arrow()
    pencil.cells(_OUT, 3, 3, 15, even(0.7))
