#!/usr/bin/env bash
# Runs every command once under each of several locales, all of a locale's in one process, with files whose names are not
# ASCII, and compares all that is said and written with that under en-US, byte for byte; times, dates and digests alone are
# masked, and only in ASCII's digits. Then the same with bin/autoencoders under LC_ALL=C, whose charset is ASCII. Takes about
# a minute a locale; ends by 1 if anything differs.
#
#   docs/try-locales.sh [LOCALE...]     (default: ar-EG fa-IR mr-IN tr-TR th-TH-u-nu-thai)
set -uo pipefail
locales=("$@")
[ ${#locales[@]} -gt 0 ] || locales=(ar-EG fa-IR mr-IN tr-TR th-TH-u-nu-thai)
docs=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$docs/trials.sh"
lib=$(cd "$(dirname "$program")/../lib" && pwd)
engine=${ENGINE:-PyTorch}
small="--epochs 1 --batch 16 --threads 1 --seed 1 --engine $engine"
on="--threads 1 --engine $engine"

# One a line; what they read is what those before them wrote.
commands=(
  "train vae-table --data größe.csv --out läufe/表 $small" "train vae-smiles --data moleküle.smi --out läufe/smi $small"
  "train vae-series --data größe.csv --window 8 --out läufe/series $small" "train --data sprites --limit 64 --out läufe/sprites $small"
  "train --from läufe/表 --data größe.csv --out läufe/more $small" "train --resume --out läufe/表 --epochs 2 $on"
  "recipes" "recipes vae-mnist" "recipes vae-mnist --differences" "inspect größe.csv" "summary vae-mnist"
  "encode läufe/表 --in größe.csv --out codes.csv $on" "decode läufe/表 --in codes.csv --out decoded.csv $on"
  "reconstruct läufe/表 --in größe.csv --out wieder.csv $on" "score läufe/表 --in größe.csv --out scores.csv $on"
  "sample läufe/表 --count 5 --out drawn.csv $on" "sample läufe/smi --count 5 --out drawn.txt $on"
  "detect läufe/series --in größe.csv --out detected.csv $on" "interpolate läufe/smi --in moleküle.smi --from 0 --to 3 --out way.txt $on"
  "neighbours läufe/表 --in größe.csv --query 3,7 --out near.csv $on" "probe läufe/sprites --limit 64 $on"
  "map läufe/表 --in größe.csv --out map.png $on" "fill läufe/表 --in größe.csv --out filled.csv $on"
  "train ae-ratings --data noten.ratings --out läufe/noten $small" "fill läufe/noten --in noten.ratings --out better.csv $on"
  "compare-models läufe/sprites läufe/sprites --limit 64 --count 16 --out two.png $on"
  "evaluate läufe/sprites --data sprites --limit 8 --samples 4 --out report.json $on"
  "compress läufe/sprites --in sprites --count 64 $on" "verify läufe/表 $on" "models läufe"
  "arithmetic läufe/sprites --in sprites --minus square --plus heart --count 4 --out sum.png $on"
  "export läufe/表 --part encoder --out part $on" "publish läufe/表 --to repository --license MIT --name 表 $on"
  "publish läufe/表 --to repository --license MIT --name table $on" "serve-archive läufe/表 --task encode --out archive --engine $engine"
  "compare ae-mnist --data sprites --limit 64 --epochs 1 --engine $engine --threads 1 --out compared"
  "bench --only loss --batch 4 --seconds 0.01 --repetitions 1 --forks 1 --out bench $on" "reproduce nothing"
  "anomalies train --data größe.csv --out melder $on" "anomalies score melder --in größe.csv --out auffällig.csv $on"
  "anomalies explain melder --in größe.csv --row 3 $on" "report läufe/表 --out bericht.html"
  "export läufe/表 --part encoder --format onnx --out kodierer.onnx $on"
  "help" "encode läufe/keine --in größe.csv --out x.csv $on" "sample läufe/表 --count -1000 --out x.csv"
  "train --beta 0,5" "train --epochs 1.5" "encode läufe/表 --in fehlt.csv --out x.csv $on" "serve läufe/keine --port 0" "sample läufe/表 --out x.csv --seed -1 $on"
)

in_folder() { # NAME COMMAND...: with what all of them read
  mkdir "$1" && cd "$1" && cp ../größe.csv ../moleküle.smi ../noten.ratings . && "${@:2}" && cd ..
}

run() { # LOCALE
  local language country extensions
  IFS=- read -r language country extensions <<< "$1"
  printf '%s\n' "${commands[@]}" | OMP_NUM_THREADS=1 java -cp "$lib/*" -Djava.awt.headless=true -Dfile.encoding=UTF-8 \
    -DOPT_OUT_TRACKING=true -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -Duser.language="$language" \
    -Duser.country="$country" -Duser.extensions="$extensions" "$docs/CommandLines.java" > said.out 2> said.err
  # What picocli says itself, which only bin/autoencoders keeps from the locale.
  export JAVA_OPTS="-Duser.language=$language -Duser.country=$country -Duser.extensions=$extensions"
  "$program" generate-completion > completion.out 2>&1
  "$program" TRAIN > unknown.out 2>&1
  unset JAVA_OPTS
}

# The first commands, as their users start them.
start() {
  local i=0 name
  for command in "${commands[@]:0:4}" "${commands[@]: -12}"; do
    name=$(printf 'started-%02d' $((++i)))
    # The word splitting is intended.
    # shellcheck disable=SC2086
    "$program" $command > "$name.out" 2> "$name.err"
    echo $? >> "$name.out"
  done
}

# Prints a file with what must differ masked: times and rates, dates, digests, ports and folders of their own, and without
# what an engine says itself, and what is said only of long work: how far it is.
masked() { # FILE
  sed -E "s#$place/[^/ ]*#PLACE#g; s/[0-9a-f]{40,64}/DIGEST/g; s/[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]?[0-9:.Z]*/DATE/g
    s/127\.0\.0\.1:[0-9]+|localhost:[0-9]+/HOST/g; s/[0-9][0-9.,]* (s|ms|us|µs|MB|samples|images|steps|calls)\b[^|]*/TIME/g
    s/\"[A-Za-z]*([Ss]econds|[Nn]anos|[Mm]emory|[Bb]ytes|[Rr]ate|PerSecond)[A-Za-z]*\": *[-0-9.eE]+/TIMED/g
    / threads? /s/[0-9][0-9.,]*/RATE/g; s/ +/ /g
    /^\[W[0-9]+ /d; /^[a-z][^:]*: [0-9,]+ of [0-9,]+/d; /^[a-z -]+: at work for /d" "$1" | case $1 in
    *history.csv) cut -d, -f1-8 ;;
    *) cat ;;
  esac
}

table 64 > größe.csv
printf '%s\n' CCO C1CC1 'CC(Cl)C' OCCO C=CN NCCN CCN CCCO CC=C OCC NCC CCCl ClCC OC=C NC=O C1CCC1 CCCC OCCN > moleküle.smi

# Prints how two folders differ, but for what is no text.
compare() { # ONE OTHER
  diff <(cd "$1" && find . ! -path './bench/*' | sort) <(cd "$2" && find . ! -path './bench/*' | sort)
  while read -r file; do
    diff <(cd "$1" && masked "$file") <(cd "$2" && masked "$file") > difference || { echo "$2: $file" && head -n 4 difference; }
  done < <(cd "$2" && find . -type f ! -path './compared/*' ! -path './bench/*' \( -name '*.out' -o -name '*.err' -o -name '*.csv' \
    -o -name '*.txt' -o -name '*.json' -o -name '*.properties' \) | sort)
}

awk 'BEGIN { srand(2); for (u = 1; u < 41; u++) for (i = 1; i < 11; i++) if (rand() < 0.5) printf "%d\t%d\t%.1f\n", u, i, 1 + 4 * rand() }' \
  > noten.ratings
in_folder en-US run en-US
for locale in "${locales[@]}"; do
  in_folder "$locale" run "$locale"
  compare en-US "$locale" > differences
  cat differences
  differences=$((${differences:-0} + $(grep -c "^$locale: " differences)))
  echo "$locale: ${#commands[@]} commands, $(find "$locale" -type f | wc -l) files, $(grep -c "^$locale: " differences) differences"
done
LC_ALL=C.UTF-8 in_folder UTF-8 start
LC_ALL=C in_folder C start
compare UTF-8 C > differences
cat differences
traces=$(grep -lE '^\s+at [a-z]|[a-z]Exception' ./*/*.err ./*/*.out | tee /dev/stderr | wc -l)
echo "C: $(find C -type f | wc -l) files, $(grep -c '^C: ' differences) differences; $traces traces in all"
[ -z "${KEEP:-}" ] || cp -r . "$KEEP"
[ $((${differences:-0} + traces)) -eq 0 ] && [ ! -s differences ]
