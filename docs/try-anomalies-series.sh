#!/usr/bin/env bash
# Measures the detector of anomalies on labelled series: fits it to each, judges each by what did not learn from the point
# at hand, and prints AUROC, average precision, VUS-PR and how many labelled ranges are found at one false alarm a week,
# beside neighbours, isolation forest and principal components of the same windows; then the means. Then it fits to the first
# half of each series, and prints how many of the normal points of the second, which is new to it, are flagged where 1 % and
# 5 % are wanted, and how many alarms there are where one a week is; in brackets 95 % of a binomial distribution, as many
# points as a window reaches counting as one. The same of those points that no labelled one is so near to that a window
# reaches both, and how many labelled ranges of the second half are found.
#
#   docs/try-anomalies-series.sh FOLDER [SEEDS]
#
# FOLDER has *.csv.gz of a time, channels and a column in_window, 1 for anomalies; SEEDS: default 3. AUTOENCODERS names
# another program; OPTIONS goes to "anomalies train". A series without anomalies is only of the second part.
set -euo pipefail
folder=${1:?the folder of the series must be given}
seeds=${2:-3}
program=${AUTOENCODERS:-$(dirname "$0")/../cli/target/autoencoders/bin/autoencoders}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

trained() { # DATA
    rm -rf "$work/detector"
    # shellcheck disable=SC2086
    "$program" anomalies train --series --data "$1" --label in_window --out "$work/detector" ${OPTIONS:-} > "$work/log" 2>&1 ||
        { cat "$work/log"; return 1; }
}

for file in "$folder"/*.csv.gz; do
    series=$(basename "$file" .csv.gz)
    trained "$file" || continue
    "$program" anomalies evaluate "$work/detector" --in "$file" --label in_window --anomaly 1 --seeds "$seeds" 2> "$work/errors" |
        awk -v series="$series" '/0\.[0-9]/ { print series ": " $0 }' ||
        { echo "$series: $(tail -n 1 "$work/errors")"; continue; }
done | tee "$work/all"
awk -F': ' '$2 ~ /of [0-9]+$/ {
        name = substr($2, 1, 20); n = split(substr($2, 21), part, " ")
        count[name]++; volume[name] += part[5]; found[name] += part[n - 2]; all[name] += part[n]
    }
    /: at the threshold/ { split($3, part, " "); own += part[1]; total += part[3]; false += part[5] }
    END {
        for (name in count)
            printf "mean of %d: %s VUS-PR %.3f, found %.1f of %d\n", count[name], name, volume[name] / count[name], found[name], all[name]
        printf "at the thresholds: %.1f of %d found, %.1f false alarms\n", own, total, false
    }' "$work/all"

for file in "$folder"/*.csv.gz; do
    series=$(basename "$file" .csv.gz)
    gzip -dc "$file" > "$work/all.csv"
    rows=$(($(wc -l < "$work/all.csv") - 1))
    awk -v half=$((rows / 2)) -v first="$work/first.csv" -v second="$work/second.csv" '
        NR == 1 { print > first; print > second; next } { print > (NR <= half + 1 ? first : second) }' "$work/all.csv"
    trained "$work/first.csv" || continue
    window=$(sed -n 's/.*windows of \([0-9,]*\) points.*/\1/p' "$work/log" | tr -d ,)
    for wanted in "--false-alarms 0.01" "--false-alarms 0.05" "--alarms-per-week 1"; do
        # shellcheck disable=SC2086
        "$program" anomalies score "$work/detector" --in "$work/second.csv" --label in_window --out "$work/found.csv" $wanted \
            > "$work/log" 2>&1 || { echo "$series, $wanted: $(tail -n 1 "$work/log")"; continue; }
        awk -F, -v series="$series" -v wanted="$wanted" -v window="$window" -v learnt=$((rows / 2)) '
            FNR == 1 {
                if (NR > 1)
                    for (i = 2; i <= last; i++)
                        if (!normal[i])
                            for (j = i - reach; j <= i + reach; j++) near[j] = 1
                reach = int(learnt / 16 < 256 ? learnt / 16 : 256)
                reach = window + (reach > window ? 2 * int((reach - window) / 2) : 0)
                for (i = 1; i <= NF; i++) column[$i] = i
                next
            }
            FNR == NR {
                last = FNR
                normal[FNR] = $column["in_window"] == 0
                ranges += !normal[FNR] && (FNR == 2 || normal[FNR - 1])
                range[FNR] = ranges
                next
            }
            !normal[FNR] { if ($NF == 1 && !met[range[FNR]]++) found++; next }
            {
                points++
                far += !near[FNR]
                if ($NF == 1) {
                    flagged++
                    away += !near[FNR]
                    if (!before || FNR - before > window / 4) alarms++
                    before = FNR
                }
            }
            END {
                split(wanted, part, " "); rate = part[2]
                width = 1.96 * sqrt(rate * (1 - rate) * reach / points)
                if (wanted ~ /week/) printf "%s, %s: %d alarms", series, wanted, alarms
                else printf "%s, %s: %.2f %% (%.2f to %.2f) of %d normal points, %.2f %% of %d that no anomaly reaches",
                    series, wanted, 100 * flagged / points, rate < width ? 0 : 100 * (rate - width), 100 * (rate + width),
                    points, far ? 100 * away / far : 0, far
                printf "; %d of %d found\n", found, ranges
            }' "$work/second.csv" "$work/found.csv"
    done
done
