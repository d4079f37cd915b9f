"""One dyno as the launcher sees it: its lines on the screen, its log, its reports."""

import os

from common.console import show
from launch.report_file import write_report
from launch.report_stream import ReportStream


class Dyno:
    """Which of the fleet, and what it has said so far."""

    def __init__(self, name, out):
        self.name = name
        self.stream = ReportStream()
        self.has_spoken = False
        self.troubles = []  # Sentences on what could not be kept.
        self._rest = b""  # The beginning of a line that has not ended yet.
        self._out = out
        self._log = open(self._path("log"), "w", encoding="utf-8")

    def _path(self, kind):
        return os.path.join(self._out, "dyno-%s.%s" % (self.name, kind))

    def hear(self, output):
        """Some more bytes of its output. What comes together is shown together."""
        *lines, self._rest = (self._rest + output).split(b"\n")
        texts = [line.decode("utf-8", "replace").rstrip("\r") for line in lines]
        words = [text for text in texts if not self.stream.take(text)]
        self.has_spoken = self.has_spoken or bool(texts)
        if words:
            self._keep("log", lambda: self._log.write("\n".join(words) + "\n"))
            self.say(words)

    def say(self, lines):
        """Shows lines as this dyno's."""
        show("\n".join("[%s] %s" % (self.name, line) for line in lines))

    def close(self):
        """Its output has ended: keeps what it sent."""
        if self._rest:
            self.hear(b"\n")
        self.stream.finish()
        self._keep("log", self._log.close)
        for kind, content in self.stream.reports.items():
            self._keep(kind, lambda: write_report(self._path(kind), content))
        for kind in self.stream.damaged:
            self.troubles.append("Dyno %s's report as %s is incomplete." % (
                self.name, kind))

    def _keep(self, kind, write):
        """A full disk does not stop the listening."""
        try:
            write()
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            sentence = "Cannot write to %s: %s." % (self._path(kind), reason)
            if sentence not in self.troubles:
                self.troubles.append(sentence)
