"""Writes small data of a user's own: folders of pictures and of texts, and a table of both."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

WORDS = {"bad": ("awful", "poor", "boring"), "good": ("great", "lovely", "fine")}
SHAPES = ("bars", "discs")


def write_pictures(folder: Path, count: int = 12, side: int = 12) -> Path:
    """Write ``count`` colour pictures of each of two classes, discs and bars."""
    rows, columns = np.mgrid[:side, :side]
    for shape in SHAPES:
        (folder / shape).mkdir(parents=True)
        for number in range(count):
            disc = (rows - side / 2) ** 2 + (columns - 3 - number % 6) ** 2 < 9
            inside = disc if shape == "discs" else (rows + number) % 4 < 2
            pixels = np.full((side, side, 3), 20 + number % 60, "uint8")
            pixels[inside] = (200, 90 + number % 150, 40)
            Image.fromarray(pixels).save(folder / shape / f"{number:02}.png")
    return folder


def write_texts(folder: Path, count: int = 20) -> Path:
    """Write ``count`` sentences of each of two classes, told apart by one word."""
    for kind, words in WORDS.items():
        (folder / kind).mkdir(parents=True)
        for number in range(count):
            sentence = f"film number {number % 7} was {words[number % 3]} to see"
            (folder / kind / f"{number:02}.txt").write_text(sentence, encoding="utf-8")
    return folder


def write_catalogue(folder: Path, count: int = 20) -> Path:
    """Write a table beside a folder of pictures, which names each with a note and a price."""
    write_pictures(folder / "photos", count)
    rows = [
        f"{shape}/{number:02}.png,{number % 9}.5,a {word} one to see,{number % 3 + 1},{shape}"
        for shape, word in zip(SHAPES, ("long", "round"), strict=True)
        for number in range(count)
    ]
    path = folder / "catalogue.csv"
    path.write_text("\n".join(["file,price,note,counts,kind", *rows]), encoding="utf-8")
    return path
