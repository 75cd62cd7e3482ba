"""What a dataset is and what was measured of it; nothing here loads data."""

from netbuilder.dataset.builtin import BUILTIN, BuiltinDataset
from netbuilder.dataset.choice import NO_DATA, DataChoice
from netbuilder.dataset.errors import DataError
from netbuilder.dataset.options import effective_options, kind_of, options_of
from netbuilder.dataset.profile import ColumnProfile, Profile, TensorProfile
from netbuilder.dataset.shipped import shipped_pictures, shipped_profile

__all__ = [
    "BUILTIN",
    "NO_DATA",
    "BuiltinDataset",
    "ColumnProfile",
    "DataChoice",
    "DataError",
    "Profile",
    "TensorProfile",
    "effective_options",
    "kind_of",
    "options_of",
    "shipped_pictures",
    "shipped_profile",
]
