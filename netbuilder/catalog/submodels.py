"""Submodels as layers: the two classes that hold a network, and the ports that it gives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from netbuilder.catalog.applications import APPLICATIONS
from netbuilder.catalog.arguments import RuleError
from netbuilder.catalog.settings import check_params
from netbuilder.catalog.spec import Kind, LayerSpec, Param, Ports
from netbuilder.graph import Node
from netbuilder.graph.submodels import APPLICATION, FUNCTIONAL, SEQUENTIAL
from netbuilder.graph.walks import input_nodes
from netbuilder.i18n import tr

_TRAINABLE = Param(
    "trainable",
    Kind.BOOL,
    default=True,
    doc="Whether training changes the weights of the layers inside.",
)


_APPLICATION_PARAMS = (
    Param(
        "application",
        Kind.CHOICE,
        required=True,
        choices=tuple(APPLICATIONS),
        doc="Which network of keras.applications it is.",
        fixed=True,
    ),
    Param(
        "include_top",
        Kind.BOOL,
        default=True,
        doc="Whether it ends with its own answer to the 1000 classes of ImageNet.",
        fixed=True,
    ),
    Param(
        "input_shape",
        Kind.SHAPE,
        optional=True,
        doc="Height, width and channels of the pictures that it was made for.",
        fixed=True,
    ),
    Param(
        "pooling",
        Kind.CHOICE,
        optional=True,
        choices=("avg", "max"),
        doc="How its maps become one row of numbers, if they do.",
        fixed=True,
    ),
    Param(
        "weights",
        Kind.TEXT,
        optional=True,
        doc="What it starts with: random weights, those learned on ImageNet, or a file's.",
        fixed=True,
    ),
)


def _spec(name: str, summary: str, params: tuple[Param, ...] = ()) -> LayerSpec:
    return LayerSpec(
        name=name,
        module="keras",
        category="model",
        summary=summary,
        params=(*params, _TRAINABLE),
    )


SUBMODELS: Mapping[str, LayerSpec] = {
    FUNCTIONAL: _spec(FUNCTIONAL, "A network of its own that is used as one layer."),
    SEQUENTIAL: _spec(SEQUENTIAL, "A chain of layers that is used as one layer."),
    APPLICATION: _spec(
        APPLICATION, "A ready-made network of keras.applications.", _APPLICATION_PARAMS
    ),
}
"""By class. They are folded from parts of a network, or made by Keras; no palette has them."""


def spec_of(node: Node, layers: Mapping[str, LayerSpec]) -> LayerSpec | None:
    """Return the class of a node with the ports that this very node has, or None if unknown.

    Args:
        node: Any node.
        layers: The catalogue's layers.
    """
    spec = layers.get(node.class_name)
    if spec is not None or node.class_name not in SUBMODELS:
        return spec
    spec = SUBMODELS[node.class_name]
    summary = _words(node) if node.class_name == APPLICATION else spec.summary
    return replace(spec, ports=ports_of(node, spec), summary=summary)


def check_submodel(node: Node) -> None:
    """Check the parameters of a submodel.

    Raises:
        RuleError: One is unknown, missing or wrong.
    """
    check_params(SUBMODELS[node.class_name], node.params)
    if node.class_name == APPLICATION and node.params["application"] not in APPLICATIONS:
        raise RuleError(
            tr("is no network that Keras has"),
            tr("{name} is not in keras.applications.", name=node.params["application"]),
            setting="application",
        )


def ports_of(node: Node, spec: LayerSpec) -> Ports:
    """Return the wires that a node takes: a submodel one for each Input inside."""
    if node.inner is None:
        return spec.ports
    entries = input_nodes(node.inner)
    names = tuple(node.inner.nodes[key].name for key in entries)
    return Ports(len(entries), len(entries), names if len(entries) > 1 else ())


def _words(node: Node) -> str:
    """Say of a ready-made network what no field of it says."""
    weights = node.params.get("weights")
    if weights is None:
        start = tr("It starts with random weights.")
    elif weights == "imagenet":
        start = tr("It starts with the weights of ImageNet, which Keras gets from the internet.")
    else:
        start = tr("It starts with the weights in {file}.", file=weights)
    return tr(
        "{application} as Keras brings it, for pictures of {shape}. {start} "
        "A change inside makes it a submodel of your own, with random weights.",
        application=node.params.get("application"),
        shape=node.params.get("input_shape"),
        start=start,
    )
