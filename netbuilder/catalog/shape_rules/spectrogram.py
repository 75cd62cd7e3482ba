"""Rules for the preprocessing layers that turn sound into spectrograms."""

from __future__ import annotations

from collections.abc import Mapping

from netbuilder.catalog.arguments import Arguments, RuleError, show
from netbuilder.catalog.shape_rules.axes import (
    channels_first,
    doubt_text,
    join,
    require_spatial,
    split,
)
from netbuilder.catalog.shape_rules.dtypes import compute_dtype
from netbuilder.catalog.shape_rules.inputs import (
    known_size,
    need_axes,
    need_decimals,
)
from netbuilder.catalog.shape_rules.windows import Window, slide
from netbuilder.catalog.tensors import Outcome, Rule, Tensor, Weight, promised
from netbuilder.i18n import tr

_WINDOWS = (
    "bart",
    "barthann",
    "bartlett",
    "bkh",
    "black",
    "blackharr",
    "blackman",
    "blackmanharris",
    "blk",
    "bman",
    "bmn",
    "bohman",
    "box",
    "boxcar",
    "brt",
    "brthan",
    "bth",
    "cosine",
    "exponential",
    "flat",
    "flattop",
    "flt",
    "halfcosine",
    "ham",
    "hamm",
    "hamming",
    "han",
    "hann",
    "lanczos",
    "nut",
    "nutl",
    "nuttall",
    "ones",
    "par",
    "parz",
    "parzen",
    "poisson",
    "rect",
    "rectangular",
    "sinc",
    "taylor",
    "taylorwin",
    "tri",
    "triang",
    "triangle",
    "tuk",
    "tukey",
)
"""The names that ``scipy.signal.get_window`` knows and that need no numbers of their own."""

_MODES = ("log", "magnitude", "psd", "real", "imag", "angle", "stft")


def mel_spectrogram(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``MelSpectrogram``: how loud each of ``num_mel_bins`` pitches is, frame by frame."""
    tensor = inputs[0]
    longest = arguments.integer("fft_length", 0)
    shortest = -longest if arguments.get("window") is None else 0  # only a window is compared
    if (arguments.optional_integer("sequence_length", shortest) or longest) > longest:
        raise RuleError(
            tr("has a sequence_length above its fft_length of {longest}", longest=longest),
            tr("Each stretch of sound has to fit into one Fourier transform."),
            setting="sequence_length",
        )
    bins = arguments.integer("num_mel_bins", 0)
    need_axes(tensor, 1, tr("time"), 0)
    announced = tensor.shape[min(1, tensor.rank - 1)]
    stride = arguments.integer("sequence_stride", 1 if announced is not None else None)
    if isinstance(arguments.get("window"), str):
        arguments.choice("window", "hann", "hamming")
    if compute_dtype(arguments) == "float64" and arguments.flag("power_to_db"):
        raise RuleError(
            tr("cannot compute in float64"),
            tr(
                "Keras computes the loudest pitch in float32 and then cannot put the two "
                "together. Set power_to_db to False, or choose float32."
            ),
            setting="dtype",
            late=True,
        )
    dtype = compute_dtype(arguments)
    before = tensor.shape[: min(1, tensor.rank - 1)]
    said = Tensor((*before, bins, _frames(announced, stride)), dtype)
    time = tensor.shape[-1]
    frames = None if time is None or stride < 1 else 1 + time // stride
    real = Tensor((*tensor.shape[:-1], bins, frames), dtype)
    return Outcome((promised(said, real),), doubt=doubt_text(tensor) or _doubt_stride(stride))


def _doubt_stride(stride: int) -> RuleError | None:
    """Say that frames do not move on, which Keras finds only in sound of a known length."""
    if stride > 0:
        return None
    return RuleError(
        tr("moves on by {stride} from frame to frame", stride=stride),
        tr("Keras does not look at it while the length is open; it fails once sound comes."),
        setting="sequence_stride",
    )


def _frames(time: int | None, stride: int) -> int | None:
    return None if time is None else (time + stride + 1) // stride


def stft_spectrogram(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``STFTSpectrogram``: the Fourier transform of each frame, by a convolution."""
    tensor = inputs[0]
    mode = arguments.choice("mode", *_MODES)
    frame, step, transform = _lengths(arguments)
    padding = arguments.choice("padding", "valid", "same")
    if arguments.get("scaling") is not None:
        arguments.choice("scaling", "density", "spectrum")
    if isinstance(arguments.get("window"), str):
        arguments.choice("window", *_WINDOWS)
    first = channels_first(arguments)
    require_spatial(tensor, 1, first)
    need_decimals(inputs)
    _refuse_halves(arguments)
    channels = known_size(tensor, 1 if first else 2, 0)
    space, _ = split(tensor.shape, first)
    frames = slide(space, (Window(frame, step),), padding, "frame_length", first)
    pitches = transform // 2 + 1
    kernels = (Weight((frame, 1, pitches)),) * (1 if mode in ("real", "imag") else 2)
    pitches *= 2 if mode == "stft" else 1
    batch = tensor.shape[0]
    shape = join(batch, frames, pitches * channels, first)
    if arguments.flag("expand_dims"):
        shape = (
            (batch, channels, *frames, pitches) if first else (batch, *frames, pitches, channels)
        )
    return Outcome((Tensor(shape, compute_dtype(arguments)),), kernels)


def _refuse_halves(arguments: Arguments) -> None:
    dtype = arguments.get("dtype")
    if dtype in ("float16", "bfloat16"):
        raise RuleError(
            tr("cannot compute in {dtype}", dtype=show(dtype)),
            tr("TensorFlow has the Fourier transform for numbers of 32 or 64 bits only."),
            setting="dtype",
            late=True,
        )


def _lengths(arguments: Arguments) -> tuple[int, int, int]:
    """Return the length of a frame, the distance of two, and that of a transform."""
    frame = arguments.integer("frame_length", minimum=2)
    step = arguments.optional_integer("frame_step")
    transform = arguments.optional_integer("fft_length")
    if step is not None and step > frame:
        raise RuleError(
            tr("has a frame_step above its frame_length of {frame}", frame=frame),
            tr("The sound between two frames would be lost."),
            setting="frame_step",
        )
    if transform is not None and transform < frame:
        raise RuleError(
            tr("has an fft_length below its frame_length of {frame}", frame=frame),
            tr("Each frame has to fit into one Fourier transform."),
            setting="fft_length",
        )
    power = 1 << (frame - 1).bit_length()
    return frame, step or frame // 2, transform or power


RULES: Mapping[str, Rule] = {
    "MelSpectrogram": mel_spectrogram,
    "STFTSpectrogram": stft_spectrogram,
}
