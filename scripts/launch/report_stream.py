"""What one dyno says: lines for a person, and among them its reports.

reporting/report_stream.h describes the form of the reports.
"""

import binascii
import gzip
import zlib

MARK = "redline-report: "


class ReportStream:
    """Takes the reports out of a dyno's lines."""

    def __init__(self):
        self.reports = {}  # By name: "json", "html".
        self.exit_code = None  # What redline said as its last word.
        self.damaged = []  # Names of those that did not come whole.
        self._name = None
        self._size = 0
        self._crc = ""
        self._parts = []

    def take(self, line):
        """Whether the line was of a report."""
        if not line.startswith(MARK):
            return False
        words = line[len(MARK) :].split()
        if words[:1] == ["+"] and len(words) == 2:
            self._parts.append(words[1])
        elif words[:1] == ["end"] and len(words) == 2 and words[1].isdigit():
            self.finish()
            self.exit_code = int(words[1])
        elif len(words) == 3 and words[1].isdigit():
            self.finish()
            self._name, self._size, self._crc = words[0], int(words[1]), words[2]
        return True

    def finish(self):
        """Nothing more will come of the report that is under way."""
        if self._name is None:
            return
        try:
            content = gzip.decompress(binascii.a2b_base64("".join(self._parts)))
        except (binascii.Error, EOFError, OSError, zlib.error):
            content = b""
        if len(content) == self._size and "%08x" % zlib.crc32(content) == self._crc:
            self.reports[self._name] = content
        else:
            self.damaged.append(self._name)
        self._name, self._parts = None, []
