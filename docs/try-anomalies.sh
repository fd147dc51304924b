#!/usr/bin/env bash
# Measures the detector of anomalies on labelled tables, in two protocols: "all" fits to all rows and judges all; "half"
# fits to a random half of the normal rows and judges the rest. Prints AUROC for each table, protocol and seed, beside
# the neighbours, the isolation forest and the length of the row that "anomalies evaluate" has.
#
#   docs/try-anomalies.sh FOLDER [SEEDS]     FOLDER has *.csv.gz with a column label, 1 for anomalies; SEEDS: default 3
#
# Some five seconds for each line on two processors. AUTOENCODERS names another program; OPTIONS goes to "anomalies train".
set -euo pipefail
folder=${1:?the folder of the tables must be given}
seeds=${2:-3}
program=${AUTOENCODERS:-$(dirname "$0")/../cli/target/autoencoders/bin/autoencoders}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

judged() { # TABLE PROTOCOL SEED FITTED JUDGED
    rm -rf "$work/detector"
    # shellcheck disable=SC2086
    "$program" anomalies train --data "$4" --label label --seed "$3" --out "$work/detector" ${OPTIONS:-} > "$work/log" 2>&1 ||
        { cat "$work/log"; return 1; }
    "$program" anomalies evaluate "$work/detector" --in "$5" --anomaly 1 2> /dev/null |
        awk -v table="$1" -v protocol="$2" -v seed="$3" '$0 ~ /0\.[0-9]/ { print table, protocol, "seed " seed ":", $0 }'
}

for file in "$folder"/*.csv.gz; do
    table=$(basename "$file" .csv.gz)
    gzip -dc "$file" > "$work/all.csv"
    for seed in $(seq 0 $((seeds - 1))); do
        judged "$table" all "$seed" "$work/all.csv" "$work/all.csv"
        awk -F, -v seed="$seed" -v fitted="$work/fitted.csv" -v rest="$work/rest.csv" '
            NR == 1 { srand(seed); for (i = 1; i <= NF; i++) if ($i == "label") label = i; print > fitted; print > rest; next }
            { if ($label == 0 && rand() < 0.5) print > fitted; else print > rest }' "$work/all.csv"
        judged "$table" half "$seed" "$work/fitted.csv" "$work/rest.csv"
    done
done
