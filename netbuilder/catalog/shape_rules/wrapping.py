"""Rules for the layers that hold another layer, in several folders of ``keras/src/layers``.

Such a rule needs the judgement of the held layer and is given the function for it. It
answers None where the held layer is one that no rule knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from netbuilder.catalog.arguments import Arguments, Call, RuleError, show
from netbuilder.catalog.shape_rules.dtypes import FLOATS, autocast, compute_dtype
from netbuilder.catalog.shape_rules.holding import HoldingRule, Inputs, Judge, judged, several
from netbuilder.catalog.shape_rules.inputs import need_axes
from netbuilder.catalog.tensors import Outcome, Shape, Tensor, Weight, one_step, promised
from netbuilder.graph.values import Config
from netbuilder.i18n import tr

_RECURRENT = ("ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D", "GRU", "LSTM", "SimpleRNN")
_KERNELS = (
    "Conv1D",
    "Conv1DTranspose",
    "Conv2D",
    "Conv2DTranspose",
    "Conv3D",
    "Conv3DTranspose",
    "Dense",
    "DepthwiseConv1D",
    "DepthwiseConv2D",
    "EinsumDense",
    "Embedding",
    "ReversibleEmbedding",
)


def time_distributed(judge: Judge, arguments: Arguments, inputs: Inputs) -> Outcome | None:
    """``TimeDistributed``: the held layer on each step of axis 1 alone."""
    tensor = inputs[0]
    least = 2 if arguments.call is Call.RUNS else 3  # which only the formula asks for
    need_axes(tensor, least, tr("batch, time and others"), 0)
    step = one_step(tensor)
    held = arguments.layer("layer")
    outcome = judged(judge, held, (step,), "layer")
    if outcome is None:
        return None
    _need_same_format(arguments, held)
    if len(outcome.outputs) > 1:
        raise RuleError(
            tr("cannot hold a layer with several outputs"),
            tr("Set return_state of the {layer} to no.", layer=held.class_name),
            setting="layer",
        )
    inner = outcome.outputs[0]
    real = inner.actual or inner
    said = Tensor(_over_time(inner.shape, tensor), compute_dtype(arguments))
    dtype = said.dtype if real.dtype in FLOATS else real.dtype
    output = promised(said, Tensor(_over_time(real.shape, tensor), dtype))
    return Outcome((output,), outcome.weights, outcome.doubt)


def _over_time(step: Shape, sequence: Tensor) -> Shape:
    return (*step[:1], sequence.shape[1], *step[1:])


def bidirectional(judge: Judge, arguments: Arguments, inputs: Inputs) -> Outcome | None:
    """``Bidirectional``: a recurrent layer that reads forwards, and one backwards."""
    mode = arguments.get("merge_mode")
    if mode is not None:
        mode = arguments.choice("merge_mode", "concat", "sum", "mul", "ave")
    forward = arguments.layer("layer")
    ahead = _judged_recurrent(judge, forward, inputs, "layer")
    backward = _backward(arguments, forward)
    back = _judged_recurrent(judge, backward, inputs, "backward_layer")
    if ahead is None or back is None:
        return None
    _need_partners(forward, backward, ahead, back)
    output, *states = (tensor.shape for tensor in ahead.outputs)
    if mode == "concat":
        output = (*output[:-1], None if output[-1] is None else 2 * output[-1])
    outputs = [output, output] if mode is None else [output]
    dtype = compute_dtype(arguments)
    tensors = tuple(Tensor(shape, dtype) for shape in (*outputs, *states, *states))
    return Outcome(tensors, ahead.weights + back.weights)


def spectral_normalization(judge: Judge, arguments: Arguments, inputs: Inputs) -> Outcome | None:
    """``SpectralNormalization``: keeps the largest singular value of the held kernel at 1."""
    arguments.integer("power_iterations")
    need_axes(inputs[0], 1, tr("batch and others"), 0)
    held = arguments.layer("layer")
    outcome = judged(judge, held, inputs, "layer")
    if outcome is None:
        return None
    if held.class_name not in _KERNELS:
        raise RuleError(
            tr("cannot hold a {layer}, which has no kernel", layer=held.class_name),
            tr("It normalises the kernel of a Dense, convolution or Embedding layer."),
            setting="layer",
        )
    inside = compute_dtype(Arguments(held.params))
    if inside not in FLOATS:
        raise RuleError(
            tr("holds a {layer} that computes in {inner}", layer=held.class_name, inner=inside),
            tr("It divides the kernel by a number with a fraction. Choose float32."),
            setting="layer",
        )
    columns = outcome.weights[0].shape[-1]
    inner = outcome.outputs[0]
    dtype = compute_dtype(arguments)
    # The layer gives the number format that it gets (``SpectralNormalization.call``).
    real = Tensor((inner.actual or inner).shape, autocast(arguments, inputs[0]).dtype)
    output = replace(promised(Tensor(inner.shape, dtype), real), mask=inner.mask)
    vector = Weight((1, columns), trainable=False)
    return Outcome((output,), (*outcome.weights, vector), outcome.doubt)


def pipeline(judge: Judge, arguments: Arguments, inputs: Inputs) -> Outcome | None:
    """``Pipeline``: layers one after another."""
    tensors: Inputs = (
        replace(autocast(arguments, inputs[0]), ragged=inputs[0].ragged, mask=inputs[0].mask),
    )
    weights: tuple[Weight, ...] = ()
    doubt = None
    for held in several(arguments, "layers"):
        outcome = judged(judge, held, tensors, "layers")
        if outcome is None:
            return None
        tensors = outcome.outputs
        weights += outcome.weights
        doubt = doubt or outcome.doubt
    return Outcome(tensors, weights, doubt)


def _need_same_format(arguments: Arguments, held: Config) -> None:
    """Refuse a number format of its own around a layer whose weights do not follow it."""
    outer = arguments.get("dtype")
    mixed = isinstance(outer, str) and outer.startswith("mixed_")
    inner = compute_dtype(Arguments(held.params))
    if "Conv" not in held.class_name and held.class_name != "PReLU":
        return
    if outer is not None and not mixed and compute_dtype(arguments) != inner:
        raise RuleError(
            tr(
                "computes in {outer}, but holds a {layer} that computes in {inner}",
                outer=show(outer),
                layer=held.class_name,
                inner=inner,
            ),
            tr("Set the dtype of the layer inside, too."),
            setting="dtype",
        )


def _judged_recurrent(judge: Judge, held: Config, inputs: Inputs, setting: str) -> Outcome | None:
    outcome = judged(judge, held, inputs, setting)
    if outcome is not None and held.class_name not in _RECURRENT:
        raise RuleError(
            tr("cannot hold a {layer}", layer=held.class_name),
            tr("Only recurrent layers such as LSTM and GRU read a sequence in a direction."),
            setting=setting,
        )
    return outcome


def _backward(arguments: Arguments, forward: Config) -> Config:
    if arguments.get("backward_layer") is not None:
        return arguments.layer("backward_layer")
    return Config(forward.class_name, forward.params.with_value("go_backwards", True))


def _need_partners(forward: Config, backward: Config, ahead: Outcome, back: Outcome) -> None:
    """Refuse two layers whose results cannot be put together."""
    if _setting(forward, "go_backwards") == _setting(backward, "go_backwards"):
        raise RuleError(
            tr("needs one layer that goes forwards and one that goes backwards"),
            tr("Set go_backwards of exactly one of them; without a second layer, to no."),
            setting="layer",
        )
    for name in ("stateful", "return_sequences", "return_state"):
        if _setting(forward, name) != _setting(backward, name):
            raise RuleError(
                tr("needs the same {name} for both layers", name=name),
                tr("Their outputs are put together, so they must be of one kind."),
                setting="backward_layer",
            )
    if ahead.outputs[0].shape != back.outputs[0].shape:
        raise RuleError(
            tr(
                "cannot join {ahead} forwards and {back} backwards",
                ahead=show(ahead.outputs[0].shape),
                back=show(back.outputs[0].shape),
            ),
            tr("Keras expects both layers to have as many units."),
            setting="backward_layer",
        )


def _setting(held: Config, name: str) -> bool:
    return held.params.get(name) is True


RULES: Mapping[str, HoldingRule] = {
    "Bidirectional": bidirectional,
    "Pipeline": pipeline,
    "SpectralNormalization": spectral_normalization,
    "TimeDistributed": time_distributed,
}
