"""Says what Keras's own schedules give. Run as ``python -m tests.keras.schedules_judge CASES``."""

from __future__ import annotations

import json
import sys

import keras

if __name__ == "__main__":
    rates = [
        [float(getattr(keras.optimizers.schedules, name)(**params)(step)) for step in steps]
        for name, params, steps in json.loads(sys.argv[1])
    ]
    sys.stdout.write("\n" + json.dumps(rates))
