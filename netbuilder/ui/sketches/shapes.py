"""The pictures of layers that bring the input into another form."""

from __future__ import annotations

from PySide6.QtCore import QPointF

from netbuilder.ui.sketches.pencil import LEFT, MIDDLE, RIGHT, Pencil, Shade, even, varied

_IN, _OUT = QPointF(LEFT, MIDDLE), QPointF(RIGHT, MIDDLE)
_LETTER = ("11110", "10000", "11100", "10000", "10000")  # an F, which shows every turn


def given(pencil: Pencil) -> None:
    """The data come in here."""
    pencil.text(44, MIDDLE, "data", loud=True)
    pencil.arrow(92)
    for depth in (2, 1, 0):
        off = QPointF(10 * depth, -8 * depth)
        pencil.cells(QPointF(160, MIDDLE + 8) + off, 3, 3, 15, even(0.25 + 0.2 * depth))


def identity(pencil: Pencil) -> None:
    """What comes goes on as it is."""
    pencil.cells(_IN, 3, 3, 15, varied)
    pencil.arrow()
    pencil.cells(_OUT, 3, 3, 15, varied)


def masking(pencil: Pencil) -> None:
    """Steps that hold nothing are skipped from here on."""
    area = pencil.cells(QPointF(120, MIDDLE), 3, 8, 18, lambda r, c: varied(r, c) if c < 5 else 0)
    for column in (5, 6, 7):
        pencil.cross(area.topLeft() + QPointF(18 * column + 9, 27), 7)


def flatten(pencil: Pencil) -> None:
    """All numbers come into one row."""
    pencil.cells(QPointF(40, MIDDLE), 3, 3, 15, varied)
    pencil.arrow(88)
    pencil.cells(QPointF(172, MIDDLE), 1, 9, 13, lambda _row, c: varied(c // 3, c % 3))


def reshape(pencil: Pencil) -> None:
    """The same numbers in other rows."""
    pencil.cells(_IN, 2, 6, 14, lambda row, column: varied(0, 6 * row + column))
    pencil.arrow(124)
    pencil.cells(_OUT, 4, 3, 14, lambda row, column: varied(0, 3 * row + column))


def permute(pencil: Pencil) -> None:
    """Rows and columns change places."""
    pencil.cells(_IN, 2, 4, 15, varied)
    pencil.arrow()
    pencil.cells(_OUT, 4, 2, 15, lambda row, column: varied(column, row))


def repeat(pencil: Pencil) -> None:
    """The same row several times."""
    pencil.cells(_IN, 1, 4, 15, varied)
    pencil.arrow()
    pencil.cells(_OUT, 4, 4, 15, lambda _row, column: varied(0, column))


def grow(pencil: Pencil) -> None:
    """A picture of another size."""
    pencil.cells(_IN, 2, 2, 14, varied)
    pencil.arrow()
    pencil.cells(_OUT, 4, 4, 14, lambda row, column: varied(row // 2, column // 2))


def crop(pencil: Pencil) -> None:
    """The edge is cut off."""
    pencil.cells(_IN, 5, 5, 13, _inner(varied))
    pencil.arrow()
    pencil.cells(_OUT, 3, 3, 13, lambda row, column: varied(row + 1, column + 1))


def pad(pencil: Pencil) -> None:
    """An edge of zeros is added."""
    pencil.cells(_IN, 3, 3, 13, lambda row, column: varied(row + 1, column + 1))
    pencil.arrow()
    pencil.cells(_OUT, 5, 5, 13, _inner(varied))
    pencil.text(RIGHT, 6, "0")


def _inner(shade: Shade) -> Shade:
    def shown(row: int, column: int) -> float:
        return shade(row, column) if 0 < row < 4 and 0 < column < 4 else 0.0

    return shown


def moved(pencil: Pencil) -> None:
    """Pictures are turned, shifted or mirrored at random while training."""
    pencil.cells(_IN, 5, 5, 12, _letter)
    pencil.arrow()
    painter = pencil.painter
    painter.save()
    painter.translate(_OUT)
    painter.rotate(18)
    pencil.cells(QPointF(), 5, 5, 12, lambda row, column: _letter(row, 4 - column))
    painter.restore()


def coloured(pencil: Pencil) -> None:
    """Pictures get other brightness, contrast or colours."""
    pencil.cells(_IN, 5, 5, 12, _letter)
    pencil.arrow()
    pencil.cells(_OUT, 5, 5, 12, lambda row, column: 0.85 - 0.55 * _letter(row, column))


def erased(pencil: Pencil) -> None:
    """A part of the picture is wiped out at random while training."""
    pencil.cells(_IN, 5, 5, 12, _letter)
    pencil.arrow()
    area = pencil.cells(
        _OUT, 5, 5, 12, lambda r, c: 0.0 if r in (1, 2) and c in (1, 2) else _letter(r, c)
    )
    pencil.cross(area.topLeft() + QPointF(24, 24), 9)


def mixed(pencil: Pencil) -> None:
    """Two pictures become one."""
    pencil.cells(QPointF(36, MIDDLE), 5, 5, 10, _letter)
    pencil.text(73, MIDDLE, "+", loud=True)
    pencil.cells(QPointF(110, MIDDLE), 5, 5, 10, lambda row, column: _letter(4 - row, 4 - column))
    pencil.arrow(154)
    pencil.cells(
        QPointF(204, MIDDLE),
        5,
        5,
        10,
        lambda row, column: (_letter(row, column) + _letter(4 - row, 4 - column)) / 2,
    )


def _letter(row: int, column: int) -> float:
    return 0.85 if _LETTER[row][column] == "1" else 0.05


def rescale(pencil: Pencil) -> None:
    """Every number is multiplied, and another added."""
    pencil.bars(LEFT, [18, 48, 30, 40])
    pencil.text(LEFT, 10, "0 … 255")
    pencil.arrow()
    pencil.bars(RIGHT, [8, 22, 14, 18])
    pencil.text(RIGHT, 10, "0 … 1")


def words(pencil: Pencil) -> None:
    """Words become numbers."""
    for index, (word, number) in enumerate((("the", "2"), ("cat", "7"), ("sat", "5"))):
        y = 20 + 24.0 * index
        pencil.text(LEFT, y, word, loud=True)
        pencil.arrow(y=y, half=9)
        pencil.text(RIGHT, y, number, loud=True)


def bins(pencil: Pencil) -> None:
    """A number says which cell is filled."""
    pencil.text(44, MIDDLE, "3", loud=True)
    pencil.arrow(88)
    pencil.cells(QPointF(172, MIDDLE), 1, 6, 16, lambda _row, column: 0.9 if column == 3 else 0.0)


def spectrum(pencil: Pencil) -> None:
    """Sound becomes a picture of its pitches."""
    pencil.curve(LEFT, lambda x: 0.8 * (1 - x * x) * (1 if int(10 * (x + 1)) % 2 else -1))
    pencil.arrow()
    pencil.cells(_OUT, 5, 6, 12, lambda row, column: varied(row, column) * (row + 1) / 5)
