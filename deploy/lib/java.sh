# shellcheck shell=bash
# shellcheck disable=SC2154 # tree, tools and logs are set by home.sh
# Finding a JDK of a version Segel runs on. Sourced after packages.sh.

# Prints the feature version (17, 21, 25) of the JDK in a directory, nothing when it is none.
jdk_version() {
  local version
  [[ -x $1/bin/java && -x $1/bin/javac ]] || return 0
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null || true)
  [[ -n $version ]] || version=$("$1/bin/java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)
  printf '%s' "$version"
}

usable_jdk() {
  local version
  version=$(jdk_version "$1")
  [[ -n $version ]] && ((version >= 17 && version <= 25))
}

# Sets and exports JAVA_HOME; 1 = there is no JDK. One that JAVA_HOME names comes first.
find_jdk() {
  local candidate compiler
  if [[ -n ${JAVA_HOME:-} ]]; then
    if usable_jdk "$JAVA_HOME"; then
      return 0
    fi
    say "JAVA_HOME is $JAVA_HOME, which is not a JDK of version 17 to 25: looking for another"
  fi
  compiler=$(command -v javac || true)
  [[ -z $compiler ]] || compiler=$(dirname "$(dirname "$(readlink -f "$compiler")")")
  for candidate in "$compiler" /usr/lib/jvm/* "$tools"/usr/lib/jvm/*; do
    if [[ -n $candidate ]] && usable_jdk "$candidate"; then
      JAVA_HOME=$candidate
      export JAVA_HOME
      make_trust_store
      return 0
    fi
  done
  unset JAVA_HOME
  return 1
}

# A JDK that was only unpacked has no certificates to trust: installing would have made them.
make_trust_store() {
  local store=$tools/etc/ssl/certs/java/cacerts
  case $JAVA_HOME in
    "$tools"/*) ;;
    *) return 0 ;;
  esac
  [[ ! -s $JAVA_HOME/lib/security/cacerts ]] || return 0
  mkdir -p "$(dirname "$store")"
  local -a certificates=(/etc/ssl/certs/ca-certificates.crt)
  [[ -s ${certificates[0]} ]] || certificates=("$tools"/usr/share/ca-certificates/mozilla/*.crt)
  "$JAVA_HOME/bin/java" "$tree/deploy/lib/TrustStore.java" "$store" "${certificates[@]}" \
    || fail "The certificates to trust cannot be made for the JDK in $JAVA_HOME." \
      "Ask an administrator to type: apt-get install ca-certificates-java"
  ln -sfnr "$store" "$JAVA_HOME/lib/security/cacerts"
}
