"""Makes the golden files beside it: PyTorch's and Keras' answers, which the Java tests compare with ours.

Made with PyTorch 2.13.0, Keras 3.15.1 on TensorFlow 2.21.0, and NumPy 2.4.6, on the CPU.
    python make_golden.py torch     writes the other files, needs torch and numpy
    python make_golden.py similarity  writes structural-similarity.npz, needs scikit-image 0.26.0, pytorch_msssim 1.0.0,
                                    torch and numpy
    python make_golden.py keras     writes transposed-convolution-same-*.npz, needs keras, tensorflow-cpu and numpy
The same versions write the same bytes. Inputs are float32; the libraries compute in float64, and the answers are
rounded to float32 once, so that the tests' tolerances are ours alone. Arrays of one case share the prefix "case/".
"""

import itertools
import math
import os
import sys

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))


def write(name, arrays):
    path = os.path.join(HERE, name + ".npz")
    # In C order: DJL reads no other.
    np.savez_compressed(path, **{key: np.asarray(value, dtype=np.float32, order="C") for key, value in arrays.items()})
    assert os.path.getsize(path) <= 50 * 1024, path
    print(f"{name}.npz: {len(arrays)} arrays, {os.path.getsize(path)} bytes")


def normal(random, *shape):
    return random.standard_normal(shape).astype(np.float32)


def whole(random, *shape):
    """Small whole numbers: float32 holds every sum of their products exactly, and the files stay small."""
    return random.integers(-5, 6, shape).astype(np.float32)


# Transposed convolutions: geometry has a row each for kernel, stride, padding, output padding; a column an axis.
# Answers: output, and the gradients of sum(output * upstream).


def transposed_convolutions_1d():
    kernel, stride, padding = [1, 2, 3, 4, 5], [1, 2, 3], [0, 1, 2]
    rows = [(k, s, p, o) for k, s, p in itertools.product(kernel, stride, padding) for o in range(s)]
    chosen = rows[::7] + [(3, 2, 1, 1), (4, 2, 1, 0), (5, 3, 2, 2)]  # 13 spread over all, and the usual three
    return [(np.array(row).reshape(4, 1), (4 + i % 2,)) for i, row in enumerate(chosen)]


def transposed_convolutions_2d():
    cases = transposed_convolutions_1d()
    square = [(np.repeat(g, 2, axis=1), (3, 3 + i % 2)) for i, (g, _) in enumerate(cases[-3:])]
    # Another geometry for each axis: the first against the last, and so on.
    mixed = [(np.hstack([a, b]), (2 + i % 2, 4 - i % 3)) for i, ((a, _), (b, _)) in enumerate(zip(cases, cases[::-1]))]
    return square + mixed[:13]


def torch_transposed_convolutions(name, cases, seed):
    import torch
    import torch.nn.functional as F

    random = np.random.default_rng(seed)
    arrays = {}
    for number, (geometry, size) in enumerate(cases):
        kernel, stride, padding, output_padding = (tuple(int(v) for v in row) for row in geometry)
        convolve = F.conv_transpose1d if len(size) == 1 else F.conv_transpose2d
        channels, filters = (2, 3) if number % 2 else (3, 2)
        given = {
            "input": whole(random, 2, channels, *size),
            "weight": whole(random, channels, filters, *kernel),
            "bias": whole(random, filters),
        }
        tensors = [torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in given.values()]
        output = convolve(*tensors, stride=stride, padding=padding, output_padding=output_padding)
        upstream = whole(random, *output.shape)
        gradients = torch.autograd.grad((output * torch.tensor(upstream)).sum(), tensors)
        case = {"geometry": geometry, **given, "output": output.detach(), "upstream": upstream}
        case.update({key + "Gradient": gradient for key, gradient in zip(given, gradients)})
        arrays.update({f"{number:02d}/{key}": value for key, value in case.items()})
    write(name, arrays)


# Keras' padding "same": output size = input size * stride. Keras keeps channels last, and the kernel as
# [k..., Cout, Cin]; both are turned here: input and output into [B, C, ...], the kernel into PyTorch's
# [Cin, Cout, k...]. Neither is flipped: in both libraries tap k of the kernel goes to output i * stride + k - crop.
# geometry has a row each for kernel and stride.


