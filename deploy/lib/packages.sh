# shellcheck shell=bash
# shellcheck disable=SC2154 # tree, tools and logs are set by home.sh
# Getting Debian and Ubuntu packages: as root by apt-get, otherwise unpacked under $SEGEL_HOME/tools. Sourced after
# home.sh. Whatever is downloaded, apt checks against the distribution's signature.

# install_packages PACKAGE...
install_packages() {
  command -v apt-get >/dev/null \
    || fail "Missing on this machine: $*. There is no apt-get here to get it with." \
      "Install it with this system's own package manager and start again."
  make_home
  if we_are_root; then
    install_as_root "$@"
  else
    unpack_as_user "$@"
  fi
}

install_as_root() {
  export DEBIAN_FRONTEND=noninteractive
  with_progress "Reading the list of packages" "$logs/apt-update.log" apt-get -q update \
    || fail "The list of packages cannot be read." \
      "Look at the network and /etc/apt, then type: apt-get update && apt-get install --no-install-recommends $*"
  with_progress "Installing $*" "$logs/apt-install.log" apt-get -q -y install --no-install-recommends "$@" \
    || fail "Not everything could be installed." \
      "Type this and see what it says: apt-get install --no-install-recommends $*"
}

# Without root apt works on lists and archives of our own; what is installed on the machine is still known to it.
private_apt() {
  local program=$1 apt=$SEGEL_HOME/apt
  shift
  "$program" -q -o "Dir::State=$apt/state" -o "Dir::State::status=/var/lib/dpkg/status" \
    -o "Dir::Cache=$apt/cache" -o "Dir::Log=$apt/log" -o APT::Sandbox::User="" -o Debug::NoLocking=true "$@"
}

unpack_as_user() {
  local apt=$SEGEL_HOME/apt package
  local -a wanted
  local by_hand="apt-get install --no-install-recommends $*"
  mkdir -p "$apt/state/lists/partial" "$apt/cache/archives/partial" "$apt/log" "$apt/packages" "$tools"
  with_progress "Reading the list of packages" "$logs/apt-update.log" private_apt apt-get update \
    || fail "The list of packages cannot be read." "Look at the network, or ask an administrator to type: $by_hand"
  # A dry run names every package that is missing, dependencies too; "[version]" would be one that is there but older.
  private_apt apt-get --simulate install --no-install-recommends "$@" >"$logs/apt-plan.log" 2>&1 \
    || fail "$(tail -n 5 "$logs/apt-plan.log")" "$* cannot be had from this machine's package sources." \
      "Ask an administrator to type: $by_hand"
  mapfile -t wanted < <(sed -n 's/^Inst \([^ ]*\) (.*/\1/p' "$logs/apt-plan.log")
  ((${#wanted[@]} > 0)) || return 0
  rm -f -- "$apt"/packages/*.deb
  with_progress "Downloading $* and what they need" "$logs/apt-download.log" \
    in_directory "$apt/packages" private_apt apt-get download "${wanted[@]}" \
    || fail "Not everything could be downloaded." "Ask an administrator to type: $by_hand"
  for package in "$apt"/packages/*.deb; do
    dpkg-deb -x "$package" "$tools" \
      || fail "$package cannot be unpacked into $tools." "Is the disk full? See: df -h $tools"
  done
  rm -rf "$apt"
  # A package's absolute links lead to where root would have put it.
  keep_links_inside
}

keep_links_inside() {
  local link target
  while IFS= read -r -d '' link; do
    target=$(readlink "$link")
    if [[ -e $tools$target || -L $tools$target ]]; then
      ln -sfnr "$tools$target" "$link"
    fi
  done < <(find "$tools" -type l -lname '/*' -print0)
}

# Programs and libraries that were unpacked are found like installed ones, by this script and all it starts.
use_unpacked_tools() {
  local libraries
  [[ -d $tools/usr ]] || return 0
  PATH=$PATH:$tools/usr/bin:$tools/usr/share/maven/bin
  # Older packages have lib beside usr/lib, newer ones do not.
  libraries=$( (compgen -G "$tools/usr/lib/*-linux-gnu" || true; compgen -G "$tools/lib/*-linux-gnu" || true) \
    | tr '\n' ':')
  if [[ -n $libraries ]]; then
    export LD_LIBRARY_PATH=${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}${libraries%:}
  fi
  export PATH
}
