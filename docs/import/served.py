"""Asks a server for what a foreign model made of its golden samples: served.py ADDRESS NAME GOLDEN."""
import json
import sys
import urllib.request

import numpy

address, name, golden = sys.argv[1:]
there = numpy.load(golden)
image = there["x"].ndim == 4
models = json.load(urllib.request.urlopen(f"{address}/models"))["models"]
side = next(model["input"]["shape"][-1] for model in models if model["modelName"] == f"{name}-encode")


def raw(values):  # as the data has them: channels first, images in grey levels, and without what the model pads
    axes = (0, values.ndim - 1, *range(1, values.ndim - 1))
    first = values.transpose(axes) if values.ndim > 2 and values.shape[1] != 1 else values
    if image:
        edge = (first.shape[-1] - side) // 2
        first = 255 * first[..., edge : edge + side, edge : edge + side]
    return first.reshape(len(values), -1)


def code(values):  # of a map, channels first
    return numpy.moveaxis(values, -1, 1).reshape(len(values), -1)


def ask(task):
    body = json.dumps(raw(there["x"]).astype(float).tolist()).encode()
    request = urllib.request.Request(f"{address}/predictions/{name}-{task}", body, {"Content-Type": "application/json"})
    return numpy.array(json.load(urllib.request.urlopen(request))).reshape(len(there["x"]), -1)


for task, expected in {"encode": code(there["code"]), "reconstruct": raw(there["reconstruction"])}.items():
    unit = 255 if image and task == "reconstruct" else 1
    off = numpy.max(numpy.abs(ask(task) - expected) / numpy.maximum(unit, numpy.abs(expected)))
    print(f"{task:16} in ONNX Runtime differs by at most {off:.1e}")
    assert off <= 1e-5, task
