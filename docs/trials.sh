# What the try-....sh scripts share. They run the built program (PROGRAM=.../bin/autoencoders for another) in a place of
# their own, which goes with them.
program=${PROGRAM:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/cli/target/autoencoders/bin/autoencoders}
place=$(mktemp -d)
trap 'leave; rm -rf "$place"' EXIT
leave() { :; } # what a script has to undo
cd "$place" || exit # where a crash leaves its log
ulimit -t 600       # seconds of a processor for one process

# Prints a table of six columns that have to do with each other.
table() { # ROWS
  awk -v rows="$1" 'BEGIN { srand(1); print "a,b,c,d,e,f"; for (i = 0; i < rows; i++) { x = rand(); y = rand();
    printf "%.4f,%.4f,%.4f,%.4f,%.4f,%.4f\n", x, y, x + y, x * y, x - y + rand() / 9, rand() } }'
}

# Serves until hush, and sets server, its process, and address, where it answers.
serving() { # MODEL [OPTION...]
  local tries=0
  : > served # what an earlier one said
  "$program" serve "$@" --port 0 >> served 2>&1 &
  server=$!
  until grep -q '^ready' served || ! kill -0 $server || [ $((tries += 1)) -gt 1000 ]; do sleep 0.3; done
  address=$(sed -n 's|/ is the page.*||p' served)
}

hush() {
  kill $server
  wait $server 2> /dev/null
}

# Prints what must be the same: all that is learnt and known, but for times.
digests() { # RUN
  (cd "$1" && sha256sum model/*.params checkpoint/*.params checkpoint/moments.ndlist && cut -d, -f1-8 history.csv) 2>&1
}
