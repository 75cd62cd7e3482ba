"""The vocabularies in a .keras file, which Keras keeps beside the config as lists of words.

They become parameters of their layers, as if the words had been written down; nothing has to
be adapted to data any more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from netbuilder.graph import Graph, Node, Params, Value
from netbuilder.importing.stored import stored_places

ReadMember = Callable[[str], bytes | None]
"""Gives a member of the archive; None where there is none, or where it is too large."""

_LAYERS = ("IntegerLookup", "StringLookup", "TextVectorization")
_FILE = "vocabulary.txt"
_MASK: Mapping[str, Value] = {"TextVectorization": ""}
_UNKNOWN: Mapping[str, Value] = {"IntegerLookup": -1}


def with_vocabularies(graph: Graph, model: object, read: ReadMember, way: str = "assets") -> Graph:
    """Return a network whose lookup layers have the vocabularies of their file.

    Args:
        graph: The network of the file.
        model: The object in the file's config that describes it.
        read: Gives a member of the file.
        way: The folder in which the model's own are.
    """
    inside = dict(_layers_in(model))
    nodes = dict(graph.nodes)
    for key, node in graph.nodes.items():
        layer, place = inside.get(node.name, ({}, ""))
        folder = f"{way}/layers/{place}"
        if node.inner is not None:
            nodes[key] = replace(node, inner=with_vocabularies(node.inner, layer, read, folder))
        elif node.class_name in _LAYERS and _lacks_words(node.params):
            nodes[key] = _taught(node, read(f"{folder}/{_FILE}"))
    return replace(graph, nodes=nodes)


def _layers_in(model: object) -> Iterator[tuple[str, tuple[object, str]]]:
    """Yield each layer of a model by its name, with the name of its folder."""
    match model:
        case {"config": {"layers": list(layers)}}:
            for layer, place in stored_places(layers):
                match layer:
                    case {"config": {"name": str(name)}}:
                        yield name, (layer, place)


def _lacks_words(params: Params) -> bool:
    """Tell whether a layer waits for a vocabulary, and for nothing else.

    How often each word occurred, which ``tf_idf`` counts by, is stored elsewhere.
    """
    return params.get("vocabulary") is None and params.get("output_mode") != "tf_idf"


def _taught(node: Node, raw: bytes | None) -> Node:
    words = _words(node, raw)
    return replace(node, params=node.params.with_value("vocabulary", words)) if words else node


def _words(node: Node, raw: bytes | None) -> tuple[Value, ...]:
    """Return the words of a file without those that every vocabulary begins with."""
    if raw is None:
        return ()
    try:
        listed = raw.decode("utf-8").split("\n")
        numbers = node.class_name == "IntegerLookup"
        words: tuple[Value, ...] = tuple(map(int, listed)) if numbers else tuple(listed)
    except ValueError:
        return ()
    mask = node.params.get("mask_token", _MASK.get(node.class_name))
    unknown = node.params.get("oov_token", _UNKNOWN.get(node.class_name, "[UNK]"))
    first = next((n for n, word in enumerate(words) if word not in (mask, unknown)), len(words))
    return words[first:]
