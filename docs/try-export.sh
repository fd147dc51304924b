#!/usr/bin/env bash
# Trains a small model of each kind for an epoch, exports all its parts to ONNX and TorchScript, has onnx.checker look at
# them, and runs them in Python: ONNX Runtime, PyTorch, and, but for tables with words, a server on the model's engine must
# answer the same to 1e-5.
#
#   docs/try-export.sh [PYTHON [ENGINE [KIND...]]]     (default: python3 PyTorch, all kinds)
#
# In a virtual environment: pip install numpy onnx onnxruntime torch. About ten minutes on two processors.
set -uo pipefail
python=$(command -v "${1:-python3}") || exit 1
engine=${2:-PyTorch}
wanted=" ${*:3} "
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here"/trials.sh
bad=0

model() { # KIND ARGUMENT...
  [ "$wanted" = "  " ] || [[ $wanted == *" $1 "* ]] || return 0
  "$program" train "${@:2}" --epochs 1 --engine "$engine" --out "$1" > log 2>&1 || { cat log; bad=1; return; }
  local part form
  for part in encoder decoder reconstruction score whole step; do
    for form in onnx torchscript; do
      "$program" export "$1" --part $part --format $form --engine "$engine" --out "$1-parts/$part.${form/torchscript/pt}" > log 2>&1 \
        || { [ $part = step ] && grep -q "must be autoregressive" log; } || { cat log; bad=1; return; }
    done
  done
  serving "$1" --engine "$engine"
  "$python" "$here"/onnx/answers.py "$address" "$1" "$1-parts" || bad=1
  hush
}

awk 'BEGIN { srand(1); print "at,load,kind,state,flow"; for (i = 0; i < 400; i++) { x = rand(); k = int(4 * rand())
  printf "2026-03-%02d,%.3f,%s,%s,%.3f\n", 1 + i % 28, x + k, substr("pqrs", k + 1, 1), (x > 0.5 ? "on" : "off"), 3 * x - k } }' > words.csv
awk -F, -v OFS=, 'NR % 9 == 0 { $2 = "" } { print }' words.csv > gaps.csv
awk 'BEGIN { print "load,heat"; for (i = 0; i < 800; i++) print sin(i / 8) + 0.1 * sin(i * i) "," cos(i / 8) }' > series.csv
awk 'BEGIN { print "day,written"; split("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec", m, " "); for (i = 1; i <= 12; i++)
  for (d = 1; d <= 28; d++) printf "2026-%02d-%02d,%d %s 2026\n", i, d, d, m[i] }' > days.csv
table 300 > numbers.csv

model images vae-sprites --limit 300
model given cvae-sprites --limit 300
model shared shared-sprites --limit 200
model codebook vqvae-sprites --limit 300
model colours colourise-sprites --limit 300
model masks segment-sprites --limit 200
model strings vae-smiles --limit 200
model pairs --data days.csv --target written
model table --data numbers.csv
model words --data words.csv
model gaps --data gaps.csv
model columns --data words.csv --target flow,state
model ratings ae-ratings --limit 200
model windows --data series.csv --window 64
model pooled ae-series --data series.csv
model recurrent gru-series --data series.csv
model horizon --data series.csv --horizon 24
if "$program" train --data colour-sprites --limit 200 --epochs 1 --out coloured > log 2>&1 \
  && "$program" sample coloured --count 60 --out photos >> log 2>&1; then
  model residual vae-photos --data photos
  model convolved vae-photos-plain --data photos
  model similar ae-photos --data photos
else
  cat log
  bad=1
fi
exit $bad
