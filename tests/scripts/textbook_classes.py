"""Networks of textbooks and tutorials that are written as classes."""

TEXTBOOK_CLASSES = {
    "tickets as a class": """
from tensorflow import keras
from tensorflow.keras import layers
class CustomerTicketModel(keras.Model):
    def __init__(self, num_departments):
        super().__init__()
        self.concat_layer = layers.Concatenate()
        self.mixing_layer = layers.Dense(64, activation="relu")
        self.priority_scorer = layers.Dense(1, activation="sigmoid")
        self.department_classifier = layers.Dense(
            num_departments, activation="softmax")
    def call(self, inputs):
        title = inputs["title"]
        text_body = inputs["text_body"]
        tags = inputs["tags"]
        features = self.concat_layer([title, text_body, tags])
        features = self.mixing_layer(features)
        priority = self.priority_scorer(features)
        department = self.department_classifier(features)
        return priority, department
model = CustomerTicketModel(num_departments=4)
model.build({"title": (None, 100), "text_body": (None, 100), "tags": (None, 20)})
""",
    "wide and deep as a class": """
import tensorflow as tf
class WideAndDeepModel(tf.keras.Model):
    def __init__(self, units=30, activation="relu", **kwargs):
        super().__init__(**kwargs)  # needed to support naming the model
        self.norm_layer_wide = tf.keras.layers.Normalization()
        self.norm_layer_deep = tf.keras.layers.Normalization()
        self.hidden1 = tf.keras.layers.Dense(units, activation=activation)
        self.hidden2 = tf.keras.layers.Dense(units, activation=activation)
        self.main_output = tf.keras.layers.Dense(1)
        self.aux_output = tf.keras.layers.Dense(1)
    def call(self, inputs):
        input_wide, input_deep = inputs
        norm_wide = self.norm_layer_wide(input_wide)
        norm_deep = self.norm_layer_deep(input_deep)
        hidden1 = self.hidden1(norm_deep)
        hidden2 = self.hidden2(hidden1)
        concat = tf.keras.layers.concatenate([norm_wide, hidden2])
        output = self.main_output(concat)
        aux_output = self.aux_output(hidden2)
        return output, aux_output
tf.random.set_seed(42)
model = WideAndDeepModel(30, activation="relu", name="my_cool_model")
model.build([(None, 5), (None, 6)])
""",
    "residual units that get their activation": """
import tensorflow as tf
from functools import partial
DefaultConv2D = partial(tf.keras.layers.Conv2D, kernel_size=3, strides=1, padding="same",
                        kernel_initializer="he_normal", use_bias=False)
class ResidualUnit(tf.keras.layers.Layer):
    def __init__(self, filters, strides=1, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.activation = tf.keras.activations.get(activation)
        self.main_layers = [
            DefaultConv2D(filters, strides=strides),
            tf.keras.layers.BatchNormalization(),
            self.activation,
            DefaultConv2D(filters),
            tf.keras.layers.BatchNormalization()
        ]
        self.skip_layers = []
        if strides > 1:
            self.skip_layers = [
                DefaultConv2D(filters, kernel_size=1, strides=strides),
                tf.keras.layers.BatchNormalization()
            ]
    def call(self, inputs):
        Z = inputs
        for layer in self.main_layers:
            Z = layer(Z)
        skip_Z = inputs
        for layer in self.skip_layers:
            skip_Z = layer(skip_Z)
        return self.activation(Z + skip_Z)
model = tf.keras.Sequential([
    DefaultConv2D(64, kernel_size=7, strides=2, input_shape=[32, 32, 3]),
    tf.keras.layers.BatchNormalization(),
    tf.keras.layers.Activation("relu"),
    tf.keras.layers.MaxPool2D(pool_size=3, strides=2, padding="same"),
])
prev_filters = 64
for filters in [64] * 2 + [128] * 2:
    strides = 1 if filters == prev_filters else 2
    model.add(ResidualUnit(filters, strides=strides))
    prev_filters = filters
model.add(tf.keras.layers.GlobalAvgPool2D())
model.add(tf.keras.layers.Flatten())
model.add(tf.keras.layers.Dense(10, activation="softmax"))
""",
    "settings in dataclasses": """
from dataclasses import dataclass, field
from typing import NamedTuple
import keras
from keras import layers
class Shape(NamedTuple):
    height: int
    width: int
    channels: int = 3
@dataclass
class Base:
    dropout: float = 0.1
@dataclass
class Config(Base):
    units: int = 8
    sizes: list = field(default_factory=lambda: [4, 2])
    @property
    def wide(self):
        return self.units * 2
    @classmethod
    def small(cls, **kw):
        return cls(units=3, **kw)
class Net(keras.Model):
    def __init__(self, cfg):
        super().__init__()
        self.cfg = cfg
        self.stem = self.block(cfg.wide)
        self.hidden = [self.block(n) for n in cfg.sizes]
        self.drop = layers.Dropout(cfg.dropout)
    @staticmethod
    def block(units):
        return layers.Dense(units, activation="relu")
    def call(self, x):
        x = self.stem(x)
        for layer in self.hidden:
            x = layer(x)
        return self.drop(x)
shape = Shape(4, 5)
model = Net(Config.small(dropout=0.5))
model.build((None, shape.height * shape.width * shape.channels))
""",
    "mixer in a chain": """
import keras
from keras import layers, ops
class MLPMixerLayer(layers.Layer):
    def __init__(self, num_patches, hidden_units, dropout_rate, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.mlp1 = keras.Sequential(
            [
                layers.Dense(units=num_patches, activation="gelu"),
                layers.Dense(units=num_patches),
                layers.Dropout(rate=dropout_rate),
            ]
        )
        self.mlp2 = keras.Sequential(
            [
                layers.Dense(units=num_patches, activation="gelu"),
                layers.Dense(units=hidden_units),
                layers.Dropout(rate=dropout_rate),
            ]
        )
        self.normalize = layers.LayerNormalization(epsilon=1e-6)
    def build(self, input_shape):
        return super().build(input_shape)
    def call(self, inputs):
        x = self.normalize(inputs)
        x_channels = ops.transpose(x, axes=(0, 2, 1))
        mlp1_outputs = self.mlp1(x_channels)
        mlp1_outputs = ops.transpose(mlp1_outputs, axes=(0, 2, 1))
        x = mlp1_outputs + inputs
        x_patches = self.normalize(x)
        mlp2_outputs = self.mlp2(x_patches)
        x = x + mlp2_outputs
        return x
blocks = keras.Sequential([MLPMixerLayer(16, 12, 0.2) for _ in range(2)])
inputs = keras.Input((16, 12))
x = blocks(inputs)
x = layers.GlobalAveragePooling1D()(x)
model = keras.Model(inputs, layers.Dense(4)(x))
""",
    "gated units and skips": """
import tensorflow as tf
from tensorflow import keras
def wavenet_residual_block(inputs, n_filters, dilation_rate):
    z = keras.layers.Conv1D(
        2 * n_filters, kernel_size=2, padding="causal", dilation_rate=dilation_rate)(inputs)
    z = GatedActivationUnit()(z)
    z = keras.layers.Conv1D(n_filters, kernel_size=1)(z)
    return keras.layers.Add()([z, inputs]), z
class GatedActivationUnit(keras.layers.Layer):
    def __init__(self, activation="tanh", **kwargs):
        super().__init__(**kwargs)
        self.activation = keras.activations.get(activation)
    def call(self, inputs):
        n_filters = inputs.shape[-1] // 2
        linear_output = self.activation(inputs[..., :n_filters])
        gate = keras.activations.sigmoid(inputs[..., n_filters:])
        return self.activation(linear_output) * gate
n_layers_per_block = 3
n_blocks = 1
n_filters = 8
n_outputs = 16
inputs = keras.layers.Input(shape=[20, 1])
z = keras.layers.Conv1D(n_filters, kernel_size=2, padding="causal")(inputs)
skip_to_last = []
for dilation_rate in [2**i for i in range(n_layers_per_block)] * n_blocks:
    z, skip = wavenet_residual_block(z, n_filters, dilation_rate)
    skip_to_last.append(skip)
z = keras.activations.relu(keras.layers.Add()(skip_to_last))
z = keras.layers.Conv1D(n_filters, kernel_size=1, activation="relu")(z)
Y_proba = keras.layers.Conv1D(n_outputs, kernel_size=1, activation="softmax")(z)
model = keras.models.Model(inputs=[inputs], outputs=[Y_proba])
""",
    "block of a transformer as a layer": """
import keras
from keras import layers
class TransformerBlock(layers.Layer):
    def __init__(self, embed_dim, num_heads, ff_dim, rate=0.1):
        super().__init__()
        self.att = layers.MultiHeadAttention(num_heads=num_heads, key_dim=embed_dim)
        self.ffn = keras.Sequential(
            [layers.Dense(ff_dim, activation="relu"), layers.Dense(embed_dim),]
        )
        self.layernorm1 = layers.LayerNormalization(epsilon=1e-6)
        self.layernorm2 = layers.LayerNormalization(epsilon=1e-6)
        self.dropout1 = layers.Dropout(rate)
        self.dropout2 = layers.Dropout(rate)
    def call(self, inputs):
        attn_output = self.att(inputs, inputs)
        attn_output = self.dropout1(attn_output)
        out1 = self.layernorm1(inputs + attn_output)
        ffn_output = self.ffn(out1)
        ffn_output = self.dropout2(ffn_output)
        return self.layernorm2(out1 + ffn_output)
inputs = keras.Input((50,))
x = layers.Embedding(200, 16)(inputs)
x = TransformerBlock(16, num_heads=2, ff_dim=8)(x)
x = layers.GlobalAveragePooling1D()(x)
model = keras.Model(inputs, layers.Dense(2, activation="softmax")(x))
""",
    "attention of Bahdanau": """
import keras
from keras import layers
import tensorflow as tf
class BahdanauAttention(tf.keras.layers.Layer):
  def __init__(self, units):
    super(BahdanauAttention, self).__init__()
    self.W1 = tf.keras.layers.Dense(units)
    self.W2 = tf.keras.layers.Dense(units)
    self.V = tf.keras.layers.Dense(1)
  def call(self, query, values):
    query_with_time_axis = tf.expand_dims(query, 1)
    score = self.V(tf.nn.tanh(
        self.W1(query_with_time_axis) + self.W2(values)))
    attention_weights = tf.nn.softmax(score, axis=1)
    context_vector = attention_weights * values
    context_vector = tf.reduce_sum(context_vector, axis=1)
    return context_vector, attention_weights
q = keras.Input((16,))
v = keras.Input((10, 16))
context, weights = BahdanauAttention(10)(q, v)
model = keras.Model([q, v], layers.Dense(3)(context))
""",
    "main with a command line": """
#!/usr/bin/env python
'''Trains a convnet; the sizes are given on the command line.'''
import argparse
from dataclasses import dataclass, field
from typing import List, Optional, Tuple
import keras
from keras import Model, layers
@dataclass
class Config:
    input_shape: Tuple[int, int, int] = (32, 32, 3)
    filters: List[int] = field(default_factory=lambda: [16, 32])
    dropout: float = 0.25
    num_classes: int = 10
    name: Optional[str] = None
def parse_args():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--batch-size", type=int, default=64)
    parser.add_argument("--hidden", type=int, default=128)
    return parser.parse_args()
def conv_block(x, filters: int, *, kernel_size: int = 3) -> "keras.KerasTensor":
    x = layers.Conv2D(filters, kernel_size, padding="same", activation="relu")(x)
    return layers.MaxPool2D()(x)
def build(cfg: Config, hidden: int) -> Model:
    inputs = keras.Input(cfg.input_shape)
    x = layers.Rescaling(1.0 / 255)(inputs)
    for f in cfg.filters:
        x = conv_block(x, f)
    x = layers.Flatten()(x)
    x = layers.Dense(hidden, activation="relu")(x)
    if cfg.dropout > 0.0:
        x = layers.Dropout(cfg.dropout)(x)
    outputs = layers.Dense(cfg.num_classes, activation="softmax")(x)
    return Model(inputs, outputs, name=cfg.name or "convnet")
def main():
    args = parse_args()
    cfg = Config(dropout=0.4)
    model = build(cfg, args.hidden)
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
if __name__ == "__main__":
    model = main()
""",
}
