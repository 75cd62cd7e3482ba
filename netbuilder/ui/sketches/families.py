"""Which picture tells what a layer does: layers that do the like share one."""

from __future__ import annotations

from enum import StrEnum

from netbuilder.catalog.spec import LayerSpec


class Family(StrEnum):
    """Layers that do the like to their input."""

    INPUT = "input"
    DENSE = "dense"
    EMBEDDING = "embedding"
    IDENTITY = "identity"
    MASKING = "masking"
    CONVOLUTION = "convolution"
    TRANSPOSED = "transposed"
    DEPTHWISE = "depthwise"
    POOLING = "pooling"
    GLOBAL_POOLING = "global pooling"
    FLATTEN = "flatten"
    RESHAPE = "reshape"
    PERMUTE = "permute"
    REPEAT = "repeat"
    GROW = "grow"
    CROP = "crop"
    PAD = "pad"
    SUM = "sum"
    JOIN = "join"
    DOT = "dot"
    DROPOUT = "dropout"
    NOISE = "noise"
    NORMALIZATION = "normalization"
    RECURRENT = "recurrent"
    BOTH_WAYS = "both ways"
    EACH_STEP = "each step"
    ATTENTION = "attention"
    MOVED = "moved picture"
    COLOURED = "coloured picture"
    ERASED = "erased picture"
    MIXED = "mixed pictures"
    RESCALE = "rescale"
    WORDS = "words"
    BINS = "bins"
    SPECTRUM = "spectrum"
    ACTIVATION = "activation"
    SOFTMAX = "softmax"
    OPERATION = "operation"
    OWN = "own"


# The first word that a class's name holds decides.
_BY_NAME = (
    ("Transpose", Family.TRANSPOSED),
    ("Depthwise", Family.DEPTHWISE),
    ("SeparableConv", Family.DEPTHWISE),
    ("ConvLSTM", Family.RECURRENT),
    ("Global", Family.GLOBAL_POOLING),
    ("Embedding", Family.EMBEDDING),
    ("Identity", Family.IDENTITY),
    ("Masking", Family.MASKING),
    ("Flatten", Family.FLATTEN),
    ("Permute", Family.PERMUTE),
    ("RepeatVector", Family.REPEAT),
    ("UpSampling", Family.GROW),
    ("Resizing", Family.GROW),
    ("Crop", Family.CROP),
    ("Padding", Family.PAD),
    ("Concatenate", Family.JOIN),
    ("Dot", Family.DOT),
    ("Noise", Family.NOISE),
    ("ActivityRegularization", Family.IDENTITY),
    ("MaxNumBoundingBoxes", Family.IDENTITY),
    ("Bidirectional", Family.BOTH_WAYS),
    ("TimeDistributed", Family.EACH_STEP),
    ("Erasing", Family.ERASED),
    ("CutMix", Family.MIXED),
    ("MixUp", Family.MIXED),
    ("AugMix", Family.MIXED),
    ("Spectrogram", Family.SPECTRUM),
    ("Rescaling", Family.RESCALE),
    ("TextVectorization", Family.WORDS),
    ("StringLookup", Family.WORDS),
    ("IntegerLookup", Family.WORDS),
    ("Hash", Family.WORDS),
    ("CategoryEncoding", Family.BINS),
    ("Discretization", Family.BINS),
    ("Flip", Family.MOVED),
    ("Rotation", Family.MOVED),
    ("Zoom", Family.MOVED),
    ("Translation", Family.MOVED),
    ("Shear", Family.MOVED),
    ("Perspective", Family.MOVED),
    ("Elastic", Family.MOVED),
    ("RandAugment", Family.MOVED),
    ("Pipeline", Family.MOVED),
    ("Softmax", Family.SOFTMAX),
)

_BY_CATEGORY = {
    "input": Family.INPUT,
    "core": Family.DENSE,
    "convolution": Family.CONVOLUTION,
    "pooling": Family.POOLING,
    "recurrent": Family.RECURRENT,
    "attention": Family.ATTENTION,
    "normalization": Family.NORMALIZATION,
    "regularization": Family.DROPOUT,
    "reshaping": Family.RESHAPE,
    "merging": Family.SUM,
    "preprocessing": Family.COLOURED,
    "activation": Family.ACTIVATION,
    "operation": Family.OPERATION,
}


def family_of(spec: LayerSpec) -> Family:
    """Return the family of a layer; that of its category where its name says nothing more."""
    if spec.category == "operation":
        return Family.OPERATION
    if spec.name == "Normalization":
        return Family.NORMALIZATION
    named = next((family for word, family in _BY_NAME if word in spec.name), None)
    return named or _BY_CATEGORY.get(spec.category, Family.OWN)
