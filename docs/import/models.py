"""Small models of Keras and PyTorch, their weights, and golden values beside them.

usage: models.py FOLDER [--tiny] [--data IDX.gz] [--only keras|torch]

Trains each for an epoch on pictures of rectangles, or on the images of an IDX file; --tiny makes
networks of a few values with random weights instead, for the tests. Needs numpy, torch, safetensors,
keras and one of its backends, named by KERAS_BACKEND. TensorFlow and PyTorch may be more than one
process takes: --only then makes the models of one of them.
"""
import argparse
import gzip
import json
import os

import numpy as np

parser = argparse.ArgumentParser()
parser.add_argument("folder")
parser.add_argument("--tiny", action="store_true")
parser.add_argument("--data")
parser.add_argument("--only", choices=("keras", "torch"))
options = parser.parse_args()
os.makedirs(options.folder, exist_ok=True)
KERAS, TORCH = options.only != "torch", options.only != "keras"
if KERAS:
    import keras
    from keras import layers, ops

    keras.utils.set_random_seed(1)
if TORCH:
    import torch
    from safetensors.torch import save_file

    torch.manual_seed(1)
TINY = options.tiny
SIZE = 8 if TINY else 28  # of images
WIDE = 8 if TINY else 1  # what numbers of filters and units are divided by


def place(name):
    return os.path.join(options.folder, name)


