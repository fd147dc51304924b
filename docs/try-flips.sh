#!/usr/bin/env bash
# Changes one byte in each kind of file of a run, a checkpoint, a model, a detector, an index and a part in ONNX, 1,000 times
# each at random places, and counts: each change must be told in one line that names the file. Takes about five minutes; ends
# by 1 if one passes in silence.
#
#   docs/try-flips.sh [COUNT [ENGINE]]     (default: 1000 PyTorch)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
mvn -B -q -pl training -am test -Dflips="${1:-1000}" -Dtest.engine="${2:-PyTorch}" -Dtest.mxnet.skip=true \
  -Dtest='NothingLostTest#anyChangedByte*,SavedModelTest#anyChangedByteIsRefusedWithItsFile,DetectorTest#anyChangedByteIsRefusedWithItsFile,SeriesDetectorTest#anyChangedByteIsRefusedWithItsFile,CodeIndexTest#anyChangedByteIsRefusedWithItsFile,ExportedPartTest#anyChangedByteIsRefusedWithItsFile' \
  -Dsurefire.failIfNoSpecifiedTests=false
