#!/usr/bin/env bash
# Submits the program to a Spark of Scala 2.12 and to one of Scala 2.13, as docs/spark.md says: trains on a CSV file and
# scores it, in one process and on two executors, with the jars of the built program and what Maven has of Spark, and
# compares the scores with each other and with those of the program. Needs `mvn package` of this repository before.
#
#   docs/try-spark.sh [FOLDER]     (default: target/spark)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
out=$(mkdir -p "${1:-target/spark}" && cd "${1:-target/spark}" && pwd)
program=${PROGRAM:-$root/cli/target/autoencoders}
jar=$(ls "$root"/spark/target/autoencoders-spark-*.jar | grep -v -e tests -e sources -e javadoc)
jars=$(ls "$program"/lib/*.jar | grep -v -e slf4j -e parquet -e snappy -e zstd -e aircompressor | paste -sd,)
property() { sed -n "s/.*<$1>\(.*\)<\/$1>.*/\1/p" pom.xml; }

fail() {
  printf 'try-spark: %s\n' "$1" >&2
  exit 1
}

# A folder with Spark's jars, as its distribution has them.
home() { # NAME SCALA VERSION LIBRARY [JACKSON]
  [ -d "$out/$1/jars" ] && return
  mkdir -p "$out/$1"
  cat > "$out/$1/pom.xml" <<POM
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>try</groupId><artifactId>spark</artifactId><version>1</version>
  <dependencyManagement><dependencies>
    <dependency><groupId>org.scala-lang</groupId><artifactId>scala-library</artifactId><version>$4</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-api</artifactId><version>$(property slf4j.version)</version></dependency>
    ${5:+<dependency><groupId>com.fasterxml.jackson.core</groupId><artifactId>jackson-core</artifactId><version>$5</version></dependency>}
  </dependencies></dependencyManagement>
  <dependencies><dependency>
    <groupId>org.apache.spark</groupId><artifactId>spark-mllib_$2</artifactId><version>$3</version>
    <exclusions><exclusion><groupId>org.rocksdb</groupId><artifactId>rocksdbjni</artifactId></exclusion></exclusions>
  </dependency></dependencies>
</project>
POM
  mvn -q -B -f "$out/$1/pom.xml" dependency:copy-dependencies "-DoutputDirectory=$out/$1/jars"
}

submit() { # NAME SCALA MASTER ARGUMENT...
  local name=$1 scala=$2 master=$3
  shift 3
  local first=(--conf spark.driver.userClassPathFirst=true)
  [[ $master == local\[* ]] || first+=(--conf spark.executor.userClassPathFirst=true)
  # shellcheck disable=SC2046 # the options of Java are words
  SPARK_HOME=$out/$name SPARK_SCALA_VERSION=$scala SPARK_LOCAL_IP=127.0.0.1 OMP_NUM_THREADS=1 \
    java $(property spark.opens) -Xmx1g -cp "$out/$name/jars/*" org.apache.spark.deploy.SparkSubmit \
    --master "$master" --jars "$jars" "${first[@]}" \
    --conf spark.ui.enabled=false --conf spark.executor.memory=600m --conf spark.executorEnv.OMP_NUM_THREADS=1 \
    --class io.github.autoencoders.spark.SparkProgram "$jar" "$@" > "$out/log" 2>&1 \
    || { tail -n 30 "$out/log" >&2; fail "$name on $master did not $1"; }
}

# Prints a column of CSV files, each with a header, in the order of the first column.
column() { # NAME FILE...
  awk -F, -v name="$1" 'FNR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i; next } { print $1 "," $at }' "${@:2}" \
    | sort -t, -g | cut -d, -f2
}

home 3.5 2.12 "$(property spark.version)" "$(property spark.scala.version)" "$(property spark.jackson.version)"
home 4 2.13 "$(property spark4.version)" "$(property spark4.scala.version)"
awk 'BEGIN { print "id,temperature,load,machine"
  for (i = 0; i < 400; i++) print i "," 20 + sin(i) "," cos(i) ",M" i % 3 }' > "$out/pumps.csv"
rm -rf "$out"/model* "$out"/scores*
declare -A scala=([3.5]=2.12 [4]=2.13)
for name in 3.5 4; do
  submit "$name" "${scala[$name]}" 'local[2]' train --data "$out/pumps.csv" --out "$out/model-$name" \
    --featuresCols temperature,load,machine --epochs 3
  for master in 'local[2]' 'local-cluster[2,1,1024]'; do
    folder=$out/scores-$name-${master%%[*}.csv
    submit "$name" "${scala[$name]}" "$master" score --data "$out/pumps.csv" --model "$out/model-$name" --out "$folder"
    column score "$folder"/part-*.csv > "$folder.txt"
  done
done
"$program"/bin/autoencoders score "$out/model-4/model" --in "$out/pumps.csv" --out "$out/program.csv" > "$out/log"
column score "$out/program.csv" > "$out/program.txt"
for each in "$out"/scores-*.txt; do
  paste "$each" "$out/program.txt" | awk '{ d = $1 - $2; if (d > 1e-5 || d < -1e-5) bad++ } END { exit bad > 0 || NR != 400 }' \
    || fail "the scores of $each are not those of the program"
  printf '%s: the scores of the program\n' "$(basename "$each" .csv.txt)"
done
