# shellcheck shell=bash
# shellcheck disable=SC2154 # tree, tools and logs are set by home.sh
# Building Segel from the tree these scripts lie in, and installing it under $SEGEL_HOME/app. Sourced after java.sh.

app=$SEGEL_HOME/app

# One line that differs when anything differs that goes into the jars. Without git: a tree may be an unpacked archive.
sources_hash() {
  (cd "$tree" && find pom.xml .mvn ./*/pom.xml ./*/src/main -type f -print0 \
    | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1)
}

# The Maven of this machine, with a repository it can write to.
maven() {
  local -a options=()
  if ! mkdir -p "${HOME:-/nonexistent}/.m2" 2>/dev/null; then
    options+=("-Dmaven.repo.local=$SEGEL_HOME/m2")
  fi
  mvn -B "${options[@]}" "$@"
}

build_when_changed() {
  local hash place=$tree
  hash=$(sources_hash)
  if [[ -s $app/segel.jar && -s $app/lock.jar && $(cat "$app/built-from" 2>/dev/null) == "$hash" ]]; then
    return 0
  fi
  # Root leaves no files of its own in a user's tree, and a read-only one can be built too.
  if [[ ! -w $tree || ! -O $tree ]]; then
    place=$SEGEL_HOME/build
    rm -rf "$place"
    mkdir -p "$place"
    tar -C "$tree" --exclude=target --exclude=.git --exclude=node_modules -cf - . | tar -C "$place" --no-same-owner -xf -
  fi
  with_progress "Building Segel" "$logs/build.log" in_directory "$place" \
    maven -Dgates=off -DskipTests -Dmaven.test.skip=true package -pl ca-api,lock -am \
    || fail "Segel could not be built. The whole log is $logs/build.log." \
      "The first build downloads its libraries: if the network needs a proxy, set it in ~/.m2/settings.xml."
  mkdir -p "$app"
  install_file "$place/ca-api/target/segel.jar" "$app/segel.jar"
  install_file "$place/lock/target/lock.jar" "$app/lock.jar"
  printf '%s\n' "$hash" >"$app/built-from"
}

# A program that runs from the old file keeps it.
install_file() {
  [[ -s $1 ]] || fail "The build made no $1." "Look at $logs/build.log."
  install -m 0644 "$1" "$2.new"
  mv -f "$2.new" "$2"
}
