/**
 * What the agent knows from its start: bash and the small tools that every system has. It answers
 * requests, which are bash code. `rb_since` is when the step under way began, `rb_leaders` are the shells.
 */
export const AGENT_CODE: string = String.raw`
export LC_ALL=C
umask 077
rb_run= rb_leaders= rb_since=
rb_now() {
  local last
  read -r rb_since _ </proc/uptime
  read -r _ _ _ _ last </proc/loadavg
  printf '%s %s' "$rb_since" "$last"
}
rb_look() {
  local p s e v c t
  rb_since=
  for p in /proc/[1-9]*; do
    s= t= e=() c=()
    { IFS= read -r -d '' s <"$p/stat"; } 2>/dev/null
    [[ -n $s ]] || continue
    { mapfile -t -d '' e <"$p/environ"; } 2>/dev/null
    for v in "\${e[@]}"; do
      case $v in RUNBOOK_RUN=* | RUNBOOK_BACKGROUND=*) t+=$v$'\n' ;; esac
    done
    { mapfile -t -d '' c <"$p/cmdline"; } 2>/dev/null
    printf '%s\0%s\0%s\0' "$s" "$t" "\${c[*]}"
  done
}
rb_real() {
  local p=$1 t r
  if (( $2 > 40 )); then echo 'Too many levels of symbolic links'; return 1; fi
  if [[ -d $p ]]; then ( cd -P -- "$p" && printf '%s' "$PWD" ); return; fi
  if [[ -L $p ]]; then
    t=$(readlink -- "$p") || return
    [[ $t == /* ]] || t=\${p%/*}/$t
    rb_real "$t" $(($2 + 1))
    return
  fi
  r=\${p%/*}
  r=$(rb_real "\${r:-/}" "$2") || { printf '%s' "$r"; return 1; }
  printf '%s' "\${r%/}/\${p##*/}"
}
rb_replace() {
  local p=$1 t=$2 owner=$3 mode=$4 content=$5 own
  if [[ -d $p ]]; then echo 'Is a directory'; return 1; fi
  ( umask 022; command mkdir -p -- "\${p%/*}/" ) || return
  if [[ -e $p ]]; then
    own=$(stat -L -c %u:%g -- "$p")
    if [[ -z $mode ]]; then mode=$(stat -L -c %a -- "$p"); fi
    if [[ -z $owner && $EUID == 0 ]]; then owner=$own; fi
  fi
  if ! { set -C; printf %s "$content" >"$t"; } then set +C; rm -f -- "$t"; return 1; fi
  set +C
  rb_rights "$t" "$owner" "\${mode:-644}" && mv -f -- "$t" "$p" && return
  local status=$?
  rm -f -- "$t"
  return "$status"
}
rb_rights() {
  if [[ -n $2 && $(stat -c %u:%g -- "$1") != "$2" ]]; then chown -- "$2" "$1" || return 77; fi
  if [[ -n $3 ]]; then chmod -- "$3" "$1"; fi
}
rb_group() {
  local name number
  while IFS=: read -r name _ number _; do
    if [[ $name == "$1" ]]; then printf %s "$number"; return; fi
  done </etc/group
  return 1
}
rb_mark() {
  cd -- "$1" || return
  local name; shift
  for name in "\${@:2}"; do { printf %s "$1" 1<>"$name" & } 2>/dev/null; done
}
rb_begun() {
  cd -- "$1" || return
  local n
  printf 'end\n' 1<>begun
  for ((n = 0; n < 500; n++)); do [[ -e begun.done ]] && break; sleep 0.02; done
  if [[ ! -e begun.done ]]; then echo 'nobody carries its output'; return 1; fi
  if [[ -e begun.last ]]; then cat begun.last; fi
}
rb_idle() {
  local call fd
  # The number of the system call that reads, on x86-64 and on others.
  { read -r call fd _ <"/proc/$1/syscall"; } 2>/dev/null && [[ $call == 0 || $call == 63 ]] &&
    [[ $(readlink "/proc/$1/fd/$((fd))") == "$2" ]]
}
rb_ends() {
  local p s e v f ours
  for p in /proc/[1-9]*; do
    s= e=() ours=
    { IFS= read -r -d '' s <"$p/stat"; } 2>/dev/null
    { mapfile -t -d '' e <"$p/environ"; } 2>/dev/null
    for v in "\${e[@]}"; do case $v in RUNBOOK_RUN="$rb_run" | RUNBOOK_BACKGROUND="$rb_run"/*) ours=1 ;; esac; done
    f=(\${s##*') '})
    [[ -n $s && \${f[0]} != Z && \${f[3]} != "$$" ]] || continue
    case " $rb_leaders " in *" \${f[3]} "*) printf '%s ' "\${p##*/}"; continue ;; esac
    [[ -n $ours && -n $rb_since ]] && (( f[19] >= 10#\${rb_since/./} )) && printf '%s ' "\${p##*/}"
  done
}
rb_end() {
  trap '' HUP INT TERM PIPE
  local signal pids n
  if [[ -n $rb_leaders || -n $rb_since ]]; then
    for signal in TERM KILL; do
      for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
        pids=$(rb_ends)
        [[ -n $pids ]] || break 2
        { kill -s "$signal" -- $pids; kill -s CONT -- $pids; } 2>/dev/null
        sleep 0.2
      done
    done
  fi
  cd /; rm -rf -- "$rb_root"
}
trap rb_end EXIT
trap : HUP INT TERM
`.replaceAll('\\$', '$');
