#!/usr/bin/env bash
# Ends trainings at random times and goes on with them: by SIGTERM, SIGINT and SIGKILL, on each engine. Counts crashes (a
# crash log, or an exit status of one), and what was lost: each model, history and checkpoint must in the end be, bit for
# bit, that of a training that nobody disturbed. Takes about 6 seconds a signal; ends by 1 if anything crashed or was lost.
#
#   docs/try-signals.sh [SIGNALS [KILLS [ENGINE...]]]     (default: 15 of both and 20 of SIGKILL, PyTorch MXNet)
#   PROGRAM=.../bin/autoencoders SEED=1 SIGNALS="TERM INT" EPOCHS=20 WITHIN=2000 docs/try-signals.sh 3 3 PyTorch
set -uo pipefail
set -m # a job in the background then takes SIGINT
trials=${1:-15}
kills=${2:-20}
shift $(($# < 2 ? $# : 2))
engines=("$@")
[ ${#engines[@]} -gt 0 ] || engines=(PyTorch MXNet)
. "$(dirname "${BASH_SOURCE[0]}")"/trials.sh
RANDOM=${SEED:-1}
export OMP_NUM_THREADS=1
table "${ROWS:-400}" > table.csv

train() { # ENGINE RUN
  local way=(vae-table --data table.csv --epochs ${EPOCHS:-100} --batch 16)
  [ ! -e "$2/recipe.json" ] || way=(--resume)
  # Whoever starts this script in the background may pass on that SIGINT is to be ignored.
  exec env --default-signal=INT "$program" train "${way[@]}" --engine "$1" --threads 1 --out "$2" > log 2>&1
}

# Prints a line where the end of a run is another than that of the undisturbed one.
compare() { # RUN
  [ "$(digests "$1")" = "$expected" ] || { lost=$((lost + 1)) && echo "$1 differs"; }
  rm -rf "$1"
}

bad=0
for engine in "${engines[@]}"; do
  (train "$engine" whole-"$engine") || { cat log; exit 1; }
  expected=$(digests whole-"$engine")
  for signal in ${SIGNALS:-TERM INT KILL}; do
    count=$trials
    [ $signal != KILL ] || count=$kills
    lost=0 wrong=0 runs=1 done=0
    run=run-$engine-$signal-$runs
    while [ $done -lt "$count" ]; do
      : > log
      (train "$engine" "$run") &
      job=$!
      # One in eight comes at any time from the start on, the others while it trains.
      [ $((RANDOM % 8)) -eq 0 ] || until grep -q 'to train on' log || ! kill -0 $job 2> /dev/null; do sleep 0.05; done
      delay=$((RANDOM * ${WITHIN:-5000} / 32768))
      sleep "$(printf '%d.%03d' $((delay / 1000)) $((delay % 1000)))"
      kill -s $signal $job 2> kill.log # it may have ended
      wait $job 2> /dev/null
      status=$?
      case $signal,$status in
        TERM,143 | INT,130 | KILL,137) done=$((done + 1)) ;;
        *,0) compare "$run" && runs=$((runs + 1)) && run=run-$engine-$signal-$runs ;;
        *) wrong=$((wrong + 1)) && done=$((done + 1)) && echo "$run: exit status $status: $(tail -n 1 log)" ;;
      esac
    done
    (train "$engine" "$run") || echo "$run: $(tail -n 1 log)"
    compare "$run"
    crashes=$(find . -maxdepth 1 -name 'hs_err*' | wc -l)
    rm -f hs_err* core*
    echo "$engine SIG$signal: $count signals in $runs runs, $crashes crashes, $lost runs lost, $wrong other exit statuses"
    bad=$((bad + crashes + lost + wrong))
  done
done
[ $bad -eq 0 ]
