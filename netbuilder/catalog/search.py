"""Finds layers by what a student types: names, parts of names, synonyms, categories."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TypeAlias

from netbuilder.catalog.spec import LayerSpec

_ALIKE = 0.75
"""The share of equal letters from which on a word is taken to be mistyped."""

RankWord: TypeAlias = Callable[[LayerSpec, str], int | None]
"""Says how well a layer fits a word, 0 best; None if it does not."""


def search_layers(layers: Iterable[LayerSpec], text: str) -> list[LayerSpec]:
    """Return the layers that fit ``text``, best first; all of them for an empty text.

    If none does, letters may be lacking or wrong: ``mxpool``, ``flaten``, ``desne``.
    """
    words, specs = _words(text), tuple(layers)
    return _ranked(specs, words, _rank_word) or _ranked(specs, words, _rank_mistyped)


def _ranked(specs: Iterable[LayerSpec], words: list[str], rank_word: RankWord) -> list[LayerSpec]:
    ranked = [(rank, spec) for spec in specs if (rank := _rank(spec, words, rank_word)) is not None]
    return [spec for _, spec in sorted(ranked, key=lambda pair: (pair[0], pair[1].name))]


def _words(text: str) -> list[str]:
    return [_plain(word) for word in text.split() if _plain(word)]


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def _rank(spec: LayerSpec, words: list[str], rank_word: RankWord) -> int | None:
    """Return how well a layer fits, 0 best; None if some word fits nothing of it."""
    ranks = [rank_word(spec, word) for word in words]
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


def _rank_mistyped(spec: LayerSpec, word: str) -> int | None:
    if _rank_word(spec, word) is not None:
        return 0
    name, synonyms = _plain(spec.name), [_plain(synonym) for synonym in spec.synonyms]
    tests = (
        _has_letters(name, word),
        _is_alike(name, word),
        any(_has_letters(synonym, word) for synonym in synonyms),
        any(_is_alike(synonym, word) for synonym in synonyms),
    )
    return next((rank for rank, fits in enumerate(tests, 1) if fits), None)


def _has_letters(title: str, word: str) -> bool:
    """Whether a title begins as ``word`` does and has its letters in the same order."""
    letters = iter(title)
    return title[:1] == word[:1] and all(letter in letters for letter in word)


def _is_alike(title: str, word: str) -> bool:
    """Whether a title begins much like ``word``."""
    return SequenceMatcher(None, title[: len(word) + 1], word).ratio() >= _ALIKE


def _is_abbreviation(word: str, name: str) -> bool:
    """Whether ``word`` holds the capitals of a name: ``gap2d`` for GlobalAveragePooling2D."""
    capitals = "".join(re.findall(r"[A-Z0-9]|(?<=\d)D", name)).lower()
    return len(word) > 1 and capitals.startswith(word)
