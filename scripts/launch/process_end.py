"""Processes of the launcher's end with it. Linux only."""

import ctypes
import signal

PR_SET_PDEATHSIG = 1  # prctl(2)


def die_with_parent():
    """Runs in a process that is being started: whatever ends the launcher ends it too."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
