#!/usr/bin/env bash
# Trains beside 0, 4, 10 and 20 processes that do nothing but compute, with the number of threads that bin/autoencoders
# takes by itself and with each other, by turns, in several short rounds, and prints the median rates and what share of the
# best one the default has: 0.8 and more is wanted beside others, 0.97 and more beside none. Other programs on the machine
# are counted as load too: load 0 means anything only where none run. Takes about ten minutes an engine on two processors.
#
#   docs/try-load.sh [ROUNDS [ENGINE...]]     (default: 3 PyTorch MXNet)
#   LOADS="0 20" RECIPE=vae-sprites LIMIT=500 THREADS="1 2" docs/try-load.sh 5 MXNet
set -uo pipefail
rounds=${1:-3}
shift $(($# < 1 ? $# : 1))
engines=("$@")
[ ${#engines[@]} -gt 0 ] || engines=(PyTorch MXNet)
. "$(dirname "${BASH_SOURCE[0]}")"/trials.sh
unset OMP_NUM_THREADS
threads=${THREADS:-$(seq "$(nproc)")}
busy=()
leave() { [ ${#busy[@]} -eq 0 ] || kill "${busy[@]}"; }

# Prints the samples a second of the last epoch.
rate() { # ENGINE OPTION...
  "$program" train "${RECIPE:-vae-sprites}" --epochs 2 --limit "${LIMIT:-500}" --engine "$1" "${@:2}" --out run > log 2>&1 \
    || { cat log >&2; exit 1; }
  tail -n 1 run/history.csv | sed 's/.*,//'
  sed -n 's/.*: computing with \([0-9]*\) .*/\1/p' log >> taken
  rm -rf run
}

median() { sort -g | awk '{ each[NR] = $1 } END { print each[int((NR + 1) / 2)] }'; }

bad=0
for engine in "${engines[@]}"; do
  for load in ${LOADS:-0 4 10 20}; do
    for ((i = 0; i < load; i++)); do
      (while :; do :; done) &
      busy+=($!)
    done
    rm -f rates-* taken
    for ((round = 0; round < rounds; round++)); do
      rate "$engine" >> rates-default || exit 1
      for n in $threads; do rate "$engine" --threads "$n" >> "rates-$n" || exit 1; done
    done
    [ ${#busy[@]} -eq 0 ] || { kill "${busy[@]}" && wait "${busy[@]}"; } 2> /dev/null
    busy=()
    best=0 said=
    for n in $threads; do
      each=$(median < "rates-$n")
      said+=" ${each%.*} with $n,"
      best=$(awk -v a="$best" -v b="$each" 'BEGIN { print (a > b ? a : b) }')
    done
    share=$(awk -v a="$(median < rates-default)" -v b="$best" 'BEGIN { printf "%.2f", a / b }')
    fewer=$(sort taken | uniq -c | awk '{ printf "%s%s times %s", (NR > 1 ? ", " : ""), $1, $2 }')
    echo "$engine beside $load: samples a second $(median < rates-default | cut -d. -f1) by default (of $rounds, with fewer threads" \
      "than processors: ${fewer:-none}),$said so $share of the best"
    awk -v share="$share" -v least="$([ "$load" -eq 0 ] && echo 0.97 || echo 0.8)" 'BEGIN { exit share >= least }' && bad=$((bad + 1))
  done
done
[ $bad -eq 0 ]
