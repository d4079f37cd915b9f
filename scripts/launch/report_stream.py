"""One dyno's output: lines for a person, and among them its reports.

base/output/report_stream.h describes the form of the reports.
"""

import binascii
import json
import re
import zlib

MARK = "redline-report: "
# Far beyond any report, and no more than a machine has: nobody's bytes take its memory.
MOST_BYTES = 1 << 30
WITH_GZIP_HEADER = 31  # zlib's word for RFC 1952.


def unpack(text, size):
    """Unpacks base64 and gzip; never more than a byte above its announced size."""
    unpacker = zlib.decompressobj(WITH_GZIP_HEADER)
    content = unpacker.decompress(binascii.a2b_base64(text), size + 1)
    # A last step, without which zlib does not look at the end of what it gave in full.
    content += unpacker.decompress(unpacker.unconsumed_tail, 1)
    return content if unpacker.eof else b""


def is_number(text, most):
    return re.fullmatch("[0-9]{1,10}", text) is not None and int(text) <= most


class ReportStream:
    """Takes the reports out of a dyno's lines."""

    def __init__(self):
        self.reports = {}  # By name: "json", "html".
        self.exit_code = None  # As redline said at the end.
        self.damaged = []  # Names of incomplete ones.
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
        elif words[:1] == ["end"] and len(words) == 2 and is_number(words[1], 255):
            self.finish()
            self.exit_code = int(words[1])
        elif len(words) == 3 and re.fullmatch("[a-z]+", words[0]):
            self.finish()
            self._name, self._crc = words[0], words[2]
            # With an impossible size, it is damaged whatever comes.
            self._size = int(words[1]) if is_number(words[1], MOST_BYTES) else -1
        return True

    def finish(self):
        """Nothing more will come of the report that is under way."""
        if self._name is None:
            return
        try:
            content = unpack("".join(self._parts), self._size) if self._size >= 0 else b""
        except (ValueError, zlib.error):  # binascii.Error is a ValueError.
            content = b""
        if len(content) == self._size and "%08x" % zlib.crc32(content) == self._crc:
            self.reports[self._name] = content
        else:
            self.damaged.append(self._name)
        self._name, self._parts = None, []

    def result(self):
        """Its result, as docs/result-format.md says; empty if that did not come."""
        return json.loads(self.reports.get("json", "{}"))

    def is_of_fleet(self):
        """Whether its report is of all dynos, as the leader's is: of a test or of a search."""
        try:
            result = self.result()
            if "search" in result:
                return bool(result["settings"]["fleet"]) and not result["provenance"]["dyno"]
            return bool(result.get("dynos"))
        except (ValueError, AttributeError, KeyError, TypeError):
            return False
