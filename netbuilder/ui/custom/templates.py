"""What a new piece of custom code begins as: short, working, and explained line by line."""

from __future__ import annotations

from collections.abc import Mapping

from netbuilder.catalog.custom import CustomCode, CustomKind
from netbuilder.i18n import tr
from netbuilder.project import Project
from netbuilder.project.custom import free_code_name

_LAYER = '''\
import keras
from keras import ops


class {name}(keras.layers.Layer):
    """Say in one sentence what the layer does."""

    # Its parameters and their usual values. **kwargs takes Keras's own: the name.
    def __init__(self, units=8, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    # Makes the weights, once it is known what comes in.
    def build(self, input_shape):
        self.kernel = self.add_weight(
            shape=(input_shape[-1], self.units),
            initializer="glorot_uniform",
            name="kernel",
        )

    # Says what becomes of a batch. keras.ops computes, NumPy cannot.
    def call(self, inputs):
        return ops.matmul(inputs, self.kernel)

    # For saving: each parameter of __init__ under its name.
    def get_config(self):
        return {{**super().get_config(), "units": self.units}}
'''

_LOSS = '''\
from keras import ops


# Gets the right answers and the network's; gives one number a sample, small for good.
# Compute with keras.ops, so that gradients can go through.
def {name}(y_true, y_pred):
    """Say in one sentence what it punishes."""
    return ops.mean(ops.square(y_true - y_pred), axis=-1)
'''

_METRIC = '''\
from keras import ops


# Gets the right answers and the network's; gives one number a sample, for people to read.
def {name}(y_true, y_pred):
    """Say in one sentence what it measures."""
    return ops.mean(ops.abs(y_true - y_pred), axis=-1)
'''

_ACTIVATION = '''\
from keras import ops


# Gets all numbers of a layer and gives as many: the shape stays.
def {name}(x):
    """Say in one sentence what it does."""
    return x * ops.sigmoid(x)
'''

_CALLBACK = '''\
import keras


class {name}(keras.callbacks.Callback):
    """Say in one sentence what it does along the way."""

    # Called after each epoch, counted from 0; logs holds its figures by their names.
    def on_epoch_end(self, epoch, logs=None):
        if logs["loss"] < 0.01:
            self.model.stop_training = True
'''

_FUNCTION = '''\
# As a LearningRateScheduler calls it: gets the epoch, counted from 0, and the learning rate.
def {name}(epoch, rate):
    """Say in one sentence what it gives back."""
    return rate * 0.5 if epoch and epoch % 10 == 0 else rate
'''

_TEMPLATES: Mapping[CustomKind, tuple[str, str]] = {
    CustomKind.LAYER: ("OwnLayer", _LAYER),
    CustomKind.LOSS: ("own_loss", _LOSS),
    CustomKind.METRIC: ("own_metric", _METRIC),
    CustomKind.ACTIVATION: ("own_activation", _ACTIVATION),
    CustomKind.CALLBACK: ("OwnCallback", _CALLBACK),
    CustomKind.FUNCTION: ("own_function", _FUNCTION),
}


def from_template(project: Project, kind: CustomKind) -> CustomCode:
    """Return a new piece for a project, under a free name."""
    stem, template = _TEMPLATES[kind]
    name = free_code_name(project, kind, stem)
    return CustomCode(kind, name, template.format(name=name))


def kind_title(kind: CustomKind) -> str:
    """Return what a kind of code is called."""
    titles = {
        CustomKind.LAYER: tr("Layer"),
        CustomKind.LOSS: tr("Loss"),
        CustomKind.METRIC: tr("Metric"),
        CustomKind.ACTIVATION: tr("Activation"),
        CustomKind.CALLBACK: tr("Callback"),
        CustomKind.FUNCTION: tr("Function"),
    }
    return titles[kind]
