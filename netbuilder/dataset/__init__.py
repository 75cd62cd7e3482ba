"""What a dataset is and what was measured of it; nothing here loads data."""

from netbuilder.dataset.builtin import BUILTIN, BuiltinDataset
from netbuilder.dataset.choice import NO_DATA, DataChoice
from netbuilder.dataset.errors import DataError
from netbuilder.dataset.options import effective_options, kind_of, options_of
from netbuilder.dataset.profile import AnswerProfile, ColumnProfile, Profile, TensorProfile
from netbuilder.dataset.shipped import shipped_pictures, shipped_profile
from netbuilder.dataset.sniff import ArrayGuess, TableGuess, sniff_arrays, sniff_table
from netbuilder.dataset.suggest import suggest_choice

__all__ = [
    "BUILTIN",
    "NO_DATA",
    "AnswerProfile",
    "ArrayGuess",
    "BuiltinDataset",
    "ColumnProfile",
    "DataChoice",
    "DataError",
    "Profile",
    "TableGuess",
    "TensorProfile",
    "effective_options",
    "kind_of",
    "options_of",
    "shipped_pictures",
    "shipped_profile",
    "sniff_arrays",
    "sniff_table",
    "suggest_choice",
]
