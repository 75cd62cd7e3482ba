"""A ready-made network of Keras as one node, read in Keras's own source."""

from __future__ import annotations

from netbuilder.graph import Graph, Node, Params
from netbuilder.graph.names import free_name, fresh_id
from netbuilder.graph.submodels import APPLICATION
from netbuilder.importing.config import read_model
from netbuilder.importing.errors import ConfigError
from netbuilder.importing.source.keras_code import AREA
from netbuilder.importing.source.session import Session
from netbuilder.importing.source.statements import Statements
from netbuilder.importing.source.values import Arguments, Named, Network
from netbuilder.importing.source.writing import write_network

_IMAGENET = "imagenet"
_OWN = ("application", "trainable", "weights")
"""The parameters of the node that are no arguments of Keras's function, or not as they stand."""


def application_node(graph: Graph, params: Params) -> Node:
    """Return a new node for ``graph``, not placed yet; the longest networks take a second.

    Args:
        graph: The network that it is to stand in.
        params: How it is to be made; ``application`` is what the node is named after.

    Raises:
        ConfigError: Keras refuses these parameters, or its source is missing.
    """
    name = free_name(graph, str(params["application"]).lower())
    return Node(fresh_id(graph), name, APPLICATION, params, inner=_inside(params))


def _inside(params: Params) -> Graph:
    given: dict[str, object] = {key: value for key, value in params.items() if key not in _OWN}
    # Those of ImageNet need a layer more in some networks; those of a file do not.
    given["weights"] = _IMAGENET if params.get("weights") == _IMAGENET else None
    session = Session(())
    made = Statements(session).calls.apply(
        Named(f"{AREA}{params['application']}"), Arguments(1, (), given)
    )
    if not isinstance(made, Network):
        raise ConfigError(session.notes.all[0].message)
    return read_model(write_network(made)).graph
