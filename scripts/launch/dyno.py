"""One dyno as the launcher sees it: its lines on the screen, its log, its reports."""

import json
import os
import sys
import threading

from launch.report_stream import ReportStream

_screen = threading.Lock()


class Dyno:
    """Which of the fleet, and what it has said so far."""

    def __init__(self, name, out):
        self.name = name
        self.stream = ReportStream()
        self.has_spoken = False
        self._rest = b""  # Of a line that has not ended yet.
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
            self._log.write("\n".join(words) + "\n")
            self._log.flush()
            self.say(words)

    def say(self, lines):
        """Shows lines as this dyno's."""
        text = "".join("[%s] %s\n" % (self.name, line) for line in lines)
        with _screen:
            try:
                print(text, end="", flush=True)
            except BrokenPipeError:
                # Nobody reads any more; the log goes on.
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def close(self):
        """Its output has ended: keeps what it sent."""
        if self._rest:
            self.hear(b"\n")
        self.stream.finish()
        self._log.close()
        for kind, content in self.stream.reports.items():
            with open(self._path(kind), "wb") as report:
                report.write(content)

    def result(self):
        """What it has measured, as docs/result-format.md says; empty if that did not come."""
        return json.loads(self.stream.reports.get("json", "{}"))
