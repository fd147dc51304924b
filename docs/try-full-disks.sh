#!/usr/bin/env bash
# Fills disks at each write, on Linux and by root: trains on a disk (tmpfs) of 4 KiB, 8 KiB and so on until all fits. Each
# training that does not fit must end by exit status 1 and one line that names the file and says what was kept; and after
# more room was made, go on to the very end of a training that nobody disturbed. Then all other commands that write: the
# same line, and nothing left but what was whole; all in one process, which must be none the worse for it. Takes about six
# minutes in steps of 32; ends by 1 if anything was lost or told otherwise.
#
#   docs/try-full-disks.sh [STEP [ENGINE]]     (default: 4 PyTorch; KiB from one disk to the next)
set -uo pipefail
step=${1:-4}
engine=${2:-PyTorch}
docs=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$docs"/trials.sh
export OMP_NUM_THREADS=1
java=(java -cp "$(cd "$(dirname "$program")/../lib" && pwd)/*" -Djava.awt.headless=true -DOPT_OUT_TRACKING=true -Dorg.slf4j.simpleLogger.defaultLogLevel=warn)
leave() { umount "$place"/disk/* "$place/disk" 2> /dev/null; }
table 200 > table.csv
head -n 150 table.csv > fresh.csv # not what is learnt from, which would be said too
mkdir disk
bad=0

disk() { # KIB
  umount disk 2> /dev/null
  mount -t tmpfs -o size="$1"k tmpfs disk
}

train() { # RUN
  local way=(vae-table --data table.csv --epochs 2 --batch 16 --engine "$engine")
  [ ! -e "$1/recipe.json" ] || way=(--resume)
  "$program" train "${way[@]}" --out "$1" > out 2> err
}

wrong() { # WHAT
  bad=$((bad + 1))
  echo "$1: $(cat err)"
}

# Checks the line of a command that did not fit, beside what MXNet says of itself.
told() { # WHAT STATUS PATTERN
  sed -i '/src\/engine\/engine.cc/d' err
  [ "$2" -eq 1 ] && [ "$(wc -l < err)" -eq 1 ] && grep -qE "^autoencoders: disk/\S* must fit on its disk, but does not: .*$3" err || wrong "$1"
}

train whole || { cat err; exit 1; }
expected=$(digests whole)
full=0 kept=0
for ((size = step; ; size += step)); do
  disk $size
  train disk/run
  status=$?
  [ $status -ne 0 ] || break
  full=$((full + 1))
  told "training in $size KiB" $status "No space left on device; training stopped (before the end of the first epoch|after epoch [12]; go on with --resume --out disk/run)$"
  ! grep -q 'go on with' err || kept=$((kept + 1))
  mount -o remount,size=64m disk
  train disk/run || wrong "going on after $size KiB"
  [ "$(digests disk/run)" = "$expected" ] || wrong "the run after $size KiB differs"
done
echo "train: $full disks of up to $size KiB were full, $kept times after an epoch that was kept; $bad wrong"

cp -r whole run
commands=(
  "encode run --in table.csv --out disk/codes.csv" "score run --in table.csv --out disk/scores.csv"
  "reconstruct run --in table.csv --out disk/same.csv" "sample run --count 500 --out disk/drawn.csv"
  "decode run --in codes.csv --out disk/decoded.csv" "evaluate run --data table.csv --out disk/report.json"
  "publish run --to disk/repository --license MIT" "export run --part encoder --out disk/part"
  "serve-archive run --task encode --out disk/archive" "map run --in table.csv --out disk/map.png"
  "sample vae-sprites-2 --count 64 --out disk/pictures" "neighbours run --in table.csv --query 3,7 --index disk/index --out near.csv"
  "anomalies train --data table.csv --out disk/detector" "anomalies score detector --in fresh.csv --out disk/found.csv"
  "report run --out disk/report.html" "export run --part encoder --format onnx --out disk/encoder.onnx"
)
"$program" encode run --in table.csv --out codes.csv --engine "$engine" > out 2> err || wrong "encode"
"$program" anomalies train --data table.csv --out detector --engine "$engine" > out 2> err || wrong "anomalies train"
umount disk
sizes=(4 8 16 32 64 128 1024 16384)
for i in "${!commands[@]}"; do
  for size in "${sizes[@]}"; do
    mkdir "disk/$i-$size" && mount -t tmpfs -o size="$size"k tmpfs "disk/$i-$size"
    echo "${commands[i]//disk\//disk/$i-$size/} --engine $engine"
  done
done > lines
"${java[@]}" "$docs/CommandLines.java" < lines > log 2>&1 || wrong "all commands: $(cat log)"
said=0
for i in "${!commands[@]}"; do
  full=0
  for size in "${sizes[@]}"; do
    said=$((said + 1)) what="${commands[i]} in $size KiB"
    cp "$(printf %02d $said).err" err
    status=$(sed -n 's/^exit status //p' "$(printf %02d $said).out")
    status=${status:--1} # where nothing was written
    [ "$status" -ne 0 ] || continue
    full=$((full + 1))
    told "$what" "$status" "No space left on device$"
    left=$(find "disk/$i-$size" -type f ! -name .lock ! -name autoencoders.json) # an empty repository is whole
    [ -z "$left" ] || wrong "$what left $left"
  done
  [ "$status" -eq 0 ] || wrong "$what"
  umount disk/"$i"-* || wrong "${commands[i]} leaves a file open"
  echo "${commands[i]%% *}: $full disks were full"
done
# The cache of published models.
disk 16
DJL_CACHE_DIR=disk "$program" encode vae-sprites-2 --in sprites --out codes.csv --engine "$engine" > out 2> err
told "a cache in 16 KiB" $? "No space left on device$"
echo "$bad wrong"
[ $bad -eq 0 ]
