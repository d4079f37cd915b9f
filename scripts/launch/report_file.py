"""The one way to write a report's file: complete beside the old one, then in its place.

A full disk, or an end in between, leaves the old one as it was.
"""

import contextlib
import os


def write_report(path, content):
    """Raises OSError, of this path."""
    draft = "%s.%d.tmp" % (path, os.getpid())
    try:
        with open(draft, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            os.unlink(draft)
        raise OSError(error.errno, error.strerror, path) from None
