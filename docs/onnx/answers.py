"""Checks a model's exported parts, runs them, and compares with a server's answers: answers.py ADDRESS NAME FOLDER.

FOLDER has PART.onnx and PART.pt of each part. ONNX Runtime and PyTorch must give the same, and what the server, on the
model's own engine, answers to the same raw samples and codes, to 1e-5 of the greatest value.
"""
import json
import pathlib
import sys
import urllib.parse
import urllib.request

import numpy
import onnx
import onnxruntime
import torch

address, name, folder = sys.argv[1:]
TASKS = {"encoder": "encode", "decoder": "decode", "reconstruction": "reconstruct", "score": "score"}
TYPES = {"tensor(float)": "float32", "tensor(double)": "float64"}
BATCH = 3
random = numpy.random.default_rng(1)
files = sorted(pathlib.Path(folder).glob("*.onnx"))
sessions = {file.stem: onnxruntime.InferenceSession(str(file)) for file in files}


def metadata(session):
    return session.get_modelmeta().custom_metadata_map


def drawn(form, symbols, shape):  # raw samples of a format: symbols, grey levels, or numbers; those that may miss, do
    kind = json.dumps(form["scaling"])
    if "OneHot" in kind:
        return random.integers(0, symbols, shape)
    if "Classes" in kind:
        return random.choice(form["scaling"]["values"], shape)
    if len(shape) == 4:
        return random.integers(0, 256, shape)
    numbers = random.normal(1, 1, shape)
    if "WithMissing" in kind:
        numbers.flat[::3] = numpy.nan
    return numbers


def given(input, about):
    shape = [BATCH, *input.shape[1:]]
    if input.name in ("x", "target"):
        form = json.loads(about["format" if input.name == "x" else "target"])
        symbols = about.get("symbols" if input.name == "x" else "targetSymbols", "")
        values = drawn(form, symbols.count("\n") + 1, shape)
        if input.name == "x" and "target" not in about and "WithMissing" not in about["format"]:
            codes = {i.name: given(i, about) for i in sessions["decoder"].get_inputs()}
            values = sessions["decoder"].run(None, codes)[0]  # within the data's range
    elif input.name == "condition":
        values = numpy.eye(shape[1])[[0] * BATCH]
    elif input.name in ("code", "noise"):
        values = random.normal(0, 1, shape)
    else:
        values = numpy.zeros(shape)  # a decoder's memory before the first step
    return values.astype(TYPES[input.type])


def ask(task, values, about):
    rows = values.reshape(BATCH, -1).astype(object)
    rows[values.reshape(BATCH, -1) != values.reshape(BATCH, -1)] = None
    label = urllib.parse.urlencode({"label": about["conditions"].split("\n")[0]}) if "conditions" in about else ""
    url = f"{address}/predictions/{name}-{task}?{label}"
    request = urllib.request.Request(url, json.dumps(rows.tolist()).encode(), {"Content-Type": "application/json"})
    return numpy.array(json.load(urllib.request.urlopen(request)), float).reshape(BATCH, -1)


def has_words(about):  # whose server answers in words, where an exported part has the numbers of their classes
    columns = [column for end in ("format", "target") for column in json.loads(about.get(end, "{}")).get("schema", {}).get("columns", [])]
    return any(column["words"] for column in columns if column["role"] == "FEATURE")


def compare(what, expected, actual):
    scale = max(1, numpy.abs(expected).max())
    off = numpy.abs(expected - actual.reshape(expected.shape)).max() / scale
    assert off <= 1e-5, f"{what} differs by {off:.1e}"
    return off


def judge(file):
    onnx.checker.check_model(str(file), full_check=True)
    session = sessions[file.stem]
    about, names = metadata(session), [output.name for output in session.get_outputs()]
    inputs = {input.name: given(input, about) for input in session.get_inputs()}
    expected = session.run(None, inputs)
    extra = {"outputs": ""}
    script = torch.jit.load(str(file.with_suffix(".pt")), _extra_files=extra)
    made = script(**{key: torch.from_numpy(value) for key, value in inputs.items()})
    made = made if isinstance(made, tuple) else (made,)
    told = extra["outputs"]  # a text, or its bytes
    assert (told.decode() if isinstance(told, bytes) else told).split("\n") == names, extra
    worst = max(compare(f"{file.stem} {key} in PyTorch", a, b.detach().numpy()) for key, a, b in zip(names, expected, made))
    task = TASKS.get(file.stem)
    if f"{name}-{task}" in served and "target" not in inputs and not has_words(about):
        values = inputs.get("x", inputs.get("code"))
        worst = max(worst, compare(f"{file.stem} of the server", expected[0].reshape(BATCH, -1), ask(task, values, about)))
    return worst


served = [model["modelName"] for model in json.load(urllib.request.urlopen(f"{address}/models"))["models"]]
print(f"{name}: {', '.join(sessions)} differ by at most {max(judge(file) for file in files):.1e}")
