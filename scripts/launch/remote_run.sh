#!/bin/sh
# Runs redline on a machine of the fleet, for scripts/launch/ssh_fleet.py, which sends this as
# the command and talks to it on standard input: lines NAME=value for the environment, where
# no list of processes shows them; an empty one; then names of signals for redline. When the
# input ends, the launcher or its connection has: redline is to end as well.
#
# The functions' arguments are redline's command, as a shell's words, and its flags.
run() {
  while IFS= read -r setting && [ -n "$setting" ]; do
    # shellcheck disable=SC2163  # A whole NAME=value.
    export "$setting"
  done
  command=$1
  shift
  case $command in
    [~]/*) command=$HOME/${command#??} ;;
  esac
  exec 3<&0 2>&1
  # shellcheck disable=SC2086  # The command may be several words.
  $command "$@" 3<&- </dev/null &
  redline=$!
  {
    while IFS= read -r signal <&3; do kill -s "$signal" $redline; done
    kill -s TERM $redline
  } >/dev/null 2>&1 &
  watcher=$!
  wait $redline
  code=$?
  kill $watcher
  exit $code
}
