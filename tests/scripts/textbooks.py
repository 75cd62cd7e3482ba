"""Networks of textbooks and tutorials, built by functions and helpers."""

TEXTBOOKS = {
    "DCGAN of TensorFlow's tutorial": """
import tensorflow as tf
from tensorflow.keras import layers
def make_generator_model():
    model = tf.keras.Sequential()
    model.add(layers.Dense(7*7*256, use_bias=False, input_shape=(100,)))
    model.add(layers.BatchNormalization())
    model.add(layers.LeakyReLU())
    model.add(layers.Reshape((7, 7, 256)))
    assert model.output_shape == (None, 7, 7, 256)  # Note: None is the batch size
    model.add(layers.Conv2DTranspose(128, (5, 5), strides=(1, 1), padding='same', use_bias=False))
    assert model.output_shape == (None, 7, 7, 128)
    model.add(layers.BatchNormalization())
    model.add(layers.LeakyReLU())
    model.add(layers.Conv2DTranspose(1, (5, 5), strides=(2, 2), padding='same', use_bias=False,
                                     activation='tanh'))
    assert model.output_shape == (None, 14, 14, 1)
    return model
def make_discriminator_model():
    model = tf.keras.Sequential()
    model.add(layers.Conv2D(64, (5, 5), strides=(2, 2), padding='same', input_shape=[28, 28, 1]))
    model.add(layers.LeakyReLU())
    model.add(layers.Dropout(0.3))
    model.add(layers.Flatten())
    model.add(layers.Dense(1))
    return model
cross_entropy = tf.keras.losses.BinaryCrossentropy(from_logits=True)
def discriminator_loss(real_output, fake_output):
    real_loss = cross_entropy(tf.ones_like(real_output), real_output)
    fake_loss = cross_entropy(tf.zeros_like(fake_output), fake_output)
    return real_loss + fake_loss
generator_optimizer = tf.keras.optimizers.Adam(1e-4)
@tf.function
def train_step(images):
    noise = tf.random.normal([256, 100])
    with tf.GradientTape() as gen_tape, tf.GradientTape() as disc_tape:
        generated_images = generator(noise, training=True)
        real_output = discriminator(images, training=True)
    gradients = gen_tape.gradient(real_output, generator.trainable_variables)
    generator_optimizer.apply_gradients(zip(gradients, generator.trainable_variables))
generator = make_generator_model()
noise = tf.random.normal([1, 100])
generated_image = generator(noise, training=False)
discriminator = make_discriminator_model()
model = discriminator
""",
    "U-Net that halves and doubles in helpers": """
import tensorflow as tf
OUTPUT_CHANNELS = 3
def downsample(filters, size, apply_batchnorm=True):
  initializer = tf.random_normal_initializer(0., 0.02)
  result = tf.keras.Sequential()
  result.add(
      tf.keras.layers.Conv2D(filters, size, strides=2, padding='same',
                             kernel_initializer=initializer, use_bias=False))
  if apply_batchnorm:
    result.add(tf.keras.layers.BatchNormalization())
  result.add(tf.keras.layers.LeakyReLU())
  return result
def upsample(filters, size, apply_dropout=False):
  initializer = tf.random_normal_initializer(0., 0.02)
  result = tf.keras.Sequential()
  result.add(
    tf.keras.layers.Conv2DTranspose(filters, size, strides=2,
                                    padding='same',
                                    kernel_initializer=initializer,
                                    use_bias=False))
  result.add(tf.keras.layers.BatchNormalization())
  if apply_dropout:
      result.add(tf.keras.layers.Dropout(0.5))
  result.add(tf.keras.layers.ReLU())
  return result
def Generator():
  inputs = tf.keras.layers.Input(shape=[256, 256, 3])
  down_stack = [
    downsample(64, 4, apply_batchnorm=False),  # (batch_size, 128, 128, 64)
    downsample(128, 4),
    downsample(256, 4),
  ]
  up_stack = [
    upsample(512, 4, apply_dropout=True),
    upsample(256, 4),
  ]
  initializer = tf.random_normal_initializer(0., 0.02)
  last = tf.keras.layers.Conv2DTranspose(OUTPUT_CHANNELS, 4,
                                         strides=2,
                                         padding='same',
                                         kernel_initializer=initializer,
                                         activation='tanh')  # (batch_size, 256, 256, 3)
  x = inputs
  # Downsampling through the model
  skips = []
  for down in down_stack:
    x = down(x)
    skips.append(x)
  skips = reversed(skips[:-1])
  # Upsampling and establishing the skip connections
  for up, skip in zip(up_stack, skips):
    x = up(x)
    x = tf.keras.layers.Concatenate()([x, skip])
  x = last(x)
  return tf.keras.Model(inputs=inputs, outputs=x)
model = Generator()
""",
    "Xception-style U-Net of keras.io": """
from tensorflow import keras
from tensorflow.keras import layers
img_size = (160, 160)
num_classes = 3
def get_model(img_size, num_classes):
    inputs = keras.Input(shape=img_size + (3,))
    ### [First half of the network: downsampling inputs] ###
    # Entry block
    x = layers.Conv2D(32, 3, strides=2, padding="same")(inputs)
    x = layers.BatchNormalization()(x)
    x = layers.Activation("relu")(x)
    previous_block_activation = x  # Set aside residual
    # Blocks 1, 2, 3 are identical apart from the feature depth.
    for filters in [64, 128, 256]:
        x = layers.Activation("relu")(x)
        x = layers.SeparableConv2D(filters, 3, padding="same")(x)
        x = layers.BatchNormalization()(x)
        x = layers.MaxPooling2D(3, strides=2, padding="same")(x)
        # Project residual
        residual = layers.Conv2D(filters, 1, strides=2, padding="same")(
            previous_block_activation
        )
        x = layers.add([x, residual])  # Add back residual
        previous_block_activation = x  # Set aside next residual
    for filters in [256, 128, 64, 32]:
        x = layers.Activation("relu")(x)
        x = layers.Conv2DTranspose(filters, 3, padding="same")(x)
        x = layers.BatchNormalization()(x)
        x = layers.UpSampling2D(2)(x)
        residual = layers.UpSampling2D(2)(previous_block_activation)
        residual = layers.Conv2D(filters, 1, padding="same")(residual)
        x = layers.add([x, residual])
        previous_block_activation = x
    outputs = layers.Conv2D(num_classes, 3, activation="softmax", padding="same")(x)
    model = keras.Model(inputs, outputs)
    return model
keras.backend.clear_session()
model = get_model(img_size, num_classes)
model.summary()
""",
    "MNIST siamese net by functions": """
import keras
from keras import layers, ops
def euclidean_distance(vects):
    x, y = vects
    sum_square = ops.sum(ops.square(x - y), axis=1, keepdims=True)
    return ops.sqrt(ops.maximum(sum_square, keras.config.epsilon()))
def create_base_network(input_shape):
    '''Base network to be shared.'''
    input = keras.Input(shape=input_shape)
    x = layers.Flatten()(input)
    x = layers.Dense(128, activation="relu")(x)
    x = layers.Dropout(0.1)(x)
    return keras.Model(input, x)
base_network = create_base_network((28, 28))
input_a, input_b = keras.Input(shape=(28, 28)), keras.Input(shape=(28, 28))
distance = euclidean_distance([base_network(input_a), base_network(input_b)])
model = keras.Model([input_a, input_b], layers.Dense(1, activation="sigmoid")(distance))
""",
    "tickets of a textbook, extended": """
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers
vocabulary_size = 10000
num_tags = 100
num_departments = 4
title = keras.Input(shape=(vocabulary_size,), name="title")
text_body = keras.Input(shape=(vocabulary_size,), name="text_body")
tags = keras.Input(shape=(num_tags,), name="tags")
features = layers.Concatenate()([title, text_body, tags])
features = layers.Dense(64, activation="relu")(features)
priority = layers.Dense(1, activation="sigmoid", name="priority")(features)
department = layers.Dense(
    num_departments, activation="softmax", name="department")(features)
model = keras.Model(inputs=[title, text_body, tags], outputs=[priority, department])
num_samples = 1280
title_data = np.random.randint(0, 2, size=(num_samples, vocabulary_size))
text_body_data = np.random.randint(0, 2, size=(num_samples, vocabulary_size))
tags_data = np.random.randint(0, 2, size=(num_samples, num_tags))
priority_data = np.random.random(size=(num_samples, 1))
department_data = np.random.randint(0, 2, size=(num_samples, num_departments))
model.compile(optimizer="rmsprop",
              loss={"priority": "mean_squared_error", "department": "categorical_crossentropy"},
              metrics={"priority": ["mean_absolute_error"], "department": ["accuracy"]})
model.fit({"title": title_data, "text_body": text_body_data, "tags": tags_data},
          {"priority": priority_data, "department": department_data},
          epochs=1)
features = model.layers[4].output
difficulty = layers.Dense(3, activation="softmax", name="difficulty")(features)
new_model = keras.Model(
    inputs=[title, text_body, tags],
    outputs=[priority, department, difficulty])
""",
    "inverted residuals": """
import keras
from keras import layers as L
def stack(x, *sizes, act="relu", **kw):
    '''Stacks dense layers.'''
    for i, s in enumerate(sizes, start=1):
        x = L.Dense(s, activation=act if i < len(sizes) else None, **kw)(x)
    return x
def se_block(x, ratio=4):
    c = x.shape[-1]
    s = L.GlobalAveragePooling2D(keepdims=True)(x)
    s = stack(s, c // ratio, c, use_bias=False)
    return x * L.Activation("sigmoid")(s)
def bottleneck(x, out, stride=1, expansion=4):
    '''MobileNet's inverted residual.'''
    inp = x
    c = x.shape[-1]
    x = L.Conv2D(c * expansion, 1, use_bias=False)(x)
    x = L.BatchNormalization()(x); x = L.ReLU(max_value=6)(x)
    x = L.DepthwiseConv2D(3, stride, "same", use_bias=False)(x)
    x = L.BatchNormalization()(x); x = L.ReLU(6.)(x)
    x = se_block(x)
    x = L.Conv2D(out, 1, use_bias=False)(x)
    x = L.BatchNormalization()(x)
    return L.Add()([inp, x]) if stride == 1 and c == out else x
i = keras.Input((32, 32, 3))
x = L.Conv2D(8, 3, 2, "same")(i)
for out, n, s in ((8, 1, 1), (16, 2, 2)):
    for k in range(n):
        x = bottleneck(x, out, s if not k else 1)
x = L.GlobalAveragePooling2D()(x)
model = keras.Model(i, stack(x, 16, 4))
""",
    "U-Net with skips in a dict": """
import keras
from keras.layers import *
def unet(input_size=(64, 64, 1), depth=3, base=8):
    x = inp = Input(input_size)
    skips = {}
    for d in range(depth):
        f = base * 2 ** d
        for i in range(2):
            x = Conv2D(f, 3, padding="same", activation="relu", name=f"enc{d}_{i}")(x)
        skips[d] = x
        x = MaxPooling2D(2, name="pool{}".format(d))(x)
    for i in range(2):
        x = Conv2D(base * 2 ** depth, 3, padding="same", activation="relu", name="mid%d" % i)(x)
    for d in reversed(range(depth)):
        f = base * 2 ** d
        x = UpSampling2D(size=(2, 2))(x)
        x = Concatenate(axis=3)([skips[d], x])
        for i in range(2):
            x = Conv2D(f, 3, padding="same", activation="relu", name=f"dec{d}_{i}")(x)
    out = Conv2D(1, 1, activation="sigmoid")(x)
    return keras.Model(inputs=inp, outputs=out)
model = unet()
""",
    "tables with embeddings": """
import json
import tensorflow as tf
from tensorflow.keras import Input, Model
from tensorflow.keras.layers import (
    Dense, Dropout, Concatenate, Embedding, Flatten, Normalization,
)
CONFIG = json.loads('{"units": [64, 32], "dropout": 0.2}')
CATEGORIES = {"city": 12, "job": 7}
NUMERIC = ["age", "income"]
inputs, encoded = {}, []
for col, size in CATEGORIES.items():
    inp = Input(shape=(1,), name=col, dtype=tf.int32)
    emb = Embedding(size + 1, min(50, (size + 1) // 2))(inp)
    encoded.append(Flatten()(emb))
    inputs[col] = inp
for col in NUMERIC:
    inputs[col] = Input((1,), name=col)
    encoded.append(Normalization(mean=0.0, variance=1.0)(inputs[col]))
x = Concatenate()(encoded)
for u in CONFIG["units"]:
    x = Dense(u)(x)
    x = tf.keras.layers.Activation(tf.nn.relu)(x)
    x = Dropout(CONFIG["dropout"])(x)
output = Dense(1, activation=tf.keras.activations.sigmoid)(x)
model = Model(inputs=list(inputs.values()), outputs=output)
""",
    "two tasks in a strategy's scope": """
import tensorflow as tf
from tensorflow.keras.layers import Input, Dense, Conv2D, Flatten, MaxPooling2D
from tensorflow.keras.models import Model
def feature_extractor(inputs):
    x = tf.keras.layers.Conv2D(16, activation='relu', kernel_size=3)(inputs)
    x = tf.keras.layers.AveragePooling2D((2, 2))(x)
    return x
def dense_layers(inputs):
  x = tf.keras.layers.Flatten()(inputs)
  x = tf.keras.layers.Dense(128, activation='relu')(x)
  return x
def classifier(inputs):
  return tf.keras.layers.Dense(10, activation='softmax', name = 'classification')(inputs)
def bounding_box_regression(inputs):
    return tf.keras.layers.Dense(units=4, name='bounding_box')(inputs)
def final_model(inputs):
    feature_cnn = feature_extractor(inputs)
    dense_output = dense_layers(feature_cnn)
    classification_output = classifier(dense_output)
    bounding_box_output = bounding_box_regression(dense_output)
    model = tf.keras.Model(inputs = inputs, outputs = [classification_output,bounding_box_output])
    return model
def define_and_compile_model(inputs):
  model = final_model(inputs)
  model.compile(optimizer='adam',
              loss = {'classification' : 'categorical_crossentropy',
                      'bounding_box' : 'mse'
                     },
              metrics = {'classification' : 'accuracy',
                         'bounding_box' : 'mse'
                        })
  return model
strategy = tf.distribute.get_strategy()
with strategy.scope():
  inputs = tf.keras.layers.Input(shape=(75, 75, 1,))
  model = define_and_compile_model(inputs)
model.summary()
""",
    "encoder and decoder of one autoencoder": """
import keras
from keras import layers
encoding_dim = 32
input_img = keras.Input(shape=(784,))
encoded = layers.Dense(encoding_dim, activation='relu')(input_img)
decoded = layers.Dense(784, activation='sigmoid')(encoded)
autoencoder = keras.Model(input_img, decoded)
encoder = keras.Model(input_img, encoded)
encoded_input = keras.Input(shape=(encoding_dim,))
decoder_layer = autoencoder.layers[-1]
decoder = keras.Model(encoded_input, decoder_layer(encoded_input))
autoencoder.compile(optimizer='adam', loss='binary_crossentropy')
model = autoencoder
""",
    "sequence to sequence": """
import keras
latent_dim, num_encoder_tokens, num_decoder_tokens = 256, 71, 93
encoder_inputs = keras.Input(shape=(None, num_encoder_tokens))
encoder = keras.layers.LSTM(latent_dim, return_state=True)
encoder_outputs, state_h, state_c = encoder(encoder_inputs)
encoder_states = [state_h, state_c]
decoder_inputs = keras.Input(shape=(None, num_decoder_tokens))
decoder_lstm = keras.layers.LSTM(latent_dim, return_sequences=True, return_state=True)
decoder_outputs, _, _ = decoder_lstm(decoder_inputs, initial_state=encoder_states)
decoder_dense = keras.layers.Dense(num_decoder_tokens, activation="softmax")
decoder_outputs = decoder_dense(decoder_outputs)
model = keras.Model([encoder_inputs, decoder_inputs], decoder_outputs)
model.compile(optimizer="rmsprop", loss="categorical_crossentropy", metrics=["accuracy"])
""",
    "encoder that is told what is padding": """
import keras
from keras import layers, ops
def encoder_block(x, padding_mask, heads=2, width=16):
    attention_mask = padding_mask[:, None, :]
    y = layers.MultiHeadAttention(heads, width // heads)(x, x, attention_mask=attention_mask)
    x = layers.LayerNormalization(epsilon=1e-6)(layers.Add()([x, layers.Dropout(0.1)(y)]))
    y = layers.Dense(width)(layers.Dense(4 * width, activation="gelu")(x))
    return layers.LayerNormalization(epsilon=1e-6)(layers.Add()([x, y]))
token_ids = keras.Input((20,), dtype="int32", name="token_ids")
padding_mask = ops.not_equal(token_ids, 0)
x = layers.Embedding(1000, 16)(token_ids)
for _ in range(2):
    x = encoder_block(x, padding_mask)
x = layers.GlobalAveragePooling1D()(x, mask=padding_mask)
model = keras.Model(token_ids, layers.Dense(3, activation="softmax")(x))
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
""",
    "translation with attention": """
from tensorflow.keras.layers import (Input, LSTM, Embedding, Dense, Concatenate,
                                     TimeDistributed, Attention, Bidirectional)
from tensorflow.keras.models import Model
src_vocab, tgt_vocab, units = 50, 60, 32
enc_inp = Input(shape=(None,), name="encoder_inputs")
enc_emb = Embedding(src_vocab, units, mask_zero=True)(enc_inp)
encoder = Bidirectional(LSTM(units, return_sequences=True, return_state=True))
enc_out, fh, fc, bh, bc = encoder(enc_emb)
state_h = Concatenate()([fh, bh])
state_c = Concatenate()([fc, bc])
dec_inp = Input(shape=(None,), name="decoder_inputs")
dec_emb_layer = Embedding(tgt_vocab, units)
dec_emb = dec_emb_layer(dec_inp)
decoder = LSTM(units * 2, return_sequences=True, return_state=True)
dec_out, _, _ = decoder(dec_emb, initial_state=[state_h, state_c])
att = Attention()([dec_out, enc_out])
dec_concat = Concatenate(axis=-1)([dec_out, att])
dense = TimeDistributed(Dense(tgt_vocab, activation="softmax"))
outputs = dense(dec_concat)
model = Model([enc_inp, dec_inp], outputs)
""",
}
