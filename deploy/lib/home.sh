# shellcheck shell=bash
# shellcheck disable=SC2034 # for the scripts that source this file
# Where things lie. Sourced after say.sh; sets SEGEL_HOME (exported), tree, tools, logs.

tree=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)

we_are_root() {
  [[ $(id -u) -eq 0 ]]
}

if [[ -z ${SEGEL_HOME:-} ]]; then
  if we_are_root; then
    SEGEL_HOME=/var/lib/segel
  else
    [[ -n ${HOME:-} ]] || fail "HOME is not set, so there is no place for Segel's data. Set SEGEL_HOME to a directory."
    SEGEL_HOME=$HOME/.local/share/segel
  fi
fi
case $SEGEL_HOME in
  /*) ;;
  *) fail "SEGEL_HOME is \"$SEGEL_HOME\", which is not an absolute path. Give one that begins with /." ;;
esac
export SEGEL_HOME
tools=$SEGEL_HOME/tools
logs=$SEGEL_HOME/log

# Makes the home and the directories of these scripts in it; the service makes its own.
make_home() {
  mkdir -p "$SEGEL_HOME" "$logs" 2>/dev/null \
    || fail "Cannot make $SEGEL_HOME: $(id -un) may not write there." "Set SEGEL_HOME to a directory you may write to."
  [[ -w $SEGEL_HOME && -w $logs ]] \
    || fail "$SEGEL_HOME belongs to somebody else: $(id -un) may not write there." \
      "Start Segel as the user who did before, or set SEGEL_HOME to another directory."
}

# As root the service and its database run as users of their own, which must be able to come to their files. Asked
# before the minutes of installing and building, not after.
require_reachable_home() {
  local user=$1 step='' part
  local -a parts
  IFS=/ read -r -a parts <<<"${SEGEL_HOME#/}"
  for part in "${parts[@]}"; do
    step=$step/$part
    setpriv --reuid="$(id -u "$user")" --regid="$(id -g "$user")" --clear-groups test -x "$step" \
      || fail "The user $user may not search $step, which lies on the way to $SEGEL_HOME." \
        "Set SEGEL_HOME to another place, for example /var/lib/segel, or allow it: chmod o+x $step"
  done
}

# System users without login; nothing happens to those that exist.
make_users() {
  local user
  for user in "$@"; do
    id -u "$user" >/dev/null 2>&1 && continue
    command -v useradd >/dev/null \
      || fail "The user $user does not exist and useradd is not installed." "Type: apt-get install passwd"
    useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "$user" \
      || fail "Cannot make the user $user." "Make it yourself: useradd --system --user-group $user"
    say "Made the system user $user"
  done
}
