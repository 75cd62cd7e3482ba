"""Shares a training among machines or GPUs, or among nothing, as it finds them.

With TF_CONFIG in the environment, all processes that it lists train one network together:
each takes its share of every batch, and they add up the gradients. Without it, several GPUs
of this machine share the work; with one or none, all is as usual.

The script's folder has to be on a disk that all machines see. After every epoch the state of
the training is kept there; a training that was interrupted goes on from it.

Made with NetBuilder.
"""

import itertools
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf

FOLDER = Path(__file__).parent
HISTORY = "history.json"  # inside the file with the state


def choose_strategy() -> tf.distribute.Strategy:
    """Return how the work is shared."""
    if "TF_CONFIG" in os.environ:
        return tf.distribute.MultiWorkerMirroredStrategy()
    if len(tf.config.list_physical_devices("GPU")) > 1:
        return tf.distribute.MirroredStrategy()
    return tf.distribute.get_strategy()


STRATEGY = choose_strategy()  # before anything is computed
TOGETHER = isinstance(STRATEGY, tf.distribute.MultiWorkerMirroredStrategy)
REPLICAS = STRATEGY.num_replicas_in_sync
FITS = itertools.count(1)


def is_chief() -> bool:
    """Tell whether this process is the one that saves: the chief, or else worker 0."""
    if not TOGETHER:
        return True
    resolver = STRATEGY.cluster_resolver
    if resolver.task_type == "worker":
        return resolver.task_id == 0 and "chief" not in resolver.cluster_spec().jobs
    return resolver.task_type in (None, "", "chief")


def fit(model: keras.Model, x: Any, y: Any = None, **options: Any) -> Any:
    """Train as model.fit(x, y, ...) does, with the other machines if there are any."""
    if TOGETHER:
        return fit_together(model, x, y, **options)
    return model.fit(x, y, **options)


def evaluate(
    model: keras.Model,
    x: Any,
    y: Any = None,
    *,
    batch_size: int | None = None,
    sample_weight: Any = None,
    return_dict: bool = True,
) -> Any:
    """Return the figures on test data, as model.evaluate(x, y, ...) does."""
    if TOGETHER:
        return Steps(model).check(batches(samples_of(x, y, sample_weight), batch_size))
    return model.evaluate(
        x, y, batch_size=batch_size, sample_weight=sample_weight, return_dict=return_dict
    )


def save(model: keras.Model, path: str) -> None:
    """Save the model, once; the training need not go on from anywhere any more."""
    if is_chief():
        model.save(path)
        for file in FOLDER.glob("interrupted-*.keras"):
            file.unlink()


def fit_together(
    model: keras.Model,
    x: Any,
    y: Any = None,
    *,
    batch_size: int | None = None,
    epochs: int = 1,
    initial_epoch: int = 0,
    validation_split: float = 0.0,
    validation_data: Any = None,
    class_weight: dict[int, float] | None = None,
    sample_weight: Any = None,
    shuffle: bool = True,
    callbacks: Any = (),
) -> Any:
    """Train with a loop of our own: among machines, model.fit() fails in Keras 3."""
    train = samples_of(x, y, sample_weight)
    if validation_split:
        train, validation_data = hold_back(train, validation_split)
    heard = keras.callbacks.CallbackList(
        list(callbacks), add_history=True, model=model, epochs=epochs
    )
    steps = Steps(model, heard)
    steps.build(next(batches(train, batch_size, class_weight=class_weight)))
    seed = np.random.randint(2**31)  # the same on all machines, for SEED is
    state = FOLDER / f"interrupted-{next(FITS)}.keras"
    rows = take_up(model, state)
    if not is_chief():
        os.chdir(tempfile.mkdtemp())  # what callbacks write is of no use twice
    model.stop_training = False
    heard.on_train_begin()
    for epoch in range(initial_epoch + len(rows), epochs):
        heard.on_epoch_begin(epoch)
        order = np.random.default_rng(seed + epoch) if shuffle else None
        logs = steps.learn(batches(train, batch_size, order, class_weight))
        if validation_data is not None:
            heard.on_test_begin()
            found = steps.check(batches(validation_data, batch_size))
            heard.on_test_end(found)
            logs.update({f"val_{name}": value for name, value in found.items()})
        heard.on_epoch_end(epoch, logs)
        rows.append(logs)
        keep_state(model, rows, state)
        if model.stop_training:
            break
    heard.on_train_end()
    model.history.epoch = list(range(initial_epoch, initial_epoch + len(rows)))
    model.history.history = {name: [row[name] for row in rows] for name in rows[-1]}
    return model.history


