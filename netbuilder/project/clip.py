"""Copied layers as plain text: JSON that can be pasted into another window, or from a chat.

Reading trusts nothing: every value is checked, and nothing is ever run.
"""

from __future__ import annotations

import json
from collections.abc import Collection

from netbuilder.graph import Graph, NodeId, NoteId
from netbuilder.graph.edits import remove_nodes
from netbuilder.graph.notes import remove_notes
from netbuilder.i18n import tr
from netbuilder.project.graph_json import graph_from_json, graph_to_json
from netbuilder.project.reading import ProjectError, expect

LONGEST = 8_000_000  # letters of a text that is looked at


def clip_text(graph: Graph, nodes: Collection[NodeId], notes: Collection[NoteId] = ()) -> str:
    """Return some nodes of a network, the wires among them and some notes as text.

    A node that calls a layer whose owner is not among them gets a layer of its own.
    """
    part = remove_nodes(graph, graph.nodes.keys() - set(nodes))
    part = remove_notes(part, graph.notes.keys() - set(notes))
    data = graph_to_json(part)
    kept = {key: data[key] for key in ("nodes", "wires", "notes", "bends") if key in data}
    return json.dumps(kept, indent=1, ensure_ascii=False)


def clip_graph(text: str) -> Graph:
    """Return the network that a text holds, with whatever words stand around it.

    A whole project file is taken for its network.

    Raises:
        ProjectError: it holds none.
    """
    start, end = text.find("{"), text.rfind("}")
    if start < 0 or end < start:
        raise ProjectError(tr("The clipboard holds no layers to paste."))
    if end - start > LONGEST:
        raise ProjectError(tr("The text in the clipboard is too long to be pasted as layers."))
    try:
        data = expect(json.loads(text[start : end + 1]), dict, "text")
    except (ValueError, RecursionError):
        raise ProjectError(tr("The clipboard holds no layers to paste.")) from None
    network = data.get("graph", data)
    if not isinstance(network, dict) or not (network.get("nodes") or network.get("notes")):
        raise ProjectError(tr("The clipboard holds no layers to paste."))
    try:
        return graph_from_json(network)
    except ProjectError as error:
        raise ProjectError(
            tr("The text in the clipboard cannot be pasted: {reason}", reason=error)
        ) from None
