"""Models and layers written as classes."""

CLASSES = {
    "subclassed model": """
import tensorflow as tf
class MyModel(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.dense1 = tf.keras.layers.Dense(32, activation="relu")
        self.dropout = tf.keras.layers.Dropout(0.5)
        self.dense2 = tf.keras.layers.Dense(5, activation="softmax")
    def call(self, inputs, training=None):
        x = self.dense1(inputs)
        x = self.dropout(x, training=training)
        return self.dense2(x)
model = MyModel()
model.build((None, 10))
""",
    "subclassed with blocks in a list": """
import keras
from keras import layers
class Net(keras.Model):
    def __init__(self, widths, classes=3, **kwargs):
        super().__init__(**kwargs)
        self.hidden = [layers.Dense(w, activation="relu", name=f"h{w}") for w in widths]
        self.out = layers.Dense(classes)
    def call(self, x):
        for layer in self.hidden:
            x = layer(x)
        return self.out(x)
model = Net([16, 8], name="net")
model.build((None, 4))
""",
    "old super": """
from tensorflow import keras
class CNN(keras.Model):
    def __init__(self):
        super(CNN, self).__init__()
        self.conv = keras.layers.Conv2D(4, 3)
        self.flat = keras.layers.Flatten()
        self.fc = keras.layers.Dense(10)
    def call(self, inputs):
        return self.fc(self.flat(self.conv(inputs)))
model = CNN()
model.build(input_shape=(None, 12, 12, 1))
""",
    "residual in call": """
import keras
from keras import layers, ops
class Residual(keras.Model):
    def __init__(self, units=8):
        super().__init__()
        self.a = layers.Dense(units, activation="relu")
        self.b = layers.Dense(units)
        self.norm = layers.LayerNormalization()
    def call(self, x):
        h = self.b(self.a(x))
        return ops.relu(self.norm(h + x))
model = Residual()
model.build((None, 8))
""",
    "layer class in a functional model": """
import keras
from keras import layers
class ConvBlock(layers.Layer):
    def __init__(self, filters, **kwargs):
        super().__init__(**kwargs)
        self.conv = layers.Conv2D(filters, 3, padding="same")
        self.bn = layers.BatchNormalization()
    def call(self, inputs):
        return keras.activations.relu(self.bn(self.conv(inputs)))
i = keras.Input((8, 8, 3))
x = ConvBlock(4)(i)
x = ConvBlock(8, name="second")(x)
model = keras.Model(i, layers.GlobalAveragePooling2D()(x))
""",
    "plain class that builds": """
import keras
class Builder:
    kernel = 3
    def __init__(self, shape):
        self.shape = shape
        self.filters = 4
    def block(self, x):
        self.filters *= 2
        return keras.layers.Conv1D(self.filters, self.kernel)(x)
    def build(self):
        i = keras.Input(self.shape)
        return keras.Model(i, self.block(self.block(i)), name="built")
model = Builder((20, 2)).build()
""",
}
