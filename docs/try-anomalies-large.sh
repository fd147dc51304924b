#!/usr/bin/env bash
# Draws a table of 600,000 rows and 30 columns, of which one row in a thousand is unusual, and one of 80 rows; trains a
# detector of anomalies on each, scores all rows, and prints seconds, the most memory, and how many of the flagged are unusual.
#
#   docs/try-anomalies-large.sh [ROWS [COLUMNS]]
#
# Needs GNU time. AUTOENCODERS names another program; JAVA_OPTS goes to it.
set -euo pipefail
program=${AUTOENCODERS:-$(dirname "$0")/../cli/target/autoencoders/bin/autoencoders}
columns=${2:-30}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

timed() { # WHAT COMMAND...
    local what=$1
    shift
    /usr/bin/time -f "$what: %e s, %M KB" -o "$work/time" "$@" > "$work/log" 2>&1 || { cat "$work/log"; return 1; }
    cat "$work/time"
}

for rows in "${1:-600000}" 80; do
    # Columns are mixtures of five causes; in an unusual row, each goes its own way.
    awk -v rows="$rows" -v columns="$columns" 'BEGIN {
        srand(1)
        for (j = 1; j <= columns; j++) printf "c%d,", j
        print "label"
        for (i = 1; i <= rows; i++) {
            strange = i % 1000 == 40
            for (k = 1; k <= 5; k++) cause[k] = rand() + rand() + rand() - 1.5
            for (j = 1; j <= columns; j++) {
                if (strange) for (k = 1; k <= 5; k++) cause[k] = rand() + rand() + rand() - 1.5
                printf "%.4f,", cause[1 + j % 5] + (1 + j % 3) * cause[1 + (j + 2) % 5] + rand() / 5
            }
            print strange ? 1 : 0
        }
    }' > "$work/table.csv"
    rm -rf "$work/detector"
    timed "$rows rows, train" "$program" anomalies train --data "$work/table.csv" --out "$work/detector"
    timed "$rows rows, score" "$program" anomalies score "$work/detector" --in "$work/table.csv" --out "$work/found.csv" \
        --false-alarms 0.02
    paste -d, <(cut -d, -f"$((columns + 1))" "$work/table.csv") <(cut -d, -f1-4 "$work/found.csv") |
        awk -F, 'NR > 1 { all++; unusual += $1; flagged += $5; right += $1 * $5 }
            END { printf "%d of %d rows flagged, among them %d of %d unusual ones\n", flagged, all, right, unusual }'
done