def images():
    if options.data:
        raw = np.frombuffer(gzip.open(options.data).read(), np.uint8, offset=16)
        return raw.reshape(-1, SIZE, SIZE, 1).astype("float32") / 255
    random = np.random.default_rng(1)
    made = np.zeros((64 if TINY else 2000, SIZE, SIZE, 1), "float32")
    for image in made:
        top, left = random.integers(0, SIZE // 2, 2)
        height, width = random.integers(2, SIZE // 2, 2)
        image[top : top + height, left : left + width] = random.uniform(0.5, 1)
    return made


X = images()


def golden(name, **arrays):
    few = {key: np.asarray(value, "float32") for key, value in arrays.items()}
    np.savez(place(name + "-golden.npz"), **few)


def train(model, x, loss, random=np.random.default_rng(2)):
    if not TINY:
        model.compile(optimizer="adam", loss=loss)
        model.fit(x, x, epochs=1, batch_size=128, verbose=0)
        return
    model(x[:1])
    for w in model.trainable_weights:  # biases of 0 would hide that they are mixed up
        w.assign(w + random.normal(0, 0.1, w.shape))


def keras_vae():
    """https://keras.io/examples/generative/vae"""
    i = layers.Input((SIZE, SIZE, 1))
    h = layers.Conv2D(32 // WIDE, 3, activation="relu", strides=2, padding="same")(i)
    h = layers.Conv2D(64 // WIDE, 3, activation="relu", strides=2, padding="same")(h)
    h = layers.Dense(16 // WIDE, activation="relu")(layers.Flatten()(h))
    encoder = keras.Model(i, [layers.Dense(2, name="z_mean")(h), layers.Dense(2, name="z_log_var")(h)])
    z = layers.Input((2,))
    deep = SIZE // 4
    h = layers.Dense(deep * deep * 64 // WIDE, activation="relu")(z)
    h = layers.Reshape((deep, deep, 64 // WIDE))(h)
    h = layers.Conv2DTranspose(64 // WIDE, 3, activation="relu", strides=2, padding="same")(h)
    h = layers.Conv2DTranspose(32 // WIDE, 3, activation="relu", strides=2, padding="same")(h)
    decoder = keras.Model(z, layers.Conv2DTranspose(1, 3, activation="sigmoid", padding="same")(h))

    class VAE(keras.Model):
        def __init__(self):
            super().__init__()
            self.encoder, self.decoder = encoder, decoder
            self.seed_generator = keras.random.SeedGenerator(1)
            self.loss_tracker = keras.metrics.Mean(name="loss")

        def call(self, x):
            mean, log_var = self.encoder(x)
            noise = keras.random.normal(ops.shape(mean), seed=self.seed_generator)
            kl = -0.5 * (1 + log_var - ops.square(mean) - ops.exp(log_var))
            self.add_loss(ops.mean(ops.sum(kl, axis=1)))
            return self.decoder(mean + ops.exp(0.5 * log_var) * noise)

    vae = VAE()
    train(vae, X, lambda t, y: ops.mean(ops.sum(ops.binary_crossentropy(t, y), axis=(1, 2))))
    vae.save_weights(place("keras-vae.weights.h5"))
    encoder.save(place("keras-vae-encoder.keras"))
    decoder.save(place("keras-vae-decoder.keras"))
    mean, log_var = encoder.predict(X[:8], verbose=0)
    golden("keras-vae", x=X[:8], code=mean, log_variance=log_var, reconstruction=decoder.predict(mean, verbose=0))


def keras_plain(name, encoder, decoder, x):
    """An autoencoder of two models; its weights as a model, and as NumPy's arrays."""
    model = keras.Sequential([encoder, decoder])
    train(model, x, "mse")
    model.save(place(name + ".keras"))
    np.savez(place(name + ".npz"), *model.get_weights())
    code = encoder.predict(x[:8], verbose=0)
    golden(name, x=x[:8], code=code, reconstruction=decoder.predict(code, verbose=0))


def keras_blog():
    """The deep convolutional autoencoder of https://blog.keras.io/building-autoencoders-in-keras.html"""
    def conv(filters, **more):
        return layers.Conv2D(filters // min(WIDE, 4), 3, activation="relu", padding="same", **more)

    encoder = keras.Sequential([layers.Input((SIZE, SIZE, 1)), conv(16), layers.MaxPooling2D(2, padding="same"),
                                conv(8), layers.MaxPooling2D(2, padding="same"), conv(8), layers.MaxPooling2D(2, padding="same")])
    decoder = [layers.Input(encoder.output_shape[1:]), conv(8), layers.UpSampling2D(2), conv(8), layers.UpSampling2D(2)]
    if not TINY:  # 16 x 16 become 14 x 14
        decoder.append(layers.Conv2D(16, 3, activation="relu"))
    else:
        decoder.append(conv(16))
    decoder += [layers.UpSampling2D(2), layers.Conv2D(1, 3, activation="sigmoid", padding="same")]
    keras_plain("keras-blog", encoder, keras.Sequential(decoder), X)


def keras_dense():
    """The first autoencoder of the same page."""
    flat = X.reshape(len(X), -1)
    encoder = keras.Sequential([layers.Input((SIZE * SIZE,)), layers.Dense(32 // WIDE, activation="relu")])
    decoder = keras.Sequential([layers.Input((32 // WIDE,)), layers.Dense(SIZE * SIZE, activation="sigmoid")])
    keras_plain("keras-dense", encoder, decoder, flat)


def keras_sequence(cell, name):
    x = np.random.default_rng(3).normal(0, 1, (64, 6, 3)).astype("float32")
    encoder = keras.Sequential([layers.Input((6, 3)), cell(5), layers.Dense(2)])
    decoder = keras.Sequential([layers.Input((2,)), layers.Dense(5, activation="tanh"), layers.RepeatVector(6),
                                cell(5, return_sequences=True), layers.Dense(3)])
    keras_plain(name, encoder, decoder, x)


def torch_vae():
    class TorchVAE(torch.nn.Module):
        def __init__(self, code=2):
            super().__init__()
            down = lambda i, o: torch.nn.Conv2d(i, o, 3, 2, 1)
            up = lambda i, o: torch.nn.ConvTranspose2d(i, o, 3, 2, 1, 1)
            relu, a, b, c = torch.nn.ReLU(), 32 // WIDE, 64 // WIDE, 128 // WIDE
            side = 1 if TINY else 4
            features = c * side * side
            self.encoder = torch.nn.Sequential(down(1, a), relu, down(a, b), relu, down(b, c), relu, torch.nn.Flatten())
            self.mean, self.log_variance = torch.nn.Linear(features, code), torch.nn.Linear(features, code)
            self.decoder = torch.nn.Sequential(torch.nn.Linear(code, features), torch.nn.Unflatten(1, (c, side, side)),
                                               up(c, c), relu, up(c, b), relu, up(b, a), relu, torch.nn.Conv2d(a, 1, 3, 1, 1))

    edge = 0 if TINY else 2  # 28 x 28 become 32 x 32
    x = torch.from_numpy(np.pad(X[:, None, :, :, 0], ((0, 0), (0, 0), (edge, edge), (edge, edge))))
    model = TorchVAE()
    optimizer = torch.optim.Adam(model.parameters(), 1e-3)
    for batch in x.split(100):
        h = model.encoder(batch)
        m, v = model.mean(h), model.log_variance(h)
        r = model.decoder(m + torch.exp(0.5 * v) * torch.randn_like(m))
        loss = torch.nn.functional.binary_cross_entropy_with_logits(r, batch, reduction="sum")
        loss = (loss - 0.5 * (1 + v - m * m - v.exp()).sum()) / len(batch)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    torch.save(model.state_dict(), place("torch-vae.pt"))
    save_file(model.state_dict(), place("torch-vae.safetensors"))
    with torch.no_grad():
        h = model.encoder(x[:4])
        m, v = model.mean(h), model.log_variance(h)
        golden("torch-vae", x=x[:4], code=m, log_variance=v, reconstruction=torch.sigmoid(model.decoder(m)))


def types():
    """All types and layouts of numbers that are read, each 0, 0.25, 0.5 and so on, or 0, 1, 2."""
    a = np.arange(6).reshape(2, 3) / 4
    np.savez(place("types.npz"), half=a.astype("f2"), float=a.astype("f4"), double=a, big=a.astype(">f4"),
             fortran=np.asfortranarray(a), long=np.arange(6), int=np.arange(6, dtype="i4"), scalar=np.float32(0.25))
    np.savez_compressed(place("types-compressed.npz"), double=a)
    t = torch.from_numpy(a)
    both = torch.arange(12) / 4
    torch.save({"epoch": 3, "big": 1 << 40, "rate": 1e-3, "list": [t, None, True], "optimizer": {"state": {0: {"step": t}}},
                "model": {"half": t.half(), "bfloat16": t.bfloat16(), "float": t.float(), "double": t,
                          "long": torch.arange(6), "parameter": torch.nn.Parameter(t.float()),
                          "transposed": t.t(), "upper": both[:6].view(2, 3), "lower": both[6:].view(2, 3),
                          "every": both[::2]}}, place("types.pt"))
    state = {"half": t.half(), "bfloat16": t.bfloat16(), "float": t.float(), "double": t, "long": torch.arange(6)}
    save_file(state, place("types.safetensors"))
    # As before PyTorch 1.6; tensors share a storage.
    older = {**state, "transposed": t.t(), "upper": both[:6].view(2, 3), "lower": both[6:].view(2, 3)}
    torch.save({"epoch": 3, "model": older}, place("types-older.pt"), _use_new_zipfile_serialization=False)
    shards = {f"types-{i + 1:05}-of-00002.safetensors": dict(list(state.items())[i::2]) for i in range(2)}
    for file, some in shards.items():
        save_file(some, place(file))
    with open(place("types.safetensors.index.json"), "w") as index:
        json.dump({"metadata": {}, "weight_map": {name: file for file, some in shards.items() for name in some}}, index)


def torch_norm():
    """Running means and variances, which count in use alone."""
    encoder = torch.nn.Sequential(torch.nn.Linear(6, 4), torch.nn.BatchNorm1d(4), torch.nn.ReLU(), torch.nn.Linear(4, 2))
    model = torch.nn.ModuleDict({"encoder": encoder, "decoder": torch.nn.Linear(2, 6)})
    for _ in range(3):
        encoder(torch.randn(16, 6) * 2 + 1)
    model.eval()
    torch.save(model.state_dict(), place("torch-norm.pt"))
    with torch.no_grad():
        x = torch.randn(4, 6)
        code = encoder(x)
        golden("torch-norm", x=x, code=code, reconstruction=model["decoder"](code))


def keras_normed():
    """The same in Keras, beside a convolution along one axis."""
    i = layers.Input((6, 3))
    h = layers.Conv1D(4, 3, strides=2, padding="same", use_bias=True)(i)
    h = layers.Activation("relu")(layers.BatchNormalization(epsilon=1e-5)(h))
    encoder = keras.Model(i, layers.Dense(2)(layers.Flatten()(h)))
    decoder = keras.Sequential([layers.Input((2,)), layers.Dense(12), layers.Reshape((3, 4)),
                                layers.Conv1DTranspose(3, 3, strides=2, padding="same")])
    x = np.random.default_rng(3).normal(1, 2, (64, 6, 3)).astype("float32")
    for _ in range(3):
        encoder(x, training=True)
    keras_plain("keras-norm", encoder, decoder, x)


if TORCH:
    if TINY:
        types()
        torch_norm()
    torch_vae()
if KERAS:
    if TINY:
        keras_normed()
    keras_vae()
    keras_blog()
    keras_dense()
    keras_sequence(layers.GRU, "keras-gru")
    keras_sequence(layers.LSTM, "keras-lstm")
