"""Code that streams the pictures whose files a table names, with what else the table holds."""

from __future__ import annotations

from netbuilder.codegen.data_folder_parts import decoded, share
from netbuilder.codegen.data_named import Named
from netbuilder.codegen.data_steps import TENSORFLOW, Steps, function, steps
from netbuilder.codegen.write import text
from netbuilder.dataset.options import Options


def picture_streams(named: Named, options: Options, validation: float) -> Steps:
    """Return the functions, the last of them ``load_data()``, with their imports.

    They expect ``load_table()``, which gives the names of files in the place of pictures.

    Args:
        named: What goes where.
        options: Say how large pictures are wanted.
        validation: The share of the training part that is held back to validate on.
    """
    read = decoded(options, "picture") + steps("return picture")
    lines = function("read_picture(name)", "Return the picture in a file.", read)
    doc = "Return a sample with its pictures; what else belongs to it is known."
    signature, body = _sample(named)
    lines += ["", "", *function(signature, doc, body)]
    doc = "Return samples in batches; the next one is made ready while one is used."
    batches = steps(
        "samples = samples.map(read_sample, num_parallel_calls=tf.data.AUTOTUNE)",
        "return samples.batch(BATCH_SIZE).prefetch(1)",
    )
    lines += ["", "", *function("in_batches(samples)", doc, batches)]
    doc = "Return the samples to train, to validate and to test on."
    lines += ["", "", *function("load_data()", doc, _parts(named, options, validation))]
    return Steps(tuple(lines), (TENSORFLOW,))


def _sample(named: Named) -> tuple[str, Steps]:
    """Return the signature and the body of the function that makes a sample of a row."""
    if not named.feeds:
        x, body = "read_picture(x)", steps()
    else:
        pictures = "{name: read_picture(x[name]) for name in PICTURES}"
        x, body = "x", steps(f"x = {{**x, **{pictures}}}")
        if named.listed.inputs:
            body += _in_order("x", named.listed.inputs)
    if named.listed.outputs and named.answers:
        body += _in_order("y", named.listed.outputs)
        return "read_sample(x, y, weight)", body + steps(f"return {x}, y, weight")
    return "read_sample(x, *others)", body + steps(f"return {x}, *others")


def _in_order(variable: str, names: tuple[str, ...]) -> Steps:
    """Make a tuple of a dictionary, as the model takes it."""
    order = f"{variable}_order = [{', '.join(map(text, names))}]"
    return steps(order, f"{variable} = tuple({variable}[name] for name in {variable}_order)")


def _parts(named: Named, options: Options, validation: float) -> Steps:
    """Split the training part, and mix it; only names of files are held in memory for that."""
    test = "test" if named.has_test else "_"
    body = steps(
        f"train, {test} = load_table()",
        "train = tf.data.Dataset.from_tensor_slices(train)",
    )
    if validation:
        body += steps(
            f"count = round(len(train) * {share(1 - validation)})",
            "train, validation = train.take(count), train.skip(count)",
        )
    body += steps(f"train = train.shuffle(len(train), seed={options.whole('split_seed')})")
    if named.has_test:
        body += steps("test = tf.data.Dataset.from_tensor_slices(test)")
    given = ["in_batches(train)", "in_batches(validation)" if validation else "None"]
    given.append("in_batches(test)" if named.has_test else "None")
    return body + steps(f"return {', '.join(given)}")
