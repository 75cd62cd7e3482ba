"""A ready-made network of Keras as one node, from the config that Keras wrote of it."""

from __future__ import annotations

import json

from netbuilder.graph import Graph, Node, Params
from netbuilder.graph.names import free_name, fresh_id
from netbuilder.graph.submodels import APPLICATION
from netbuilder.importing.config import read_config


def application_node(graph: Graph, params: Params, config: str) -> Node:
    """Return a new node for ``graph``, not placed yet.

    Args:
        graph: The network that it is to stand in.
        params: How the network was made; ``application`` is what the node is named after.
        config: The network's config as JSON.

    Raises:
        ConfigError: the config is none that can be read.
    """
    name = free_name(graph, str(params["application"]).lower())
    inner = read_config(json.loads(config))
    return Node(fresh_id(graph), name, APPLICATION, params, inner=inner)
