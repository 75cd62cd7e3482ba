"""What the cases of the other preprocessing layers are drawn from."""

from __future__ import annotations

from netbuilder.graph.values import Value
from tests.keras.contract import case
from tests.keras.joins import Join
from tests.keras.pools import Input, Pool
from tests.keras.tables_images import ANY_IMAGES, DTYPE, FORMATS

TEXTS: list[Input] = [((None, 4), "string"), ((None, 1), "string"), ((None,), "string")]
WORDS: list[Value] = [("a", "b", "c"), ("[UNK]", "a"), ("a", "[UNK]"), None]
MODES: list[Value] = ["int", "one_hot", "multi_hot", "count", "binary", "tf_idf"]
SALT: list[Value] = [3, (1, 2), None]
NUMBERS: list[Input] = [
    (None, 4),
    (None, 1),
    ((None, 4), "int32"),
    (None,),
    (None, 3, 1),
    (2, 3, None),
]

PREPROCESSING: list[Pool | Join] = [
    Pool(
        ["Rescaling"],
        [*NUMBERS, *ANY_IMAGES],
        needed={"scale": [0.5, 1]},
        options={"offset": [0.0, -1], **DTYPE},
        draws=12,
    ),
    Pool(
        ["Normalization"],
        [(None, 4), (None, 3, 4), (2, 3, 4), ((None, 4), "int32"), (None, None, 4)],
        misfits=[(None, None), (None,)],
        options={"axis": [-1, 1, None, (1,), (), (-1,)], "invert": [True], **DTYPE},
        wrong={
            "axis": [0, 5, -4, "a", 1.5],
            "mean": [1.0],
            "variance": [2.0],
        },
        draws=50,
    ),
    Pool(
        ["Normalization"],
        [(None, 4), (None, 3, 4), (None, None, 1)],
        needed={"mean": [0.5, (1.0, 2.0, 3.0, 4.0), (1.0,)], "variance": [2.0, (1, 2, 3, 4), (4,)]},
        options={"axis": [-1, None, 1, (1, 2)], **DTYPE},
        draws=40,
    ),
    Pool(
        ["CategoryEncoding"],
        NUMBERS,
        needed={"num_tokens": [1, 5]},
        options={"output_mode": MODES[1:5], **DTYPE},
        wrong={"num_tokens": [0, None, -1], "output_mode": ["int", "x", None]},
        draws=40,
    ),
    Pool(
        ["Discretization"],
        NUMBERS,
        needed={"bin_boundaries": [(0.0, 1.0), (3,), (-1, 0, 1)]},
        options={"output_mode": MODES[:4], "dtype": ["float16"]},
        wrong={"num_bins": [3], "output_mode": ["x"], "sparse": [True], "bin_boundaries": [None]},
        draws=40,
    ),
    Pool(
        ["Discretization"],
        NUMBERS,
        needed={"num_bins": [1, 4]},
        options={"output_mode": MODES[:4]},
        wrong={"num_bins": [-1, None]},
        draws=12,
    ),
    Pool(
        ["Hashing"],
        [*TEXTS, ((None, 3, 1), "int32"), (None, 4)],
        needed={"num_bins": [1, 5]},
        options={
            "output_mode": MODES[:4],
            "salt": SALT,
            "mask_value": [None, ""],
            "dtype": ["int32", "float16", "mixed_float16"],
        },
        wrong={"num_bins": [0, None], "salt": [(1,), (1, 2, 3)], "sparse": [True]},
        draws=50,
    ),
    Join(
        ["HashedCrossing"],
        [
            (((None, 1), "string"), ((None, 1), "string")),
            (((None, 1), "string"), ((None, 1), "int32")),
            (((None,), "string"), ((None,), "string")),
            (((3,), "int64"), ((3,), "string")),
        ],
        misfits=[(((None, 1), "string"), ((None, 2), "string"))],
        needed={"num_bins": [1, 5]},
        options={"output_mode": ["int", "one_hot"], "dtype": ["int32"]},
        wrong={"output_mode": ["count", None]},
        draws=25,
    ),
    Pool(
        ["StringLookup"],
        TEXTS,
        needed={"vocabulary": WORDS},
        options={
            "output_mode": MODES,
            "max_tokens": [9, 5, None],
            "num_oov_indices": [0, 1, 3],
            "mask_token": [None, "", "m"],
            "pad_to_max_tokens": [True, False],
            "salt": SALT,
            "dtype": ["float16"],
        },
        wrong={
            "vocabulary": [("a", "a"), ()],
            "max_tokens": [1, 2, 3],
            "mask_token": ["a"],
            "sparse": [True],
            "salt": [(1, 2, 3)],
            "idf_weights": [(1.0, 2.0, 3.0), (1.0,)],
            "output_mode": ["x"],
        },
        draws=100,
    ),
    Pool(
        ["IntegerLookup"],
        [((None, 4), "int64"), ((None, 1), "int32"), (None, 4)],
        needed={"vocabulary": [(1, 2, 3), (-1, 5), (5, -1), None]},
        options={
            "output_mode": MODES,
            "max_tokens": [9, None],
            "num_oov_indices": [0, 1, 2],
            "mask_token": [None, 0],
            "pad_to_max_tokens": [True, False],
            "oov_method": ["farmhash", "floormod"],
            "invert": [True, False],
        },
        wrong={
            "vocabulary": [(1, 1), ()],
            "max_tokens": [1, 2],
            "mask_token": [1],
            "salt": SALT,
            "vocabulary_dtype": ["int32", "string"],
            "oov_method": ["x"],
        },
        draws=80,
    ),
    Pool(
        ["TextVectorization"],
        [*TEXTS[1:], ((), "string"), ((3, 1), "string"), ((2, 3, 1), "string")],
        needed={"vocabulary": [("a", "b", "c"), ("", "[UNK]", "a"), None]},
        options={
            "output_mode": MODES,
            "max_tokens": [9, None],
            "output_sequence_length": [None, 7],
            "standardize": [None, "lower"],
            "split": [None, "character", "whitespace"],
            "ngrams": [2, (1, 2), None],
            "pad_to_max_tokens": [True, False],
            "ragged": [False, True],
        },
        wrong={
            "vocabulary": [("a", "a"), ("", "a")],
            "standardize": ["x"],
            "split": ["x"],
            "ngrams": ["x", 1.5],
            "sparse": [True],
            "output_mode": ["x", None],
        },
        draws=100,
    ),
    Pool(
        ["MelSpectrogram"],
        [(None, 16000), (None,), (4000,), (2, None), ((None, 512), "int32")],
        options={
            "num_mel_bins": [40, 1],
            "sequence_stride": [128, 500],
            "fft_length": [512, 2048],
            "sequence_length": [None, 256],
            "power_to_db": [False, True],
            **DTYPE,
        },
        wrong={"sequence_length": [4096], "num_mel_bins": ["a"]},
        draws=25,
    ),
    Pool(
        ["STFTSpectrogram"],
        [(None, 1000, 2), (None, None, 1), (2, 300, 3)],
        misfits=[(None, 1000), (None, 1000, None), (None, 100, 2)],
        options={
            "mode": ["log", "magnitude", "psd", "real", "imag", "angle", "stft"],
            "frame_length": [256, 100],
            "frame_step": [None, 50, 100],
            "fft_length": [None, 512, 300],
            "padding": ["valid", "same"],
            "expand_dims": [True, False],
            "data_format": FORMATS,
            "window": ["hamming", None],
            "scaling": ["spectrum", None],
            **DTYPE,
        },
        wrong={
            "mode": ["x"],
            "frame_step": [300, 0],
            "fft_length": [64],
            "padding": ["full"],
            "scaling": ["x"],
            "window": ["no_window"],
        },
        draws=60,
    ),
]

LATE_PREPROCESSING = [
    case("Rescaling", {"scale": 0.5}, ((None, 4), "string")),
    case("Rescaling", {"scale": "a"}, (None, 4)),
    case("Normalization", {}, ((None, 4), "string")),
    case("CategoryEncoding", {"num_tokens": 3}, ((None, 4), "string")),
    case("Discretization", {"bin_boundaries": (3.0, 1.0)}, (None, 4)),
    case("HashedCrossing", {"num_bins": 3}, ((None, 4), "string"), ((None, 4), "string")),
    case("HashedCrossing", {"num_bins": 3}, (None, 1), (None, 1)),
    case("StringLookup", {"vocabulary": ("a",)}, ((None, 4), "int32")),
    case("IntegerLookup", {"vocabulary": (1,)}, ((None, 4), "string")),
    case("TextVectorization", {"vocabulary": ("a",)}, ((None, 4), "string")),
    case("TextVectorization", {"vocabulary": ("a",)}, (None, 1)),
    case("MelSpectrogram", {}, ((None, 4000), "string")),
    case("STFTSpectrogram", {}, ((None, 1000, 2), "int32")),
]
"""Cases that Keras refuses only once data arrives; waiting for that helps nobody."""
