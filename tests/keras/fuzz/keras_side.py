"""The real Keras in a process of its own: makes random configs and judges them.

Each line of standard input is a config in JSON, or a name ``"SEED:INDEX"``, which is the seed
that a network is grown from, so that it can be made again alone. One JSON object a line comes
back: ``{"config", "verdict"}``.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import warnings
from random import Random
from random import seed as seed_of_all
from typing import Any

os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras  # the environment above has to be set before
import tensorflow as tf

from tests.keras.fuzz.growing import STAND_INS, grow
from tests.keras.fuzz.judging import judge, steps_in_turn
from tests.keras.fuzz.mutating import mutated

_MUTATED = 0.4


def main() -> None:
    """Make or take the configs that standard input asks for, and judge them."""
    warnings.simplefilter("ignore")
    keras.config.disable_traceback_filtering()  # which takes a third of the time
    tf.debugging.disable_traceback_filtering()
    gc.freeze()  # what was imported stays, so looking for rubbish in it would be in vain
    gc.set_threshold(100_000, 20, 20)
    for line in sys.stdin:
        asked = json.loads(line)
        config = asked if isinstance(asked, dict) else random_config(asked)
        sys.stdout.write(json.dumps({"config": config, "verdict": _judged(config)}) + "\n")
        sys.stdout.flush()


def random_config(name: str) -> dict[str, Any]:
    """Return the config of the random model of a name, two in five of them changed."""
    random = Random(name)
    seed_of_all(name)  # which layers without a seed of their own draw one from
    keras.backend.clear_session(free_memory=False)
    with keras.StatelessScope(initialize_variables=False), steps_in_turn():
        model = grow(random)
        config: dict[str, Any] = json.loads(model.to_json())
    forget_elsewhere(config, model)
    put_in(config)
    if random.random() >= _MUTATED:
        return config
    forget_shapes(config)
    return mutated(config, random)


def put_in(config: dict[str, Any]) -> None:
    """Put the layers into a config that ``Identity`` stood for."""
    for layer in config["config"]["layers"]:
        class_name = layer["config"].get("name", "").partition("_")[0]
        if class_name in STAND_INS:
            layer["class_name"] = class_name
        elif layer["class_name"] in ("Functional", "Sequential"):
            put_in(layer)


def forget_elsewhere(config: dict[str, Any], model: Any) -> None:
    """Remove what layers were built for whose first call is not part of the model."""
    if isinstance(model, keras.Sequential):
        return
    own = {id(node) for nodes in model._nodes_by_depth.values() for node in nodes}
    for entry in config["config"]["layers"]:
        built = "build_config" in entry  # which operations have not
        if built and id(model.get_layer(entry["name"])._inbound_nodes[0]) not in own:
            forget_shapes(entry)


def forget_shapes(data: Any) -> None:
    """Remove what layers were built for, which would no longer be true after a change."""
    if isinstance(data, dict):
        for key in ("build_config", "build_input_shape", "vocabulary_size"):
            data.pop(key, None)
        data = list(data.values())
    if isinstance(data, list):
        for part in data:
            forget_shapes(part)


def _judged(config: dict[str, Any]) -> dict[str, Any]:
    keras.backend.clear_session(free_memory=False)
    return judge(config)


if __name__ == "__main__":
    main()
