"""A script's output. Several threads may write; each text comes in one piece.

Where nobody reads any more, a closed terminal or pipe, nothing is shown and all goes on: there
are reports to be kept.
"""

import os
import sys
import threading

_lock = threading.Lock()


def show(text, to=None):
    """A line or several, without the last newline."""
    stream = to or sys.stdout
    with _lock:
        try:
            print(text + "\n", end="", file=stream, flush=True)
        except OSError:
            # Python would complain at the end of text that is still to be flushed.
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def complain(sentence):
    """A sentence about what is wrong."""
    show("redline: " + sentence, sys.stderr)
