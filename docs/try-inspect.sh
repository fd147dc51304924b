#!/usr/bin/env bash
# Prints inspect.md: what `inspect` says of public data, which are tables of ADBench, series of NAB, ECG5000, and ratings as
# MovieLens lays them out, which are made here.
#
#   docs/try-inspect.sh DATA > docs/inspect.md     DATA has adbench/*.csv.gz, nab/*.csv.gz and series/ECG5000*.csv.gz
#   PROGRAM=.../bin/autoencoders docs/try-inspect.sh DATA
set -euo pipefail
data=${1:?a folder of data}
program=${PROGRAM:-$(cd "$(dirname "${BASH_SOURCE[0]}")"/..; pwd)/cli/target/autoencoders/bin/autoencoders}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

said() { # FILE OPTION...
  local name
  name=$(basename "$1")
  printf '\n`%s`\n\n' "$name${2:+ ${*:2}}"
  (cd "$(dirname "$1")" && "$program" inspect "$name" "${@:2}") | sed 's/^/    /'
}

# Which user rates which item how, and when: 20 ratings of each of 100 users.
ratings() { # SEPARATOR
  awk -v OFS="$1" 'BEGIN {
    for (user = 1; user <= 100; user++) for (k = 0; k < 20; k++)
      print user, 1 + (7 * user + 4 * k) % 80, 1 + (user + k * k) % 5, 874965758 + 86400 * k
  }'
}

cat << 'END'
# What data are taken for

The lines that `inspect` prints for public data, written by `docs/try-inspect.sh`; [tables.md](tables.md) and
[series.md](series.md) have the rules, and the options that say otherwise.

## Tables of ADBench
END
for file in "$data"/adbench/*.csv.gz; do said "$file"; done
printf '\n## Series of NAB\n'
for file in "$data"/nab/*.csv.gz; do said "$file" --window 32; done
printf '\n## ECG5000\n\nA heartbeat in each row: as a row of values, and as a window.\n'
for file in "$data"/series/ECG5000*.csv.gz; do
  said "$file"
  said "$file" --window 140 --window-step 0
done
printf '\n## Layouts of MovieLens\n'
ratings '	' > "$work"/u.data
ratings :: > "$work"/ratings.dat
{ echo userId,movieId,rating,timestamp; ratings ,; } > "$work"/ratings.csv
for file in u.data ratings.dat ratings.csv; do said "$work/$file"; done
