"""Scripts as students write them, by what is special about them; each builds ``model``."""

from collections.abc import Mapping

from tests.scripts.classes import CLASSES
from tests.scripts.functional import FUNCTIONAL
from tests.scripts.helpers import HELPERS
from tests.scripts.sequential import SEQUENTIAL
from tests.scripts.textbook_classes import TEXTBOOK_CLASSES
from tests.scripts.textbooks import TEXTBOOKS

SCRIPTS = {
    **SEQUENTIAL,
    **FUNCTIONAL,
    **HELPERS,
    **CLASSES,
    **TEXTBOOKS,
    **TEXTBOOK_CLASSES,
}

NOTED: Mapping[str, tuple[str, ...]] = {
    "DCGAN of TensorFlow's tutorial": (
        "The script makes other models too, which were left out: sequential.",
    ),
    "encoder and decoder of one autoencoder": (
        "The script makes other models too, which were left out: functional_2.",
    ),
    "main with a command line": (
        (
            "What the command line says is not known before the script runs; its options are read "
            "with their defaults."
        ),
    ),
    "shape of the data": ("fit(validation_data=…) could not be taken over.",),
}
"""What of these scripts no setting of a training stands for; all else is taken over."""
