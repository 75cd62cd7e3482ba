"""Compares what NetBuilder says of a config with what Keras said of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from netbuilder.catalog.library import load_catalog
from netbuilder.importing import ConfigError, read_config
from netbuilder.validation.report import NodeState, Severity
from netbuilder.validation.validate import Validator

_COPIED = "CLONE"
"""What Keras puts behind the name of an Input whose tensor a layer has handed back."""


def differences(config: dict[str, Any], verdict: dict[str, Any]) -> Iterator[str]:
    """Yield a line for each thing that NetBuilder judges otherwise than Keras.

    Args:
        config: A model's config as Keras saves it.
        verdict: What :mod:`tests.keras.fuzz.judging` says of it.
    """
    if "unsettled" in verdict:
        return
    error, layers = our_verdict(config)
    if error is not None or "error" in verdict:
        if error is None:
            yield f"false accept: {verdict['error']}"
        elif "error" not in verdict and not _lost_in_a_chain(config, error):
            yield f"false reject: {error}"
        return
    for name, known in verdict["layers"].items():
        is_layer = known[1] is not None
        ours = layers.get(name, layers.get(name.removesuffix(_COPIED)))
        if ours is None and is_layer:
            yield f"{name} is missing"
        elif ours is not None and (ours if is_layer else ours[:1]) != (
            known if is_layer else known[:1]
        ):
            yield f"{name}: Keras says {known}, we {ours}"


def _lost_in_a_chain(config: dict[str, Any], error: str) -> bool:
    """Tell whether Keras loses a layer of a chain only if it is written as a Sequential model.

    NetBuilder judges, and writes, a chain as one, also if a file has further Inputs.
    """
    if not error.startswith("keras.lost_layer"):
        return False
    return Validator(load_catalog()).validate(read_config(config)).api == "sequential"


def our_verdict(config: dict[str, Any]) -> tuple[str | None, dict[str, Any]]:
    """Return the first error, or each layer's shapes and numbers of parameters by its name."""
    try:
        graph = read_config(config)
    except ConfigError as error:
        return f"the reader: {error}", {}
    report = Validator(load_catalog()).validate(graph)
    for problem in report.problems:
        if problem.severity is Severity.ERROR:
            return f"{problem.code}: {problem.message}", {}
    layers: dict[str, Any] = {}
    for key, node in graph.nodes.items():
        known = report.nodes[key]
        if known.state is NodeState.VALID and node.shares is None:
            shapes = [[list(tensor.shape), tensor.dtype] for tensor in known.outputs]
            layers[node.name] = [shapes, known.params, known.trainable_params]
    return None, layers