class Steps:
    """Goes through batches, each machine with its share of them, and tells callbacks of each."""

    def __init__(
        self, model: keras.Model, heard: keras.callbacks.CallbackList | None = None
    ) -> None:
        self.model = model
        self.heard = heard if heard and any(map(hears_batches, heard.callbacks)) else None
        self.summed = is_summed(model)
        with STRATEGY.scope():
            self.loss = keras.metrics.Mean("loss")
        self._learn = tf.function(self._share_learning, reduce_retracing=True)
        self._check = tf.function(self._share_checking, reduce_retracing=True)

    def build(self, batch: Any) -> None:
        """Make all variables, which cannot be made where they are shared."""
        with STRATEGY.scope():
            self.model._symbolic_build(data_batch=batch)  # as model.fit() does

    def learn(self, data: Iterator[Any]) -> dict[str, Any]:
        """Change the weights by every batch, and return the figures."""
        found = self._go_through("train", self._learn, data)
        self._agree()
        return found

    def check(self, data: Iterator[Any]) -> dict[str, Any]:
        """Return the figures on all batches."""
        return self._go_through("test", self._check, data)

    def _go_through(self, kind: str, step: Any, data: Iterator[Any]) -> dict[str, Any]:
        self.model.reset_metrics()
        self.loss.reset_state()
        for number, batch in enumerate(data):
            if size_of(batch) < REPLICAS:  # nobody can learn from nothing
                continue
            if self.heard:
                getattr(self.heard, f"on_{kind}_batch_begin")(number)
            step(*shared(batch))
            if self.heard:
                getattr(self.heard, f"on_{kind}_batch_end")(number, self._figures())
            if kind == "train" and self.model.stop_training:
                break
        return self._figures()

    def _figures(self) -> dict[str, Any]:
        found = {**self.model.get_metrics_result(), "loss": self.loss.result()}
        return {name: np.asarray(value).tolist() for name, value in found.items()}

    def _share_learning(self, part: Any, share: tf.Tensor) -> None:
        STRATEGY.run(self._learn_from, args=(part, share))

    def _share_checking(self, part: Any, share: tf.Tensor) -> None:
        STRATEGY.run(self._look_at, args=(part, share))

    def _agree(self) -> None:
        """Take the mean of what each machine has measured, as BatchNormalization does."""
        measured = [v for v in self.model.non_trainable_variables if "float" in v.dtype]
        for variable in measured:
            variable.assign(mean_of_all(variable.numpy()))

    def _learn_from(self, part: Any, share: tf.Tensor) -> None:
        model, (x, y, weight) = self.model, keras.utils.unpack_x_y_sample_weight(part)
        with tf.GradientTape() as tape:
            y_pred = model(x, training=True)
            loss = model.compute_loss(x, y, y_pred, weight, training=True)
            # Of means, that of a smaller share counts for less; sums are added as they are.
            part_of_it = loss if self.summed else loss * tf.cast(share, loss.dtype)
            scaled = model.optimizer.scale_loss(part_of_it)
        gradients = tape.gradient(scaled, model.trainable_weights)
        model.optimizer.apply_gradients(zip(gradients, model.trainable_weights, strict=True))
        self._take_note(loss, part, share, y_pred)

    def _look_at(self, part: Any, share: tf.Tensor) -> None:
        x, y, weight = keras.utils.unpack_x_y_sample_weight(part)
        y_pred = self.model(x, training=False)
        loss = self.model.compute_loss(x, y, y_pred, weight, training=False)
        self._take_note(loss, part, share, y_pred)

    def _take_note(self, loss: tf.Tensor, part: Any, share: tf.Tensor, y_pred: Any) -> None:
        x, y, weight = keras.utils.unpack_x_y_sample_weight(part)
        # Keras has divided a mean by the number of those who add theirs up.
        size = tf.cast(tf.shape(keras.tree.flatten(x)[0])[0], tf.float32)
        counts = size / share if self.summed else size
        self.loss.update_state(loss * REPLICAS, sample_weight=counts)
        self.model.compute_metrics(x, y, y_pred, weight)


def hears_batches(callback: keras.callbacks.Callback) -> bool:
    """Tell whether a callback wants to hear of single batches."""
    names = [
        f"on_{kind}batch_{end}" for kind in ("", "train_", "test_") for end in ("begin", "end")
    ]
    heard = (getattr(callback, name) for name in names)
    usual = (getattr(keras.callbacks.Callback, name) for name in names)
    pairs = zip(heard, usual, strict=True)
    return any(getattr(own, "__func__", own) is not plain for own, plain in pairs)


