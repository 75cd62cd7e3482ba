"""Copied layers as text."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given

from netbuilder.graph import Graph, Note, NoteKind
from netbuilder.graph.sharing import call_again
from netbuilder.project import Project
from netbuilder.project.clip import LONGEST, clip_graph, clip_text
from netbuilder.project.file import project_to_json
from netbuilder.project.reading import ProjectError
from tests.unit.drawing import chain, image, layer
from tests.unit.strategies import graphs


def three() -> Graph:
    """An input and two dense layers, in a chain."""
    return chain(image(4), layer("a", "Dense", units=8), layer("b", "Dense", units=2))


@given(graphs())
def test_a_whole_network_comes_back_as_it_was(graph: Graph) -> None:
    if graph.nodes:
        back = clip_graph(clip_text(graph, graph.nodes))
        assert (back.nodes, back.wires, back.bends) == (graph.nodes, graph.wires, graph.bends)


def test_only_the_chosen_notes_go_along() -> None:
    notes = {key: Note(key, NoteKind.COMMENT, key, 0, 0, 90, 60) for key in "mn"}
    part = clip_graph(clip_text(replace(three(), notes=notes), {"a"}, {"n"}))
    assert part.notes == {"n": notes["n"]}
    assert not clip_graph(clip_text(replace(three(), notes=notes), {"a"})).notes


def test_only_the_wires_among_the_chosen_go_along() -> None:
    part = clip_graph(clip_text(three(), {"a", "b"}))
    assert list(part.nodes) == ["a", "b"]
    assert [(wire.source, wire.target) for wire in part.wires] == [("a", "b")]


def test_a_call_without_its_owner_gets_a_layer_of_its_own() -> None:
    graph, call = call_again(three(), "a", 300, 0)
    part = clip_graph(clip_text(graph, {call}))
    assert part.nodes[call].shares is None
    assert part.nodes[call].params == graph.nodes["a"].params


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("{clip}", id="plain"),
        pytest.param("Try this:\n```json\n{clip}\n```\nDone.", id="from a chat"),
    ],
)
def test_words_around_it_do_no_harm(text: str) -> None:
    clip = clip_text(three(), {"a"})
    assert list(clip_graph(text.replace("{clip}", clip)).nodes) == ["a"]


def test_a_project_is_taken_for_its_network() -> None:
    project = Project("Digits", graph=three())
    assert clip_graph(json.dumps(project_to_json(project))).nodes == three().nodes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("", "no layers", id="empty"),
        pytest.param("__import__('os').getcwd()", "no layers", id="code"),
        pytest.param("{not json}", "no layers", id="no JSON"),
        pytest.param("[1, 2]", "no layers", id="a list"),
        pytest.param('{"nodes": []}', "no layers", id="no nodes"),
        pytest.param('{"nodes": 3}', "kind", id="nodes that are none"),
        pytest.param('{"nodes": [{"id": "a"}]}', "class_name", id="a node without a class"),
        pytest.param("{" + "[" * 9000 + "}", "no layers", id="deep"),
        pytest.param("{" + " " * LONGEST + "}", "too long", id="long"),
    ],
)
def test_bad_text_is_refused_in_a_sentence(text: str, words: str) -> None:
    with pytest.raises(ProjectError, match=words):
        clip_graph(text)
