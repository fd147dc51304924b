#!/usr/bin/env bash
# Measures the detector of anomalies on labelled series: fits it to each, judges each by what did not learn from the point
# at hand, and prints AUROC, average precision, VUS-PR and how many labelled ranges are found at one false alarm a week,
# beside neighbours, isolation forest and principal components of the same windows; then the means.
#
#   docs/try-anomalies-series.sh FOLDER      FOLDER has *.csv.gz of a time, channels and a column in_window, 1 for anomalies
#
# AUTOENCODERS names another program; OPTIONS goes to "anomalies train". A series without anomalies is passed over.
set -euo pipefail
folder=${1:?the folder of the series must be given}
program=${AUTOENCODERS:-$(dirname "$0")/../cli/target/autoencoders/bin/autoencoders}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for file in "$folder"/*.csv.gz; do
    series=$(basename "$file" .csv.gz)
    rm -rf "$work/detector"
    # shellcheck disable=SC2086
    "$program" anomalies train --series --data "$file" --label in_window --out "$work/detector" ${OPTIONS:-} \
        > "$work/log" 2>&1 || { cat "$work/log"; continue; }
    "$program" anomalies evaluate "$work/detector" --in "$file" --label in_window --anomaly 1 2> "$work/errors" |
        awk -v series="$series" '/0\.[0-9]/ { print series ": " $0 }' ||
        { echo "$series: $(tail -n 1 "$work/errors")"; continue; }
done | tee "$work/all"
awk -F': ' '$2 ~ /of [0-9]+$/ {
        name = substr($2, 1, 22); n = split(substr($2, 23), part, " ")
        count[name]++; volume[name] += part[3]; found[name] += part[n - 2]; all[name] += part[n]
    }
    END { for (name in count)
        printf "mean of %d: %s VUS-PR %.3f, found %d of %d\n", count[name], name, volume[name] / count[name], found[name], all[name]
    }' "$work/all"
