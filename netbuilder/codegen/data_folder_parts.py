"""The parts that the samples in folders are read in: what each is, and how it is handed over."""

from __future__ import annotations

from netbuilder.codegen.data_steps import Steps, body_call, steps
from netbuilder.dataset.options import Options


def has_folder_to_validate(options: Options) -> bool:
    """Tell whether a folder holds the validation part."""
    return bool(options.values.get("validation_folder"))


def has_test(options: Options) -> bool:
    """Tell whether there is a test part."""
    return bool(options.text("test_folder")) or options.number("test_share") > 0


def held_shares(options: Options, validation: float) -> tuple[float, float]:
    """Return which shares of the training folder are held back: to test on, and to validate.

    Args:
        options: Of a folder.
        validation: The share of what is left to train on that is wanted to validate on.
    """
    held_test = 0.0 if options.text("test_folder") else options.number("test_share")
    return held_test, 0.0 if options.text("validation_folder") else (1 - held_test) * validation


def given(options: Options, validation: float) -> Steps:
    """Prepare the parts and return them; None stands for one that there is not."""
    names = ["train"]
    held = validation > 0 or has_folder_to_validate(options)
    names += ["validation"] if held else []
    names += ["test"] if has_test(options) else []
    change = _change(options)
    prepared = steps(*(f"{name} = {name}.map({change})" for name in names) if change else ())
    given = (
        f"in_batches({name})" if name in names else "None"
        for name in ("train", "validation", "test")
    )
    return prepared + steps(f"return {', '.join(given)}")


def _change(options: Options) -> str:
    """Return the function that makes of a file's sample what the network gets; empty if none."""
    scaled = "x / 255" if options.values.get("scale") == "0 to 1" else "x"
    if is_itself(options):
        return f"lambda x: ({scaled}, {scaled})"
    return f"lambda x, y: ({scaled}, y)" if scaled != "x" else ""


def class_names(options: Options) -> list[str]:
    """Return the constant with the classes' names, in the order of their numbers."""
    return [
        "CLASS_NAMES = sorted(",
        "    folder.name",
        f"    for folder in {train_folder(options)}.iterdir()",
        '    if folder.is_dir() and folder.name[0] != "."',
        ")",
    ]


def train_folder(options: Options) -> str:
    """Return the folder that holds the training part, as the code calls it."""
    return "TRAIN_FOLDER" if options.text("train_folder") else "DATA_FOLDER"


def is_itself(options: Options) -> bool:
    """Tell whether the network is to answer with what it gets."""
    return options.values.get("target") == "same as input"


def share(value: float) -> str:
    """Return a share as the code writes it."""
    return repr(round(value, 4))


def decoded(options: Options, variable: str) -> Steps:
    """Read the picture in the file ``name`` into a variable, in the wished size and colours."""
    channels = 1 if options.text("colour") == "grey" else 3
    reading = ["tf.io.read_file(name)", f"channels={channels}", "expand_animations=False"]
    return body_call(f"{variable} = tf.io.decode_image(", reading) + steps(
        f"{variable}.set_shape((None, None, {channels}))",
        f"{variable} = tf.image.resize({variable}, IMAGE_SIZE)",
    )


def size_constant(options: Options) -> str:
    """Return the assignment of the size of pictures."""
    size = f"({options.whole('height')}, {options.whole('width')})"
    return f"IMAGE_SIZE = {size}  # height, width"
