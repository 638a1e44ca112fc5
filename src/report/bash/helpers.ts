/** Functions of the script, each there when it is called. `finish` is always. */
export type HelperName =
  | 'expect_exit'
  | 'repeat_within'
  | 'repeat_times'
  | 'send_request'
  | 'is_system'
  | 'confirm'
  | 'by_hand'
  | 'background'
  | 'finish';

/** A code is wanted when it is listed, or when a word stands for it. */
const IS_WANTED = `case " $2 " in
    *" $1 "* | ' any ') return 0 ;;
    ' nonzero ') [[ $1 -eq 0 ]] || return 0 ;;
  esac`;

export const HELPERS: Readonly<Record<HelperName, string>> = {
  expect_exit: `# How a step has to end: codes, any or nonzero.
expect_exit() {
  ${IS_WANTED}
  printf '%s: exited with %s, expected %s\\n' "$step" "$1" "$2" >&2
  if [[ \${3-} == keep-going ]]; then
    failed=1
  else
    exit 1
  fi
}
`,
  repeat_within: `# Tries a step again until it ends as it has to, for so many seconds.
repeat_within() {
  local end=$((SECONDS + $1)) status
  while true; do
    set +e
    attempt
    status=$?
    set -e
    case " $3 " in
      *" $status "* | ' any ') return 0 ;;
      ' nonzero ') [[ $status -eq 0 ]] || return 0 ;;
    esac
    if ((SECONDS >= end)); then
      printf '%s: still exits with %s after %s s\\n' "$step" "$status" "$1" >&2
      exit 1
    fi
    sleep "$2"
  done
}
`,
  repeat_times: `# Tries a step so many times at most.
repeat_times() {
  local left=$1 status
  while true; do
    set +e
    attempt
    status=$?
    set -e
    case " $3 " in
      *" $status "* | ' any ') return 0 ;;
      ' nonzero ') [[ $status -eq 0 ]] || return 0 ;;
    esac
    left=$((left - 1))
    if ((left == 0)); then
      printf '%s: exited with %s, tried %s times\\n' "$step" "$status" "$1" >&2
      exit 1
    fi
    sleep "$2"
  done
}
`,
  send_request: `# Sends a request, whose status has to be this one; an x stands for any digit.
send_request() {
  local wanted=$1 status
  shift
  status="$(curl -sS -o "$scratch/answer" -w '%{http_code}' "$@")" || return
  cat "$scratch/answer"
  # shellcheck disable=SC2053
  [[ $status == \${wanted//x/?} ]] && return
  printf '%s: answered with %s, expected %s\\n' "$step" "$status" "$wanted" >&2
  return 22
}
`,
  is_system: `# Whether this is one of the systems that a step is for.
is_system() {
  local system
  case "$(uname -s)" in
    Darwin) system=macos ;;
    *) system="$(uname -s | tr '[:upper:]' '[:lower:]')" ;;
  esac
  [[ " $* " == *" $system "* ]]
}
`,
  confirm: `# Asks before something that cannot be undone.
confirm() {
  local answer
  read -r -p "$1 [y/N] " answer </dev/tty
  [[ $answer == [yY]* ]]
}
`,
  by_hand: `# What a person does.
by_hand() {
  local answer
  printf '%s\\n' "$1"
  read -r -p 'Done? [y/N] ' answer </dev/tty
  [[ $answer == [yY]* ]]
}
`,
  background: `# Processes that go on: id, process group and signal, the last one first.
running=()
started() {
  running=("$1 $2 $3" "\${running[@]}")
}
stop_background() {
  local one id group signal
  for one in "\${running[@]}"; do
    read -r id group signal <<<"$one"
    if [[ -z $1 || $1 == "$id" ]]; then
      kill -s "$signal" -- "-$group" 2>/dev/null || true
      for _ in {1..50}; do
        kill -0 -- "-$group" 2>/dev/null || break
        sleep 0.2
      done
      kill -s KILL -- "-$group" 2>/dev/null || true
    fi
  done
}
wait_ready() {
  local end=$((SECONDS + $1)) group
  read -r _ group _ <<<"\${running[0]}"
  while ! is_ready; do
    if ((SECONDS >= end)) || ! kill -0 "$group" 2>/dev/null; then
      printf '%s: is not ready\\n' "$step" >&2
      tail -n 20 "$2" >&2
      exit 1
    fi
    sleep 0.2
  done
}
`,
  finish: `# Whatever happens: what was started is stopped, and cleanup is run.
finish() {
  local status=$?
  trap - EXIT
  if ((status != 0)); then
    printf '%s: failed\\n' "$step" >&2
    status=1
  fi
  if declare -F stop_background >/dev/null; then stop_background ''; fi
  (cleanup) || status=1
  rm -rf "$scratch"
  if ((failed)); then status=1; fi
  exit "$status"
}`,
};
