"""Functions of the students' own, old spellings that Keras still takes, and odd ways."""

HELPERS = {
    "block function": """
import keras
from keras import layers
def conv_block(x, filters, kernel=3, pool=True, name=None):
    x = layers.Conv2D(filters, kernel, padding="same", name=name)(x)
    x = layers.BatchNormalization()(x)
    x = layers.Activation("relu")(x)
    if pool:
        x = layers.MaxPooling2D()(x)
    return x
inp = keras.Input((32, 32, 3))
x = conv_block(inp, 8)
x = conv_block(x, filters=16, kernel=5, name="wide")
x = conv_block(x, 32, pool=False)
x = layers.GlobalAveragePooling2D()(x)
model = keras.Model(inp, layers.Dense(10)(x))
""",
    "build_model": """
import keras
def build_model(input_shape=(8,), hidden=(16, 8), classes=3):
    model = keras.Sequential()
    model.add(keras.Input(input_shape))
    for size in hidden:
        model.add(keras.layers.Dense(size, activation='relu'))
    model.add(keras.layers.Dense(classes, activation='softmax'))
    model.compile('sgd', 'categorical_crossentropy', ['accuracy'])
    return model
if __name__ == '__main__':
    model = build_model(classes=5)
    model.summary()
""",
    "residual net": """
import keras
from keras import layers
def residual(x, filters, stride=1):
    shortcut = x
    y = layers.Conv2D(filters, 3, strides=stride, padding="same", use_bias=False)(x)
    y = layers.BatchNormalization()(y)
    y = layers.ReLU()(y)
    y = layers.Conv2D(filters, 3, padding="same", use_bias=False)(y)
    y = layers.BatchNormalization()(y)
    if stride != 1 or shortcut.shape[-1] != filters:
        shortcut = layers.Conv2D(filters, 1, strides=stride, use_bias=False)(shortcut)
        shortcut = layers.BatchNormalization()(shortcut)
    return layers.ReLU()(layers.add([shortcut, y]))
inputs = keras.Input((32, 32, 3))
x = layers.Conv2D(8, 3, padding="same")(inputs)
for filters, blocks, stride in [(8, 2, 1), (16, 2, 2)]:
    for i in range(blocks):
        x = residual(x, filters, stride if i == 0 else 1)
x = layers.GlobalAveragePooling2D()(x)
model = keras.Model(inputs, layers.Dense(10)(x), name="resnet")
""",
    "u-net": """
from tensorflow.keras.layers import *
from tensorflow.keras.models import Model
def double_conv(x, n):
    for _ in range(2):
        x = Conv2D(n, 3, padding='same', activation='relu', kernel_initializer='he_normal')(x)
    return x
inputs = Input((64, 64, 1))
skips, x = [], inputs
for n in [8, 16]:
    x = double_conv(x, n)
    skips.append(x)
    x = MaxPooling2D()(x)
x = double_conv(x, 32)
for n, skip in zip([16, 8], reversed(skips)):
    x = Conv2DTranspose(n, 2, strides=2, padding='same')(x)
    x = concatenate([x, skip])
    x = double_conv(x, n)
model = Model(inputs, Conv2D(1, 1, activation='sigmoid')(x))
""",
    "inception by lambda": """
import keras
from keras import layers as L
conv = lambda x, n, k: L.Conv2D(n, k, padding="same", activation="relu")(x)
def inception(x, f1, f3, f5):
    return L.concatenate([conv(x, f1, 1), conv(x, f3, (3, 3)), conv(x, f5, (5, 5))], axis=-1)
i = keras.Input((16, 16, 3))
x = inception(i, 4, 8, 2)
x = inception(x, *[8, 8, 4])
model = keras.Model(i, L.GlobalMaxPooling2D()(x))
""",
    "functools.partial": """
from functools import partial
import keras
DefaultConv2D = partial(keras.layers.Conv2D, kernel_size=3, padding="same", activation="relu")
model = keras.Sequential([
    keras.Input((28, 28, 1)),
    DefaultConv2D(filters=8, kernel_size=7),
    keras.layers.MaxPooling2D(),
    DefaultConv2D(filters=16),
    DefaultConv2D(filters=16, strides=2),
    keras.layers.Flatten(),
    keras.layers.Dense(10, activation="softmax"),
])
""",
    "function that makes layers": """
import keras
def dense_stack(sizes, **kwargs):
    return [keras.layers.Dense(s, **kwargs) for s in sizes]
def apply_all(x, layers):
    for layer in layers:
        x = layer(x)
    return x
inp = keras.Input((9,))
stack = dense_stack([6, 3], activation="selu", kernel_initializer="lecun_normal")
model = keras.Model(inp, apply_all(inp, stack))
""",
    "recursion": """
import keras
def tower(x, depth):
    if depth == 0:
        return x
    return tower(keras.layers.Dense(2 ** depth)(x), depth - 1)
i = keras.Input((4,))
model = keras.Model(i, tower(i, 3))
""",
    "try and fall back": """
try:
    import keras
except ImportError:
    from tensorflow import keras
import os
import sys
VERBOSE = False
if VERBOSE:
    raise RuntimeError("never")
assert keras is not None
with open(os.devnull, "w") as log:
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
print(model.name, file=sys.stderr)
""",
    "transformer block": """
import keras
from keras import layers
def transformer_encoder(inputs, head_size, num_heads, ff_dim, dropout=0):
    x = layers.MultiHeadAttention(
        key_dim=head_size, num_heads=num_heads, dropout=dropout
    )(inputs, inputs)
    x = layers.Dropout(dropout)(x)
    x = layers.LayerNormalization(epsilon=1e-6)(x)
    res = x + inputs
    x = layers.Conv1D(filters=ff_dim, kernel_size=1, activation="relu")(res)
    x = layers.Dropout(dropout)(x)
    x = layers.Conv1D(filters=inputs.shape[-1], kernel_size=1)(x)
    x = layers.LayerNormalization(epsilon=1e-6)(x)
    return x + res
def build(input_shape, blocks, mlp_units):
    inputs = keras.Input(shape=input_shape)
    x = inputs
    for _ in range(blocks):
        x = transformer_encoder(x, 8, num_heads=2, ff_dim=4, dropout=0.25)
    x = layers.GlobalAveragePooling1D(data_format="channels_last")(x)
    for dim in mlp_units:
        x = layers.Dense(dim, activation="relu")(x)
    return keras.Model(inputs, layers.Dense(2, activation="softmax")(x))
model = build((50, 1), 2, [16])
""",
    "global variable and default": """
import keras
WIDTH = 4
def widen():
    global WIDTH
    WIDTH *= 2
    return WIDTH
model = keras.Sequential([keras.Input((2,))])
model.add(keras.layers.Dense(widen()))
model.add(keras.layers.Dense(widen()))
""",
    "unpacking and stars": """
import keras
shape = (28, 28)
(h, w), c = shape, 1
first, *rest = [8, 16, 32]
model = keras.Sequential([keras.Input((*shape, c)), keras.layers.Conv2D(first, 3)])
for n in rest[::-1]:
    model.add(keras.layers.Conv2D(n, kernel_size=(3, 1 if n > 16 else 3)))
model.add(keras.layers.Reshape((-1, h // 2 * 1)) if False else keras.layers.Flatten())
""",
    "break and continue": """
import keras
model = keras.Sequential([keras.Input((6,))])
for n in range(100):
    if n % 2 == 0:
        continue
    if n > 7:
        break
    model.add(keras.layers.Dense(n))
""",
    "mixed spellings": """
import tensorflow.keras as K
import tensorflow.keras.layers as kl
from tensorflow.keras import backend
backend.clear_session()
net_in = kl.Input(shape=[6, 6, 2])
net = kl.Conv2D(filters=4, kernel_size=[3, 3], strides=[1, 1])(net_in)
net = kl.PReLU(shared_axes=[1, 2])(net)
net = kl.ELU()(net)
net = kl.Flatten()(net)
net = kl.GaussianNoise(0.1)(net)
model = K.Model(net_in, kl.Dense(units=2, activation=None)(net))
""",
    "text of every kind": """
import keras
layers = keras.layers
name = "enc"
parts = "32,16".split(",")
model = keras.Sequential(name="_".join([name, "net"]))
model.add(keras.Input(shape=(int(parts[0]),), name="{}_input".format(name)))
for k, p in enumerate(parts):
    model.add(layers.Dense(int(p), name=f"{name}_{k:02d}", activation="relu".lower()))
""",
}