def channels_first(array):
    return np.moveaxis(np.asarray(array), -1, 1)


def kernel_like_torch(kernel):
    return np.moveaxis(np.asarray(kernel), (-1, -2), (0, 1))


def keras_transposed_convolutions(name, layer_type, cases, seed):
    import tensorflow as tf

    random = np.random.default_rng(seed)
    arrays = {}
    for number, (geometry, size) in enumerate(cases):
        kernel, stride = (tuple(row) for row in geometry.tolist())
        channels, filters = (2, 3) if number % 2 else (3, 2)
        layer = layer_type(filters, kernel, strides=stride, padding="same", dtype="float64")
        given = tf.constant(whole(random, 2, *size, channels), dtype=tf.float64)
        layer.build(given.shape)
        weight, bias = whole(random, *kernel, filters, channels), whole(random, filters)
        layer.set_weights([weight, bias])
        with tf.GradientTape() as tape:
            tape.watch(given)
            output = layer(given)
            upstream = whole(random, *output.shape)
            total = tf.reduce_sum(output * upstream)
        given_gradient, weight_gradient, bias_gradient = tape.gradient(total, [given, *layer.trainable_variables])
        case = {
            "geometry": geometry,
            "input": channels_first(given),
            "weight": kernel_like_torch(weight),
            "bias": bias,
            "output": channels_first(output),
            "upstream": channels_first(upstream),
            "inputGradient": channels_first(given_gradient),
            "weightGradient": kernel_like_torch(weight_gradient),
            "biasGradient": bias_gradient,
        }
        arrays.update({f"{number:02d}/{key}": value for key, value in case.items()})
    write(name, arrays)


def all_keras_transposed_convolutions():
    from keras.layers import Conv1DTranspose, Conv2DTranspose

    sizes = list(itertools.product((2, 3, 4, 5), (1, 2, 3)))  # kernel, stride
    one_axis = [(np.array([[k], [s]]), (4 + k % 2,)) for k, s in sizes]
    two_axes = [(np.array([[k, 2 + (k + 1) % 4], [s, 1 + s % 3]]), (3, 4 - k % 2)) for k, s in sizes]
    square = [(np.array([[k, k], [2, 2]]), (4, 3)) for k in (3, 4)]
    keras_transposed_convolutions("transposed-convolution-same-1d", Conv1DTranspose, one_axis, seed=3)
    keras_transposed_convolutions("transposed-convolution-same-2d", Conv2DTranspose, square + two_axes, seed=4)


# Negative log densities of one value each, [B, 1], up to where float32 overflows a careless formula.


def densities():
    import torch
    import torch.nn.functional as F

    logits, x = (a.reshape(-1, 1) for a in np.meshgrid(np.r_[-1000, np.linspace(-60, 60, 25), 1000], [0, 0.3, 1]))
    l = torch.tensor(logits, requires_grad=True)
    bernoulli = F.binary_cross_entropy_with_logits(l, torch.tensor(np.float32(x), dtype=torch.float64), reduction="none")
    bernoulli.sum().backward()
    means, y = (a.reshape(-1, 1) for a in np.meshgrid(np.linspace(-60, 60, 25), [-60, 0.3, 5]))
    m = torch.tensor(means, requires_grad=True)
    gaussian = -torch.distributions.Normal(m, 0.8).log_prob(torch.tensor(np.float32(y), dtype=torch.float64))
    gaussian.sum().backward()
    write("densities", {
        "bernoulli/parameters": logits,
        "bernoulli/x": x,
        "bernoulli/negativeLogDensity": bernoulli.detach().squeeze(1),
        "bernoulli/parametersGradient": l.grad,
        "gaussian/parameters": means,
        "gaussian/x": y,
        "gaussian/negativeLogDensity": gaussian.detach().squeeze(1),
        "gaussian/parametersGradient": m.grad,
    })


# Two small variational autoencoders with every intermediate value. Names as in Sequential: encoder.0 is the first
# layer. total = mean over the batch of reconstruction + 0.7 * divergence; the gradients are total's.


