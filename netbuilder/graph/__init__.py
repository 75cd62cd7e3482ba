"""The network as a value: frozen nodes, wires and graphs, and edits as pure functions."""

from netbuilder.graph.model import Bends, Flow, Graph, GraphError, Node, NodeId, Point, Port, Wire
from netbuilder.graph.note import Note, NoteColour, NoteId, NoteKind
from netbuilder.graph.values import EMPTY, Config, Params, Value, value_from_json, value_to_json

__all__ = [
    "EMPTY",
    "Bends",
    "Config",
    "Flow",
    "Graph",
    "GraphError",
    "Node",
    "NodeId",
    "Note",
    "NoteColour",
    "NoteId",
    "NoteKind",
    "Params",
    "Point",
    "Port",
    "Value",
    "Wire",
    "value_from_json",
    "value_to_json",
]
