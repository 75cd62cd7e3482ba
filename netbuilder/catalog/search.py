"""Finds layers by what a student types: names, parts of names, synonyms, categories."""

from __future__ import annotations

import re
from collections.abc import Iterable

from netbuilder.catalog.spec import LayerSpec


def search_layers(layers: Iterable[LayerSpec], text: str) -> list[LayerSpec]:
    """Return the layers that fit ``text``, best first; all of them for an empty text."""
    words = _words(text)
    ranked = [(rank, spec) for spec in layers if (rank := _rank(spec, words)) is not None]
    return [spec for _, spec in sorted(ranked, key=lambda pair: (pair[0], pair[1].name))]


def _words(text: str) -> list[str]:
    return [_plain(word) for word in text.split() if _plain(word)]


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def _rank(spec: LayerSpec, words: list[str]) -> int | None:
    """Return how well a layer fits, 0 best; None if some word fits nothing of it."""
    ranks = [_rank_word(spec, word) for word in words]
    found = [rank for rank in ranks if rank is not None]
    return sum(found) if len(found) == len(ranks) else None


def _rank_word(spec: LayerSpec, word: str) -> int | None:
    name = _plain(spec.name)
    synonyms = [_plain(synonym) for synonym in spec.synonyms]
    tests = (
        name == word,
        name.startswith(word),
        word in synonyms,
        any(synonym.startswith(word) for synonym in synonyms),
        word in name,
        any(word in synonym for synonym in synonyms),
        word in _plain(spec.category),
        _is_abbreviation(word, spec.name),
    )
    return next((rank for rank, fits in enumerate(tests) if fits), None)


def _is_abbreviation(word: str, name: str) -> bool:
    """Whether ``word`` holds the capitals of a name: ``gap2d`` for GlobalAveragePooling2D."""
    capitals = "".join(re.findall(r"[A-Z0-9]|(?<=\d)D", name)).lower()
    return len(word) > 1 and capitals.startswith(word)