def is_summed(model: keras.Model) -> bool:
    """Tell whether the model's losses are sums over the samples, not means."""
    found = {getattr(one, "reduction", None) == "sum" for one in keras.tree.flatten(model.loss)}
    if len(found) > 1:
        raise SystemExit("Losses with reduction='sum' and others cannot be mixed among machines.")
    return True in found


def samples_of(x: Any, y: Any = None, weight: Any = None) -> Any:
    """Return samples, answers and perhaps weights as one; a dataset of batches as it is."""
    if isinstance(x, tf.data.Dataset):
        return x
    return (x, y) if weight is None else (x, y, weight)


def batches(
    data: Any,
    batch_size: int | None = None,
    order: np.random.Generator | None = None,
    class_weight: dict[int, float] | None = None,
) -> Iterator[Any]:
    """Yield batches of samples and answers, in an order of chance if there is one."""
    for given in data if isinstance(data, tf.data.Dataset) else cut(data, batch_size, order):
        batch = given
        if class_weight is not None:
            x, y = given[:2]
            batch = (x, y, weights_of(np.asarray(y), class_weight))
        yield keras.tree.map_structure(tf.convert_to_tensor, batch)


def cut(arrays: Any, batch_size: int | None, order: np.random.Generator | None) -> Iterator[Any]:
    """Yield arrays in pieces of a batch each."""
    rows = np.arange(size_of(arrays))
    if order is not None:
        order.shuffle(rows)
    for start in range(0, len(rows), batch_size or 32):
        some = rows[start : start + (batch_size or 32)]
        yield picked(arrays, some)


def weights_of(y: np.ndarray, class_weight: dict[int, float]) -> np.ndarray:
    """Return a weight for each sample by its class."""
    numbers = y.argmax(axis=1) if y.ndim == 2 and y.shape[1] > 1 else y.ravel()
    return np.array([class_weight[number] for number in numbers.tolist()], "float32")


def hold_back(arrays: Any, share: float) -> tuple[Any, Any]:
    """Return the arrays in two parts, the second with a share of the samples."""
    at = int(size_of(arrays) * (1 - share))
    return picked(arrays, slice(None, at)), picked(arrays, slice(at, None))


def picked(arrays: Any, rows: Any) -> Any:
    """Return some rows of all arrays."""
    return keras.tree.map_structure(lambda array: array[rows], arrays)


def shared(batch: Any) -> list[Any]:
    """Return this machine's part of a batch, and how large it is compared with the others'."""
    places = np.array_split(np.arange(size_of(batch)), REPLICAS)

    def part(context: Any) -> Any:
        own = places[context.replica_id_in_sync_group]
        return keras.tree.map_structure(lambda tensor: tf.gather(tensor, own), batch)

    def share(context: Any) -> tf.Tensor:
        own = places[context.replica_id_in_sync_group]
        return tf.constant(len(own) * REPLICAS / size_of(batch), tf.float32)

    return [STRATEGY.experimental_distribute_values_from_function(one) for one in (part, share)]


def size_of(batch: Any) -> int:
    """Return how many samples there are."""
    return len(keras.tree.flatten(batch)[0])


def keep_state(model: keras.Model, rows: list[Any], state: Path) -> None:
    """Save all that a training needs to go on; a crash leaves the old file or the new one."""
    if is_chief():
        beside = state.with_name(f"new-{state.name}")
        model.save(beside)
        with zipfile.ZipFile(beside, "a") as file:
            file.writestr(HISTORY, json.dumps(rows))
        beside.replace(state)


def take_up(model: keras.Model, state: Path) -> list[Any]:
    """Go on from where a training was interrupted; return the figures of its epochs."""
    rows = []
    if state.exists():
        model.load_weights(state)
        with zipfile.ZipFile(state) as file:
            rows = json.loads(file.read(HISTORY))
    if mean_of_all(float(len(rows))) != len(rows):
        raise SystemExit("The machines do not see the same files: share the script's folder.")
    return rows


@tf.function
def mean_of_all(value: Any) -> tf.Tensor:
    """Return the mean of the numbers that the machines have."""

    def mean() -> tf.Tensor:
        context = tf.distribute.get_replica_context()
        here = tf.identity(value)  # on this machine's own device
        return context.all_reduce(tf.distribute.ReduceOp.MEAN, here)

    return STRATEGY.experimental_local_results(STRATEGY.run(mean))[0]
