#!/usr/bin/env bash
# Times the detector of anomalies on each table, or series, of a folder beside another program, by turns: seconds from the
# start of a process to its end, fit and scores of all rows.
#
#   docs/try-anomalies-time.sh FOLDER LABEL [PEER]
#
# It needs bash 5. FOLDER has *.csv.gz with a column LABEL, which is not learnt from. PEER is a command that fits to the file named behind it
# and scores it. AUTOENCODERS names another program; OPTIONS goes to "anomalies train", --series for series.
set -euo pipefail
folder=${1:?the folder of the tables must be given}
label=${2:?the column of the labels must be given}
peer=${3:-}
program=${AUTOENCODERS:-$(dirname "$0")/../cli/target/autoencoders/bin/autoencoders}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

seconds() { # COMMAND...
    local begin=$EPOCHREALTIME end
    "$@" > "$work/log" 2>&1 || { cat "$work/log" >&2; return 1; }
    end=$EPOCHREALTIME
    echo "$((${end/[.,]/} - ${begin/[.,]/}))" | awk '{ printf "%.2f", $1 / 1e6 }'
}

for file in "$folder"/*.csv.gz; do
    rm -rf "$work/detector"
    # The word splitting is intended.
    # shellcheck disable=SC2086
    fit=$(seconds "$program" anomalies train --data "$file" --label "$label" --out "$work/detector" ${OPTIONS:-})
    score=$(seconds "$program" anomalies score "$work/detector" --in "$file" --label "$label" --out "$work/found.csv")
    # shellcheck disable=SC2086
    other=$([ -z "$peer" ] || seconds $peer "$file")
    echo "$(basename "$file" .csv.gz) $fit $score $other" | awk '
        { printf "%-36s fit %5.2f s, scores %5.2f s", $1, $2, $3 }
        NF > 3 { printf ", peer %5.2f s, ratio %.2f", $4, ($2 + $3) / $4 }
        { print "" }'
done
