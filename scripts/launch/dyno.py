"""One dyno as the launcher sees it: its lines on the screen, its log, its reports."""

import json
import os
import sys

from launch.report_stream import ReportStream


class Dyno:
    """Which of the fleet, and what it has said so far."""

    def __init__(self, name, out):
        self.name = name
        self.stream = ReportStream()
        self.has_spoken = False
        self._out = out
        self._log = open(self._path("log"), "w", encoding="utf-8")

    def _path(self, kind):
        return os.path.join(self._out, "dyno-%s.%s" % (self.name, kind))

    def hear(self, line):
        """One line of its output."""
        self.has_spoken = True
        if self.stream.take(line):
            return
        self._log.write(line)
        self._log.flush()
        self.say(line)

    def say(self, line):
        """Shows a line as this dyno's."""
        try:
            # In one piece: others say something at the same time.
            print("[%s] %s\n" % (self.name, line.rstrip("\n")), end="", flush=True)
        except BrokenPipeError:
            # Nobody reads any more; the log goes on.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def close(self):
        """Its output has ended: keeps what it sent."""
        self.stream.finish()
        self._log.close()
        for kind, content in self.stream.reports.items():
            with open(self._path(kind), "wb") as report:
                report.write(content)

    def result(self):
        """What it has measured, as docs/result-format.md says; empty if that did not come."""
        return json.loads(self.stream.reports.get("json", "{}"))
