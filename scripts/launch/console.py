"""What the launcher shows. Several threads may; each text comes in one piece.

Where nobody reads any more, a closed terminal or pipe, nothing is shown and all goes on: there
are reports to be kept.
"""

import sys
import threading

_lock = threading.Lock()


def show(text, to=None):
    """A line or several, without the last newline."""
    with _lock:
        try:
            print(text + "\n", end="", file=to or sys.stdout, flush=True)
        except (OSError, ValueError):
            pass


def complain(sentence):
    """A sentence about what is wrong."""
    show("redline: " + sentence, sys.stderr)
