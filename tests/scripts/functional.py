"""Networks of the Functional style."""

FUNCTIONAL = {
    "plain way": """
import keras
from keras import layers
inputs = keras.Input(shape=(784,), name="digits")
x = layers.Dense(64, activation="relu", name="dense_1")(inputs)
x = layers.Dense(64, activation="relu", name="dense_2")(x)
outputs = layers.Dense(10, activation="softmax", name="predictions")(x)
model = keras.Model(inputs=inputs, outputs=outputs)
""",
    "two branches": """
from tensorflow.keras.layers import Input, Dense, concatenate
from tensorflow.keras.models import Model
inputA = Input(shape=(32,))
inputB = Input(shape=(128,))
x = Dense(8, activation="relu")(inputA)
x = Dense(4, activation="relu")(x)
y = Dense(64, activation="relu")(inputB)
y = Dense(4, activation="relu")(y)
combined = concatenate([x, y])
z = Dense(2, activation="relu")(combined)
z = Dense(1, activation="linear")(z)
model = Model(inputs=[inputA, inputB], outputs=z)
""",
    "several outputs": """
import keras
from keras import layers
title = keras.Input(shape=(None,), name="title")
tags = keras.Input(shape=(12,), name="tags")
features = layers.Embedding(10000, 64)(title)
features = layers.LSTM(128)(features)
x = layers.concatenate([features, tags])
priority = layers.Dense(1, name="priority")(x)
department = layers.Dense(4, name="department")(x)
model = keras.Model([title, tags], {"priority": priority, "department": department})
""",
    "skip connection with +": """
import keras
from keras.layers import Conv2D, Input, ReLU, GlobalAveragePooling2D, Dense
a = Input((16, 16, 8))
b = Conv2D(8, 3, padding="same")(a)
c = ReLU()(a + b)
d = GlobalAveragePooling2D()(c)
model = keras.Model(a, Dense(3)(d))
""",
    "arithmetic on tensors": """
import keras
x = keras.Input((4, 6))
y = 2 * x + 1.0
z = -(x - y) / 3
w = z ** 2 * keras.layers.Dense(6)(x)
model = keras.Model(x, w[:, 0, 2:])
""",
    "functions of keras.ops": """
import keras
from keras import ops
x = keras.Input((8, 4))
m = ops.mean(x, axis=1, keepdims=True)
s = ops.sqrt(ops.sum(ops.square(x - m), axis=-1, keepdims=True) + 1e-6)
n = (x - m) / s
q = ops.concatenate([n, ops.relu(x)], axis=-1)
t = ops.transpose(q, (0, 2, 1))
u = ops.matmul(q, t)
r = ops.reshape(u, (-1, 64))
e = ops.expand_dims(r, 1)
model = keras.Model(x, ops.softmax(ops.squeeze(e, axis=1)))
""",
    "shared layer": """
import keras
from keras import layers
left, right = keras.Input((8,)), keras.Input((8,))
eye = layers.Dense(4, activation="relu")
distance = layers.Subtract()([eye(left), eye(right)])
model = keras.Model([left, right], layers.Dense(1)(distance))
""",
    "model as a layer": """
import keras
from keras import layers
def make_eye():
    i = keras.Input((16, 16, 1))
    h = layers.Conv2D(4, 3)(i)
    h = layers.Flatten()(h)
    return keras.Model(i, layers.Dense(6)(h), name="eye")
eye = make_eye()
a = keras.Input((16, 16, 1), name="a")
b = keras.Input((16, 16, 1), name="b")
d = layers.Dot(axes=1, normalize=True)([eye(a), eye(b)])
model = keras.Model(inputs=[a, b], outputs=d)
""",
    "chain as a layer": """
import keras
from keras import layers
tower = keras.Sequential([layers.Dense(8, activation="relu"), layers.Dense(3)], name="tower")
x = keras.Input((5,))
model = keras.Model(x, layers.Softmax()(tower(x)))
""",
    "states of an LSTM": """
import keras
from keras.layers import LSTM, Dense, Embedding, Input
enc_in = Input((None,), name="source")
emb = Embedding(100, 16)(enc_in)
enc_out, h, c = LSTM(8, return_state=True)(emb)
joined = keras.layers.Concatenate()([h, c])
out, *rest = LSTM(4, return_state=True)(emb)
model = keras.Model(enc_in, Dense(2)(keras.layers.Concatenate()([joined, out, rest[0]])))
""",
    "attention": """
import keras
from keras import layers
x_in = keras.Input((20, 32))
attended = layers.MultiHeadAttention(num_heads=4, key_dim=8, dropout=0.1)(x_in, x_in)
x = layers.LayerNormalization(epsilon=1e-6)(layers.Add()([x_in, attended]))
y = layers.MultiHeadAttention(2, 4)(query=x, value=x_in, key=x_in)
x = layers.GlobalAveragePooling1D()(y)
model = keras.Model(x_in, layers.Dense(2, activation="softmax")(x))
""",
    "activations as functions": """
import keras
x = keras.Input((6,))
h = keras.layers.Dense(6)(x)
h = keras.activations.relu(h)
h = keras.layers.Dense(6, activation=keras.activations.silu)(h)
g = keras.ops.sigmoid(h)
model = keras.Model(x, keras.layers.multiply([g, h]))
""",
    "extended chain": """
import keras
base = keras.Sequential([keras.Input((10,)), keras.layers.Dense(7, activation="relu")])
x = keras.layers.Dense(3)(base.outputs[0])
model = keras.Model(base.inputs, x)
""",
    "part of another model": """
import keras
from keras import layers
i = keras.Input((12,))
x = layers.Dense(8, name="first")(i)
x = layers.Dense(6, name="middle")(x)
whole = keras.Model(i, layers.Dense(2, name="last")(x))
model = keras.Model(inputs=whole.input, outputs=whole.get_layer("middle").output, name="part")
""",
    "frozen model": """
import keras
from keras import layers
base = keras.Sequential(
    [keras.Input((8, 8, 3)), layers.Conv2D(4, 3), layers.Flatten()], name="base")
base.trainable = False
inputs = keras.Input(shape=(8, 8, 3))
x = base(inputs, training=False)
x = layers.Dropout(0.2)(x)
model = keras.Model(inputs, layers.Dense(1)(x))
""",
    "cutting a tensor": """
import keras
from keras import ops, layers
x = keras.Input((10, 6))
first, last = x[:, 0], x[:, -1, :]
a, b = ops.split(x, 2, axis=-1)
s = ops.stack([first, last], axis=1)
p = layers.Flatten()(layers.Add()([a, b]))
model = keras.Model(x, layers.concatenate([p, layers.Flatten()(s)]))
""",
    "sizes from a tensor's shape": """
import keras
from keras import layers
x = keras.Input((14, 14, 12))
channels = x.shape[-1]
s = layers.GlobalAveragePooling2D()(x)
s = layers.Dense(channels // 4, activation="relu")(s)
s = layers.Dense(channels, activation="sigmoid")(s)
s = layers.Reshape((1, 1, channels))(s)
model = keras.Model(x, layers.Multiply()([x, s]))
""",
    "inputs in a dict": """
import keras
from keras import layers
names = ["age", "height", "weight"]
inputs = {name: keras.Input(shape=(1,), name=name) for name in names}
encoded = [layers.Dense(2)(inputs[name]) for name in names]
x = layers.Concatenate()(encoded)
model = keras.Model(inputs, layers.Dense(1)(x))
""",
    "where and comparisons": """
import keras
from keras import ops
x = keras.Input((5,))
y = ops.where(x > 0, x, 0.1 * x)
z = ops.maximum(y, 0.5) + ops.clip(y, -1.0, 1.0)
model = keras.Model(x, ops.abs(z))
""",
    "transfer learning": """
import tensorflow as tf
from tensorflow.keras import layers
base_model = tf.keras.applications.MobileNetV2(
    input_shape=(96, 80, 3), include_top=False, weights=None, alpha=0.35)
base_model.trainable = False
inputs = tf.keras.Input(shape=(96, 80, 3))
x = layers.RandomFlip("horizontal")(inputs)
x = tf.keras.applications.mobilenet_v2.preprocess_input(x)
x = base_model(x, training=False)
x = layers.GlobalAveragePooling2D()(x)
outputs = layers.Dense(1, activation="sigmoid")(x)
model = tf.keras.Model(inputs, outputs)
""",
    "head of its own on a known network": """
from keras.applications import MobileNetV3Small
from keras.layers import Dense, GlobalAveragePooling2D
from keras.models import Model
base = MobileNetV3Small(weights=None, include_top=False, input_shape=(64, 64, 3))
for layer in base.layers[:-10]:
    layer.trainable = False
x = GlobalAveragePooling2D()(base.output)
x = Dense(32, activation="relu")(x)
model = Model(inputs=base.input, outputs=Dense(5, activation="softmax")(x))
""",
}
