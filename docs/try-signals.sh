#!/usr/bin/env bash
# Ends trainings at random times and goes on with them: by SIGTERM, SIGINT and SIGKILL, on each engine. Counts crashes (a
# crash log, or an exit status of one), and what was lost: each model, history and checkpoint must in the end be, bit for
# bit, that of a training that nobody disturbed. As many engines and signals beside each other as there are processors.
# Takes about 4 seconds a signal, divided by that; ends by 1 if anything crashed or was lost.
#
#   docs/try-signals.sh [SIGNALS [KILLS [ENGINE...]]]     (default: 15 of both and 20 of SIGKILL, PyTorch MXNet)
#   PROGRAM=.../bin/autoencoders SEED=1 SIGNALS="TERM INT" EPOCHS=20 WITHIN=2000 JOBS=1 docs/try-signals.sh 3 3 PyTorch
set -uo pipefail
set -m # a job in the background then takes SIGINT
trials=${1:-15}
kills=${2:-20}
shift $(($# < 2 ? $# : 2))
engines=("$@")
[ ${#engines[@]} -gt 0 ] || engines=(PyTorch MXNet)
. "$(dirname "${BASH_SOURCE[0]}")"/trials.sh
leave() { jobs -p | while read -r group; do kill -- -"$group"; done 2> /dev/null; }
export OMP_NUM_THREADS=1
table "${ROWS:-400}" > table.csv

train() { # ENGINE RUN
  local way=(vae-table --data "$place"/table.csv --epochs "${EPOCHS:-100}" --batch 16)
  [ ! -e "$2/recipe.json" ] || way=(--resume)
  # Whoever starts this script in the background may pass on that SIGINT is to be ignored.
  exec env --default-signal=INT "$program" train "${way[@]}" --engine "$1" --threads 1 --out "$2" > log 2>&1
}

# Prints a line where the end of a run is another than that of the undisturbed one.
compare() { # ENGINE RUN
  [ "$(digests "$2")" = "$(cat ../expected-"$1")" ] || { lost=$((lost + 1)) && echo "$2 differs"; }
  rm -rf "$2"
}

series() { # ENGINE SIGNAL COUNT
  local engine=$1 signal=$2 count=$3 lost=0 wrong=0 runs=1 done=0 run job delay status crashes
  mkdir "$engine-$signal" && cd "$engine-$signal" || exit # a crash leaves its log there
  RANDOM=$((${SEED:-1} + ${#engine} + 10 * ${#signal})) # other moments for each series
  run=run-$engine-$signal-$runs
  while [ $done -lt "$count" ]; do
    : > log
    (train "$engine" "$run") &
    job=$!
    # One in eight comes at any time from the start on, the others while it trains.
    [ $((RANDOM % 8)) -eq 0 ] || until grep -q 'to train on' log || ! kill -0 $job 2> /dev/null; do sleep 0.05; done
    delay=$((RANDOM * ${WITHIN:-2000} / 32768))
    sleep "$(printf '%d.%03d' $((delay / 1000)) $((delay % 1000)))"
    kill -s "$signal" $job 2> kill.log # it may have ended
    wait $job 2> /dev/null
    status=$?
    case $signal,$status in
      TERM,143 | INT,130 | KILL,137) done=$((done + 1)) ;;
      *,0) compare "$engine" "$run" && runs=$((runs + 1)) && run=run-$engine-$signal-$runs ;;
      *) wrong=$((wrong + 1)) && done=$((done + 1)) && echo "$run: exit status $status: $(tail -n 1 log)" ;;
    esac
  done
  (train "$engine" "$run") || echo "$run: $(tail -n 1 log)"
  compare "$engine" "$run"
  crashes=$(find . -maxdepth 1 -name 'hs_err*' | wc -l)
  echo "$engine SIG$signal: $count signals in $runs runs, $crashes crashes, $lost runs lost, $wrong other exit statuses"
  [ $((crashes + lost + wrong)) -eq 0 ]
}

bad=0
for engine in "${engines[@]}"; do
  (train "$engine" whole-"$engine") || { cat log; exit 1; }
  digests whole-"$engine" > expected-"$engine"
done
started=()
for engine in "${engines[@]}"; do
  for signal in ${SIGNALS:-TERM INT KILL}; do
    while [ "$(jobs -rp | wc -l)" -ge "${JOBS:-$(getconf _NPROCESSORS_ONLN)}" ]; do sleep 0.2; done
    series "$engine" "$signal" "$([ "$signal" = KILL ] && echo "$kills" || echo "$trials")" &
    started+=($!)
  done
done
for each in "${started[@]}"; do wait "$each" || bad=1; done
exit $bad
