"""Chains of layers."""

SEQUENTIAL = {
    "list of layers": """
import keras
from keras import layers
model = keras.Sequential([
    keras.Input(shape=(784,)),
    layers.Dense(128, activation="relu"),
    layers.Dropout(0.2),
    layers.Dense(10, activation="softmax"),
])
""",
    "add one by one": """
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Dense, Activation
model = Sequential()
model.add(Dense(64, input_dim=20))
model.add(Activation('relu'))
model.add(Dense(1))
model.add(Activation('sigmoid'))
""",
    "tf.keras all the way": """
import tensorflow as tf
model = tf.keras.models.Sequential([
  tf.keras.layers.Flatten(input_shape=(28, 28)),
  tf.keras.layers.Dense(128, activation=tf.nn.relu),
  tf.keras.layers.Dropout(0.2),
  tf.keras.layers.Dense(10)
])
""",
    "sizes from variables": """
import keras
IMG, CHANNELS = 32, 3
NUM_CLASSES = 10
base_filters = 16
model = keras.Sequential(name="cifar_net")
model.add(keras.layers.Input(shape=(IMG, IMG, CHANNELS)))
model.add(keras.layers.Conv2D(base_filters, (3, 3), padding='same', activation='relu'))
model.add(keras.layers.MaxPooling2D((2, 2)))
model.add(keras.layers.Conv2D(base_filters * 2, 3, activation='relu'))
model.add(keras.layers.GlobalAveragePooling2D())
model.add(keras.layers.Dense(base_filters ** 2 // 4, name=f'features_{base_filters}'))
model.add(keras.layers.Dense(NUM_CLASSES, activation='softmax', name='out'))
""",
    "loop over a range": """
from keras import Sequential, layers, Input
model = Sequential([Input((16,))])
for i in range(3):
    model.add(layers.Dense(32 // (i + 1), activation="tanh", name="hidden_%d" % i))
    model.add(layers.BatchNormalization())
model.add(layers.Dense(1))
""",
    "loop over a list with conditions": """
from keras.models import Sequential
from keras.layers import *
model = Sequential()
for n, filters in enumerate([8, 16, 32]):
    if n == 0:
        model.add(Conv2D(filters, 3, padding="same", input_shape=(32, 32, 3)))
    else:
        model.add(Conv2D(filters, 3, padding="same"))
    model.add(ReLU())
    if n < 2:
        model.add(MaxPooling2D())
model.add(Flatten())
model.add(Dense(2, activation="softmax"))
""",
    "second names of classes": """
from keras.layers import Convolution2D, MaxPool2D, AvgPool2D, GlobalAvgPool2D, Dense, Input
import keras
model = keras.Sequential([
    Input((32, 32, 1)),
    Convolution2D(4, (3, 3)),
    MaxPool2D(),
    Convolution2D(8, kernel_size=3, strides=(1, 1)),
    AvgPool2D(2),
    GlobalAvgPool2D(),
    Dense(3),
])
""",
    "positional arguments": """
from keras import layers, models
model = models.Sequential([
    layers.Input((20, 20, 3)),
    layers.Conv2D(8, 5, 2, 'same'),
    layers.LeakyReLU(0.2),
    layers.MaxPooling2D(2, 2),
    layers.Conv2DTranspose(4, 3, 2, 'same'),
    layers.ZeroPadding2D(1),
    layers.UpSampling2D(2),
    layers.Dense(4, 'relu'),
    layers.Flatten(),
    layers.Dense(1, 'sigmoid'),
])
""",
    "names among texts": """
import keras
model = keras.Sequential([
    keras.Input(shape=(100,), dtype="int32"),
    keras.layers.Embedding(5000, 32, mask_zero=True),
    keras.layers.Bidirectional(keras.layers.LSTM(16, return_sequences=True)),
    keras.layers.Bidirectional(keras.layers.GRU(8), merge_mode="sum"),
    keras.layers.Dense(1, activation="sigmoid"),
])
""",
    "series": """
import numpy as np
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import LSTM, Dense, Dropout
n_steps = 30
n_features = 1
X = np.random.rand(500, n_steps, n_features)
y = np.random.rand(500)
model = Sequential()
model.add(LSTM(50, activation='tanh', return_sequences=True,
               input_shape=(X.shape[1], X.shape[2])))
model.add(Dropout(0.2))
model.add(LSTM(units=50))
model.add(Dense(1))
model.compile(optimizer='adam', loss='mse')
""",
    "shape of the data": """
from tensorflow import keras
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.reshape(60000, 784).astype("float32") / 255
x_test = x_test.reshape((-1, 784)) / 255.
num_classes = 10
y_train = keras.utils.to_categorical(y_train, num_classes)
model = keras.Sequential([
    keras.layers.Dense(512, activation='relu', input_shape=(x_train.shape[1],)),
    keras.layers.Dense(y_train.shape[1], activation='softmax'),
])
model.compile(loss='categorical_crossentropy', optimizer='rmsprop', metrics=['accuracy'])
model.fit(x_train, y_train, batch_size=128, epochs=2, validation_data=(x_test, y_test))
""",
    "regularizers and initializers": """
import keras
from keras import layers, regularizers, initializers, constraints
model = keras.Sequential([
    keras.Input((12,)),
    layers.Dense(8, kernel_regularizer=regularizers.l2(0.01), bias_regularizer="l1",
                 kernel_initializer=initializers.HeNormal(seed=3)),
    layers.Dense(8, kernel_regularizer=keras.regularizers.L1L2(l1=1e-5, l2=1e-4),
                 kernel_initializer='he_normal', kernel_constraint=constraints.MaxNorm(3)),
    layers.Dense(8, bias_initializer=keras.initializers.Constant(0.1), use_bias=True,
                 activity_regularizer=regularizers.L1(1e-3), activation=keras.activations.gelu),
    layers.Dense(1, kernel_initializer=initializers.RandomNormal(stddev=0.01), trainable=False),
])
""",
    "augmentation": """
import keras
from keras import layers
data_augmentation = keras.Sequential([
    layers.RandomFlip("horizontal"),
    layers.RandomRotation(0.1),
    layers.RandomZoom(0.1),
], name="augmentation")
model = keras.Sequential([
    keras.Input(shape=(64, 64, 3)),
    data_augmentation,
    layers.Rescaling(1./255),
    layers.Conv2D(16, 3, padding='same', activation='relu'),
    layers.MaxPooling2D(),
    layers.Flatten(),
    layers.Dense(5)
])
""",
    "chain of chains": """
import keras
from keras.layers import Dense, Input
encoder = keras.Sequential([Input((30,)), Dense(16, activation='relu'), Dense(4)], name='encoder')
decoder = keras.Sequential([Input((4,)), Dense(16, activation='relu'), Dense(30)], name='decoder')
model = keras.Sequential([encoder, decoder], name='autoencoder')
""",
    "built later": """
import keras
model = keras.Sequential([keras.layers.Dense(4, activation='relu'), keras.layers.Dense(2)])
model.build((None, 6))
""",
    "list made by a comprehension": """
import keras
from keras.layers import Dense
sizes = [64, 32, 16]
hidden = [Dense(n, activation='relu', name=f'dense_{n}') for n in sizes if n > 16]
model = keras.Sequential([keras.Input((8,)), *hidden, Dense(1)])
""",
    "list that grows": """
import keras
from keras import layers
stack = [keras.Input((10, 3))]
for rate in (1, 2, 4):
    stack.append(layers.Conv1D(8, 2, dilation_rate=rate, padding='causal', activation='relu'))
stack += [layers.GlobalMaxPooling1D(), layers.Dense(1)]
model = keras.Sequential(stack)
""",
    "settings in a dict": """
import keras
config = {"units": [32, 16], "activation": "elu", "dropout": 0.25, "input": {"shape": (7,)}}
common = dict(activation=config["activation"], kernel_initializer="he_uniform")
model = keras.Sequential()
model.add(keras.Input(**config["input"]))
for units in config["units"]:
    model.add(keras.layers.Dense(units, **common))
    if config.get("dropout"):
        model.add(keras.layers.Dropout(config["dropout"]))
model.add(keras.layers.Dense(1))
""",
    "layer taken away": """
import keras
model = keras.Sequential([keras.Input((5,)), keras.layers.Dense(3), keras.layers.Dense(9)])
model.pop()
model.add(keras.layers.Dense(1))
""",
    "while and arithmetic": """
import math
from keras import Sequential, Input
from keras.layers import Conv2D, Flatten, Dense
size, filters = 28, 8
model = Sequential([Input((size, size, 1))])
while size > 7:
    model.add(Conv2D(filters, 3, strides=2, padding='same'))
    size = math.ceil(size / 2)
    filters = min(filters * 2, 24)
model.add(Flatten())
model.add(Dense(int(math.sqrt(100)) if size == 7 else 5))
""",
    "held layers": """
import keras
from keras import layers
model = keras.Sequential([
    keras.Input((6, 16, 16, 1)),
    layers.TimeDistributed(layers.Conv2D(4, 3)),
    layers.TimeDistributed(layers.Flatten()),
    layers.SimpleRNN(8, return_sequences=True),
    layers.TimeDistributed(layers.Dense(2, activation='softmax')),
])
""",
}