def variational_autoencoder(name, encoder, mean_head, variance_head, decoder, x, code, reconstruction_of):
    import torch

    parts = {"encoder": encoder, "mean": mean_head, "logVariance": variance_head, "decoder": decoder}
    parameters = {f"{part}.{key}": p for part, block in parts.items() for key, p in block.named_parameters()}
    with torch.no_grad():
        for parameter in parameters.values():  # twice PyTorch's, so that the divergence is not close to 0
            parameter.data = (2 * parameter.data).float().double()
    noise = torch.randn(len(x), code).double()
    x = torch.tensor(x, dtype=torch.float64)
    hidden = encoder(x)
    mean, log_variance = mean_head(hidden), variance_head(hidden)
    z = mean + torch.exp(0.5 * log_variance) * noise
    output = decoder(z)
    reconstruction = reconstruction_of(output, x).flatten(1).sum(1)
    posterior = torch.distributions.Normal(mean, torch.exp(0.5 * log_variance))
    prior = torch.distributions.Normal(torch.zeros_like(mean), torch.ones_like(mean))
    divergence = torch.distributions.kl_divergence(posterior, prior).sum(1)
    total = (reconstruction + 0.7 * divergence).mean()
    gradients = torch.autograd.grad(total, list(parameters.values()))
    arrays = {"parameter/" + key: value.detach() for key, value in parameters.items()}
    arrays.update({"gradient/" + key: value for key, value in zip(parameters, gradients)})
    answers = {"x": x, "noise": noise, "output": output, "z": z, "mean": mean, "logVariance": log_variance}
    answers.update({"reconstruction": reconstruction, "divergence": divergence, "total": total})
    arrays.update({key: value.detach() for key, value in answers.items()})
    write(name, arrays)


def variational_autoencoders():
    import torch
    from torch import nn
    import torch.nn.functional as F

    torch.set_default_dtype(torch.float64)
    torch.manual_seed(6)  # with few dead units
    random = np.random.default_rng(5)

    def up(channels, filters):  # 3 x 2 -> 5 x 4 -> 9 x 8
        return nn.ConvTranspose2d(channels, filters, 3, 2, 1, (0, 1))

    variational_autoencoder(
        "convolutional-vae",
        nn.Sequential(nn.Conv2d(1, 4, 3, 2, 1), nn.ReLU(), nn.Conv2d(4, 6, 3, 2, 1), nn.ReLU(), nn.Flatten()),
        nn.Linear(36, 2),
        nn.Linear(36, 2),
        nn.Sequential(nn.Linear(2, 36), nn.Unflatten(1, (6, 3, 2)), up(6, 6), nn.ReLU(), up(6, 4), nn.ReLU(),
                      nn.Conv2d(4, 1, 3, 1, 1)),
        random.random((3, 1, 9, 8), dtype=np.float32),
        2,
        lambda logits, x: F.binary_cross_entropy_with_logits(logits, x, reduction="none"),
    )
    scale = 0.8
    variational_autoencoder(
        "dense-vae",
        nn.Sequential(nn.Linear(7, 5), nn.ReLU()),
        nn.Linear(5, 3),
        nn.Linear(5, 3),
        nn.Sequential(nn.Linear(3, 5), nn.ReLU(), nn.Linear(5, 7)),
        normal(random, 4, 7),
        3,
        lambda means, x: ((x - means) / scale) ** 2 / 2 + 0.5 * math.log(2 * math.pi * scale**2),
    )


def rmsprop():
    """Ten steps of RMSprop from the same weights by the same gradients, of sizes from 0.01 to 10."""
    import torch

    random = np.random.default_rng(7)
    start = whole(random, 4)
    gradients = (normal(random, 10, 4) * np.array([0.01, 0.1, 1, 10])).astype(np.float32)
    arrays = {"start": start, "gradients": gradients}
    for name, centred in (("plain", False), ("centred", True)):
        weight = torch.nn.Parameter(torch.tensor(start, dtype=torch.float64))
        optimizer = torch.optim.RMSprop([weight], lr=0.01, alpha=0.99, eps=1e-8, centered=centred)
        for gradient in gradients:
            weight.grad = torch.tensor(gradient, dtype=torch.float64)
            optimizer.step()
        arrays[name] = weight.detach().numpy()
    write("rmsprop", arrays)


