"""``preprocess_input`` of ``keras.applications``, for networks that want other means or colours.

Keras adds and divides by arrays (``keras/src/applications/imagenet_utils.py``), which no node of a
network can hold; a ``Normalization`` computes the same.
"""

from __future__ import annotations

from netbuilder.catalog.preparing import CAFFE, TORCH
from netbuilder.importing.source.layers import Layers
from netbuilder.importing.source.operations import cut
from netbuilder.importing.source.session import Session
from netbuilder.importing.source.values import Apply, Arguments, Tensor

PREPARING = "keras.applications.imagenet_utils.preprocess_input"


def prepared(session: Session, layers: Layers, apply: Apply, arguments: Arguments) -> object:
    """Return pictures as a network wants them; ``...`` where Keras's own code tells it all.

    Args:
        session: The reading.
        layers: What makes layers.
        apply: Calls them.
        arguments: What the function is called with: pictures from 0 to 255, perhaps a format
            of the data, and the mode.
    """
    pictures, line = arguments.get("x", 0), arguments.line
    mode = arguments.get("mode", 2, "caffe")
    first = arguments.get("data_format", 1) == "channels_first"
    if not isinstance(pictures, Tensor) or first or mode not in ("caffe", "torch"):
        return ...
    means, deviations = list(CAFFE), [1.0] * len(CAFFE)
    if mode == "caffe":
        pictures = cut(session, pictures, (..., slice(None, None, -1)), line)
    else:
        means = [255 * mean for mean, _ in TORCH]
        deviations = [255 * deviation for _, deviation in TORCH]
    settings: dict[str, object] = {"mean": means, "variance": [one**2 for one in deviations]}
    layer = layers.make("Normalization", Arguments(line, (), settings))
    return apply(layer, Arguments(line, (pictures,)))
