# Docker with one image, a plain Debian, for the tests of other hosts. To be sourced.

# start_docker FOLDER: takes the daemon that answers, or, as root, starts one that keeps all it has in FOLDER.
start_docker() {
  local folder=$1 image=runbook-test/debian:12
  mkdir -p "$folder"
  if ! docker info >/dev/null 2>&1 && ((EUID == 0)) && command -v dockerd >/dev/null; then
    export DOCKER_HOST="unix://$folder/docker.sock"
    dockerd --data-root "$folder/data" --exec-root "$folder/exec" -p "$folder/dockerd.pid" -H "$DOCKER_HOST" \
      --iptables=false --bridge=none >"$folder/dockerd.log" 2>&1 &
    dockerd=$!
    for ((i = 0; i < 150; i++)); do docker info >/dev/null 2>&1 && break; sleep 0.2; done
  fi
  if docker info >/dev/null 2>&1 && ! docker image inspect "$image" >/dev/null 2>&1 &&
    ((EUID == 0)) && command -v debootstrap >/dev/null; then
    # No registry is needed for an image of the distribution's own packages.
    debootstrap --variant=minbase bookworm "$folder/debian" >"$folder/debootstrap.log" 2>&1 &&
      tar -C "$folder/debian" -c . | docker import - "$image" >/dev/null
    rm -rf "$folder/debian"
  fi
  docker image inspect "$image" >/dev/null 2>&1 ||
    echo "no Docker with an image $image: the tests in containers are SKIPPED (tests/targets/)"
}

# Ends the daemon that was started here.
stop_docker() {
  [[ -n ${dockerd-} ]] || return 0
  kill "$dockerd" 2>/dev/null
  wait "$dockerd" 2>/dev/null
}