# Structural similarity of images whose values are multiples of 1/32 in (0, 1): stripes, and the same disturbed, which
# compress well. ssim is scikit-image's mean over the channels; multiScale has pytorch_msssim's answers with one to all
# five exponents of the paper, divided by their sum, where each scale but the coarsest has an even size.


def similarity():
    import torch
    from pytorch_msssim import ms_ssim
    from skimage.metrics import structural_similarity

    def single(a, b):
        return structural_similarity(
            a, b, gaussian_weights=True, sigma=1.5, use_sample_covariance=False, data_range=1, channel_axis=0)

    exponents = np.array([0.0448, 0.2856, 0.3001, 0.2363, 0.1333])
    arrays = {}
    for name, shape in (("small", (2, 2, 13, 17)), ("large", (1, 2, 176, 176))):
        i = np.arange(np.prod(shape)).reshape(shape)
        row, column, image = i // shape[3] % shape[2], i % shape[3], i // (shape[2] * shape[3])
        x = 1 + (2 * (row % 32) + (column % 16) ** 2 // 7 + 5 * image) % 31
        y = np.clip((3 * x + row % 13 * (column % 8)) // 4 + row % 5, 1, 31)
        x, y = x / 32, y / 32
        arrays.update({f"{name}/x": x, f"{name}/y": y, f"{name}/ssim": [single(a, b) for a, b in zip(x, y)]})
    pair = torch.tensor(x), torch.tensor(y)
    window = np.exp(-(np.arange(-5, 6) ** 2) / (2 * 1.5**2))  # pytorch_msssim's own is rounded to float32
    window = torch.tensor(window / window.sum()).reshape(1, 1, 1, 11).repeat(2, 1, 1, 1)
    arrays["large/multiScale"] = [
        ms_ssim(*pair, data_range=1, win=window, weights=list(exponents[:scales] / exponents[:scales].sum()))
        for scales in range(1, 6)
    ]
    write("structural-similarity", arrays)


# Two of sequences [B, C, L], which PyTorch's recurrent layers take as [B, L, C].


def recurrent_autoencoders():
    import torch
    from torch import nn

    torch.set_default_dtype(torch.float64)
    torch.manual_seed(8)
    random = np.random.default_rng(9)
    channels, length, code, scale = 2, 6, 3, 0.8

    class Recurrent(nn.Module):  # like a layer of Sequential: without the memory
        def __init__(self, kind, inputs, units):
            super().__init__()
            self.cell = kind(inputs, units, batch_first=True)

        def forward(self, x):
            return self.cell(x)[0]

    class Function(nn.Module):
        def __init__(self, function):
            super().__init__()
            self.function = function

        def forward(self, x):
            return self.function(x)

    for name, kind in {"gru-vae": nn.GRU, "lstm-vae": nn.LSTM}.items():
        variational_autoencoder(
            name,
            nn.Sequential(Function(lambda x: x.transpose(1, 2)), Recurrent(kind, channels, 5), Recurrent(kind, 5, 4),
                          Function(lambda steps: steps[:, -1])),
            nn.Linear(4, code),
            nn.Linear(4, code),
            nn.Sequential(nn.Linear(code, 4), nn.Tanh(), Function(lambda z: z.unsqueeze(1).repeat(1, length, 1)),
                          Recurrent(kind, 4, 4), Recurrent(kind, 4, 5), nn.Linear(5, channels),
                          Function(lambda steps: steps.transpose(1, 2))),
            normal(random, 4, channels, length),
            code,
            lambda means, x: ((x - means) / scale) ** 2 / 2 + 0.5 * math.log(2 * math.pi * scale**2),
        )


if __name__ == "__main__":
    if sys.argv[1:] == ["torch"]:
        torch_transposed_convolutions("transposed-convolution-1d", transposed_convolutions_1d(), seed=1)
        torch_transposed_convolutions("transposed-convolution-2d", transposed_convolutions_2d(), seed=2)
        densities()
        variational_autoencoders()
        rmsprop()
        recurrent_autoencoders()
    elif sys.argv[1:] == ["similarity"]:
        similarity()
    elif sys.argv[1:] == ["keras"]:
        all_keras_transposed_convolutions()
    else:
        sys.exit(__doc__)
