# shellcheck shell=bash
# How the scripts in deploy/ talk: plain sentences on standard error, progress for what takes longer than a few seconds.

say() {
  printf '%s\n' "$*" >&2
}

# Ends the script. Each argument is a line: what is wrong, then what to do.
fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

# For with_progress: a command somewhere else, without a subshell around the one that hears signals.
in_directory() {
  cd "$1" || return
  shift
  "$@"
}

# Runs a command with its output in a log, shows that it goes on, and on failure the end of the log.
#   with_progress "Building Segel" LOG COMMAND...
# Called from the script's own shell, never from a subshell: its traps end the command when the script is told to end.
# A terminal sees one line that counts; anything else a line every ten seconds.
with_progress() {
  local title=$1 log=$2 begin=$SECONDS pid status=0 shown=0 told=0 now
  shift 2
  : >"$log"
  # A process group of its own, so that all of it ends when we are told to end.
  set -m
  "$@" >"$log" 2>&1 </dev/null &
  pid=$!
  set +m
  trap 'kill -- "-$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; exit 130' INT TERM HUP
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.2
    now=$((SECONDS - begin))
    ((now >= 2)) || continue
    if [[ -t 2 ]]; then
      printf '\r%s ... %d s %s\033[K' "$title" "$now" "$(latest "$log")" >&2
      shown=1
    elif ((told == 0 || now >= told + 10)); then
      say "$title ... $now s $(latest "$log")"
      told=$now
    fi
  done
  wait "$pid" || status=$?
  trap - INT TERM HUP
  ((shown == 0)) || printf '\r\033[K' >&2
  if ((status != 0)); then
    say "$title failed after $((SECONDS - begin)) s. The end of $log:"
    tail -n 25 "$log" >&2
    return "$status"
  fi
  say "$title: done in $((SECONDS - begin)) s"
}

# What a log says is being done, short enough for the end of a line.
latest() {
  local line
  line=$(tail -n 200 "$1" 2>/dev/null \
    | grep -E '^(\[INFO\] Building |Progress|Downloaded from|Get:|Unpacking |Setting up )' | tail -n 1 || true)
  line=${line#\[INFO\] }
  line=$(tr -s ' ' <<<"${line%% (*}")
  [[ -z $line ]] || printf '(%.60s)' "$line"
}
