"""Writes the drawn network to a file: SVG and PDF with text as text, or PNG."""

from __future__ import annotations

import re
from enum import StrEnum
from math import ceil, sqrt
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF
from PySide6.QtGui import (
    QFont,
    QFontDatabase,
    QFontInfo,
    QGuiApplication,
    QImage,
    QImageWriter,
    QPageSize,
    QPainter,
    QPdfWriter,
)
from PySide6.QtSvg import QSvgGenerator

from netbuilder.ui.canvas.drawing import Drawing

SCALES = (1, 2, 3, 4)
"""The scales at which a PNG may be wanted; 2 is sharp on paper at its natural size."""
_LONGEST_SIDE = 32_000  # pixels; Qt's painter ends at 32,767
_MOST_PIXELS = 120_000_000
_LONGEST_PAGE = 14_400.0  # points: what readers of PDF can show
_METRES_PER_INCH = 0.0254
_FAMILY = re.compile(r'font-family="([^"]*)"')


class PictureForm(StrEnum):
    """A kind of file."""

    SVG = "svg"
    PNG = "png"
    PDF = "pdf"


def largest_scale(drawing: Drawing) -> float:
    """Return the largest scale at which a drawing can be made of pixels."""
    wide, high = drawing.bounds.width(), drawing.bounds.height()
    if not (wide and high):
        return 0.0
    return min(_LONGEST_SIDE / max(wide, high), sqrt(_MOST_PIXELS / (wide * high)))


def write_picture(
    drawing: Drawing, path: Path, form: PictureForm, title: str, scale: float
) -> None:
    """Write a drawing to a file.

    Args:
        drawing: What to draw; something must be on it.
        path: The file.
        form: Its kind.
        title: What the picture is called, for those who cannot see it.
        scale: Pixels of a PNG for one pixel of the canvas at 100 %.

    Raises:
        OSError: the file cannot be written.
    """
    match form:
        case PictureForm.SVG:
            path.write_bytes(svg_bytes(drawing, title))
        case PictureForm.PNG:
            path.write_bytes(_png_bytes(png_image(drawing, scale), title))
        case PictureForm.PDF:
            path.write_bytes(pdf_bytes(drawing, title))


def png_image(drawing: Drawing, scale: float) -> QImage:
    """Return a drawing in pixels, at ``scale`` or the largest one that is possible."""
    scale = min(scale, largest_scale(drawing))
    size = drawing.bounds.size() * scale
    image = QImage(ceil(size.width()), ceil(size.height()), QImage.Format.Format_RGB32)
    _set_density(image, _dots_per_inch())  # by which fonts are measured
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    painter.scale(scale, scale)
    drawing.paint(painter)
    painter.end()
    _set_density(image, _dots_per_inch() * scale)
    return image


def svg_bytes(drawing: Drawing, title: str) -> bytes:
    """Return a drawing as SVG."""
    written = QBuffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(written)
    generator.setTitle(title)
    generator.setResolution(round(_dots_per_inch()))
    generator.setSize(drawing.bounds.size().toSize())
    generator.setViewBox(QRectF(0, 0, drawing.bounds.width(), drawing.bounds.height()))
    painter = QPainter(generator)
    drawing.paint(painter)
    painter.end()
    return _with_fallbacks(bytes(written.data().data()).decode()).encode()


def pdf_bytes(drawing: Drawing, title: str) -> bytes:
    """Return a drawing as PDF with one page of just its size."""
    written = QBuffer()
    written.open(QIODevice.OpenModeFlag.WriteOnly)
    to_points = 72.0 / _dots_per_inch()
    size = QSizeF(drawing.bounds.size()) * to_points
    fitting = min(1.0, _LONGEST_PAGE / max(size.width(), size.height()))
    writer = QPdfWriter(written)
    writer.setTitle(title)
    writer.setCreator("NetBuilder")
    writer.setResolution(round(_dots_per_inch()))
    writer.setPageSize(QPageSize(size * fitting, QPageSize.Unit.Point))
    writer.setPageMargins(QMarginsF())
    painter = QPainter(writer)
    painter.scale(fitting, fitting)
    drawing.paint(painter)
    painter.end()
    return bytes(written.data().data())


def _set_density(image: QImage, dots_per_inch: float) -> None:
    image.setDotsPerMeterX(round(dots_per_inch / _METRES_PER_INCH))
    image.setDotsPerMeterY(round(dots_per_inch / _METRES_PER_INCH))


def _png_bytes(image: QImage, title: str) -> bytes:
    written = QBuffer()
    writer = QImageWriter(written, QByteArray(b"png"))
    writer.setText("Title", title)
    writer.write(image)
    return bytes(written.data().data())


def _with_fallbacks(svg: str) -> str:
    """Call each font by its real name, and after it one of its kind, for readers without it."""
    fixed = QFontInfo(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)).family()

    def add(found: re.Match[str]) -> str:
        family = QFontInfo(QFont(found[1])).family()
        kind = "monospace" if family == fixed else "sans-serif"
        return f"font-family=\"'{family}', {kind}\""

    return _FAMILY.sub(add, svg)


def _dots_per_inch() -> float:
    """Return the resolution at which fonts are measured, so that texts come out as wide."""
    return QGuiApplication.primaryScreen().logicalDotsPerInch()
