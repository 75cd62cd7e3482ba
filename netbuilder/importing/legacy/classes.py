"""Classes of layers under the names that they once had."""

from __future__ import annotations

from collections.abc import Mapping

from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.spec import Family

RENAMED: Mapping[str, str] = {
    "AtrousConv1D": "Conv1D",
    "AtrousConv2D": "Conv2D",
    "AtrousConvolution1D": "Conv1D",
    "AtrousConvolution2D": "Conv2D",
    "AvgPool1D": "AveragePooling1D",
    "AvgPool2D": "AveragePooling2D",
    "AvgPool3D": "AveragePooling3D",
    "BatchNormalizationV1": "BatchNormalization",
    "BatchNormalizationV2": "BatchNormalization",
    "Convolution1D": "Conv1D",
    "Convolution1DTranspose": "Conv1DTranspose",
    "Convolution2D": "Conv2D",
    "Convolution2DTranspose": "Conv2DTranspose",
    "Convolution3D": "Conv3D",
    "Convolution3DTranspose": "Conv3DTranspose",
    "CuDNNGRU": "GRU",
    "CuDNNLSTM": "LSTM",
    "Deconv2D": "Conv2DTranspose",
    "Deconv3D": "Conv3DTranspose",
    "Deconvolution2D": "Conv2DTranspose",
    "Deconvolution3D": "Conv3DTranspose",
    "DepthwiseConvolution1D": "DepthwiseConv1D",
    "DepthwiseConvolution2D": "DepthwiseConv2D",
    "GRUV1": "GRU",
    "GRUV2": "GRU",
    "GlobalAvgPool1D": "GlobalAveragePooling1D",
    "GlobalAvgPool2D": "GlobalAveragePooling2D",
    "GlobalAvgPool3D": "GlobalAveragePooling3D",
    "GlobalMaxPool1D": "GlobalMaxPooling1D",
    "GlobalMaxPool2D": "GlobalMaxPooling2D",
    "GlobalMaxPool3D": "GlobalMaxPooling3D",
    "GroupedQueryAttention": "GroupQueryAttention",
    "Input": "InputLayer",
    "LSTMV1": "LSTM",
    "LSTMV2": "LSTM",
    "MaxPool1D": "MaxPooling1D",
    "MaxPool2D": "MaxPooling2D",
    "MaxPool3D": "MaxPooling3D",
    "SeparableConvolution1D": "SeparableConv1D",
    "SeparableConvolution2D": "SeparableConv2D",
    "SyncBatchNormalization": "BatchNormalization",
    "ThresholdedReLU": "ReLU",
    "TimeDistributedDense": "TimeDistributed",
}
"""Classes of Keras 1 and 2, and second names that Keras 3 still takes, by what they are now."""

MERGED: Mapping[str, str] = {
    "ave": "Average",
    "concat": "Concatenate",
    "cos": "Dot",
    "dot": "Dot",
    "max": "Maximum",
    "min": "Minimum",
    "mul": "Multiply",
    "sum": "Add",
}
"""What Keras 1 wrote as ``Merge(mode=...)``, by the mode."""

OLD_ORDER: Mapping[str, tuple[str, ...]] = {
    "AtrousConvolution2D": ("nb_filter", "nb_row", "nb_col"),
    "Convolution2D": ("nb_filter", "nb_row", "nb_col"),
    "Convolution3D": ("nb_filter", "kernel_dim1", "kernel_dim2", "kernel_dim3"),
    "Deconvolution2D": ("nb_filter", "nb_row", "nb_col", "output_shape"),
    "SeparableConvolution2D": ("nb_filter", "nb_row", "nb_col"),
}
"""The order in which Keras 1 took the sizes of filters, one by one."""


def current_class(name: str) -> str:
    """Return what a class of layers is called today."""
    return RENAMED.get(name, name)


def is_known_layer(name: str) -> bool:
    """Tell whether a class of layers is known, under its old name or that of today."""
    catalog = load_catalog()
    is_cell = catalog.find(Family.CELL, name) is not None
    return current_class(name) in catalog.layers or is_cell or name == "Merge"
