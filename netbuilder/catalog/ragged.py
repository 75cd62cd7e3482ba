"""Rows of different lengths: what ``TextVectorization`` makes of texts with more or fewer words.

TensorFlow has a kind of tensor of its own for them (``RaggedTensor``). Most layers hand it on,
some make an even one of it, and some fail once they are called; Keras does not say so before.
"""

from __future__ import annotations

from dataclasses import replace

from netbuilder.catalog.arguments import RuleError
from netbuilder.catalog.tensors import Outcome, Tensor
from netbuilder.i18n import tr

_REFUSING = frozenset(
    (
        *("ActivityRegularization", "Dense", "EinsumDense", "Permute", "RepeatVector"),
        *("GRU", "GroupQueryAttention", "LSTM", "MultiHeadAttention", "RNN", "SimpleRNN"),
        *("Conv1D", "Conv1DTranspose", "DepthwiseConv1D", "SeparableConv1D", "TimeDistributed"),
        *("AveragePooling1D", "MaxPooling1D", "UpSampling1D", "ZeroPadding1D"),
        *("AugMix", "CenterCrop", "RandomContrast", "RandomFlip"),
    )
)
_EVENING = frozenset(
    (
        *("CategoryEncoding", "Flatten", "Reshape", "Resizing", "ops.reshape"),
        *("GlobalAveragePooling1D", "GlobalMaxPooling1D"),
        *(f"ops.{name}" for name in ("all", "any", "max", "mean", "min", "prod", "std", "sum")),
    )
)


def refuse_ragged(class_name: str, inputs: tuple[Tensor, ...]) -> None:
    """Refuse rows of different lengths where a layer cannot read them.

    Raises:
        RuleError: One of the inputs has such rows.
    """
    for port, tensor in enumerate(inputs):
        if tensor.ragged and class_name in _REFUSING:
            raise RuleError(
                tr("cannot read rows of different lengths"),
                tr(
                    "A TextVectorization further up makes as many places as a text has words. "
                    "With output_mode 'int' and an output_sequence_length, all rows are as long."
                ),
                port=port,
            )


def with_ragged(class_name: str, inputs: tuple[Tensor, ...], outcome: Outcome) -> Outcome:
    """Return what a layer gives, its rows of different lengths where its inputs have such."""
    if class_name in _EVENING or not any(tensor.ragged for tensor in inputs):
        return outcome
    outputs = tuple(replace(output, ragged=True) for output in outcome.outputs)
    return replace(outcome, outputs=outputs)
