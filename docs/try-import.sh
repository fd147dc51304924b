#!/usr/bin/env bash
# Trains small models in Keras and PyTorch for an epoch, imports their weights, which must give the same codes and
# reconstructions to 1e-5, encodes with what came of it, and exports it again; PyTorch must find its own weights in that.
#
#   docs/try-import.sh [PYTHON [ENGINE]]     (default: python3 PyTorch)
#
# In a virtual environment: pip install numpy torch safetensors keras jax. About two minutes on two processors.
# DATA=train-images-idx3-ubyte.gz learns from these images instead of drawn ones.
set -uo pipefail
python=$(command -v "${1:-python3}") || exit 1
engine=${2:-PyTorch}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here"/trials.sh
export KERAS_BACKEND=${KERAS_BACKEND:-jax}
for only in torch keras; do # in a process each: both may be more than one takes
  "$python" "$here"/import/models.py . --only $only ${DATA:+--data "$DATA"} || exit 1
done

bad=0
try() { # NAME GOLDEN RECIPE FILE...
  local name=$1 golden=$2 recipe=$3
  "$program" import "${@:4}" --recipe "$recipe" --golden "$golden-golden.npz" --engine "$engine" --out "$name" > log 2>&1 \
    && "$program" export "$name" --part whole --format npz --engine "$engine" --out "$name-again.npz" >> log 2>&1 \
    && "$program" export "$name" --part whole --format safetensors --engine "$engine" --out "$name-again.safetensors" >> log 2>&1
  local code=$?
  echo "$name: exit code $code"
  if [ $code = 0 ]; then grep "differs by" log; serve "$name" "$golden"; else cat log; bad=1; fi
}

# Exports to ONNX, serves that, and asks for the golden values.
serve() { # NAME GOLDEN
  "$program" export "$1" --part encoder --format onnx --engine "$engine" --out "$1-onnx/encoder.onnx" > log 2>&1 \
    && "$program" export "$1" --part reconstruction --format onnx --engine "$engine" --out "$1-onnx/whole.onnx" >> log 2>&1 \
    || { cat log; bad=1; return; }
  serving "$1-onnx"
  "$python" "$here"/import/served.py "$address" "$1-onnx" "$2-golden.npz" || bad=1
  hush
}

recipes=$here/import
try vae-h5 keras-vae "$recipes"/keras-vae.json keras-vae.weights.h5
try vae-keras keras-vae "$recipes"/keras-vae.json keras-vae-encoder.keras keras-vae-decoder.keras
for kind in keras npz; do
  try dense-$kind keras-dense "$recipes"/keras-dense.json keras-dense.$kind
  try blog-$kind keras-blog "$recipes"/keras-blog.json keras-blog.$kind
  try gru-$kind keras-gru "$recipes"/keras-gru.json keras-gru.$kind
  try lstm-$kind keras-lstm "$recipes"/keras-lstm.json keras-lstm.$kind
done
for kind in pt safetensors; do
  try torch-$kind torch-vae vae-fashion-mnist torch-vae.$kind
done
"$python" - << 'END' || bad=1
import numpy, torch
from safetensors.torch import load_file

there = load_file("torch-vae.safetensors")
again, arrays = load_file("torch-pt-again.safetensors"), numpy.load("torch-pt-again.npz")
for name, ours in again.items():
    theirs = name.replace(".network", "").replace("encoder.mean", "mean").replace("encoder.logVariance", "log_variance")
    assert torch.equal(there.pop(theirs), ours) and numpy.array_equal(arrays[name], ours.numpy()), name
assert not there, there.keys()
print("PyTorch finds its weights again")
END
exit $bad
