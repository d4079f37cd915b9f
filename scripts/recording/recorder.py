"""Listens to a Redis, and says as comments of the task file what was seen of it."""

import collections
import time

from recording.mix import Mix
from recording.monitor_line import parse
from recording.units import Units

BEHIND = 0.5  # Seconds after which lines are skipped, so that Redis need not keep them for us.

GRACE = 0.5  # Seconds after a signal.


class Recorder:
    def __init__(self, database):
        self._units = Units(database)
        self._mix = Mix()
        self._began = None  # This clock less the server's, at the first line.
        self._skipped = 0
        self._too_long = 0
        self._seconds = 0.0

    def listen(self, connection, seconds, stop):
        """For so many seconds, or until `stop()`. Returns whether Redis was there to the end."""
        start = time.monotonic()
        stop_at = None
        for lines in connection.blocks(start + seconds):
            if lines:
                self._take(lines)
            now = time.monotonic()
            self._seconds = now - start
            if stop():  # What has been sent is still taken.
                stop_at = stop_at or now + GRACE
                if not lines or now > stop_at:
                    return True
        ended = time.monotonic() - start
        self._seconds = min(seconds, ended)
        return ended >= seconds

    def _take(self, lines):
        first = next((line for line in map(parse, filter(None, lines[:3])) if line), None)
        now = time.monotonic()
        if first:
            self._began = now - first.time if self._began is None else min(
                self._began, now - first.time)
            if now - first.time - self._began > BEHIND:
                self._skipped += len(lines)
                self._units.forget_open()
                return
        for text in lines:
            line = parse(text) if text is not None else None
            if line:
                if unit := self._units.take(line):
                    self._mix.add(unit)
            elif text is None:
                self._too_long += 1

    def finish(self):
        """The mix. Nothing may be heard afterwards."""
        self._mix.finish()
        return self._mix

    def comments(self, task_file):
        """Paragraphs."""
        units = self._units
        # What was skipped came like what was not.
        whole = 1 + self._skipped / max(1, units.commands + units.by_scripts)
        rate = max(1, round(task_file.tasks * whole / self._seconds))
        comments = [
            "What a Redis did, as scripts/record saw it by MONITOR: a mix to start from. "
            "Look through it before you run it or pass it on: names that recur are kept, as fixed "
            "parts of keys and as fields; values are not, only their sizes.",
            "Seen in %.1f seconds: %d commands of %s, %d a second, here as %d tasks a "
            "second: --tasks_per_second=%d asks for as much. MONITOR slows Redis down, so it may "
            "do more without." % (
                self._seconds, round(units.commands * whole), _clients(units.clients.count()),
                round(units.commands * whole / self._seconds), rate, rate),
            "How many keys there are is how many were seen; there may be more. Which commands "
            "were sent together in pipelines, and what belongs together outside of transactions, "
            "MONITOR does not show: each is a task of its own here."]
        left_out = collections.Counter(units.left_out)
        if task_file.rare:
            left_out["rare kinds of tasks"] = task_file.rare
        if units.by_scripts:
            left_out["commands that scripts sent"] = units.by_scripts
        if self._skipped:
            left_out["lines for which there was no time"] = self._skipped
        if self._too_long:
            left_out["commands of more than 64 MB"] = self._too_long
        if left_out:
            comments.append("Left out: %s." % ", ".join(
                "%d %s" % (count, name) for name, count in
                sorted(left_out.items(), key=lambda item: (-item[1], item[0]))))
        if any(name.startswith(("EVAL", "FCALL")) for name in left_out):
            comments.append("What is done by a script is not in the mix: put your script into a "
                            "block `script NAME:`, and call it with EVALSHA.")
        if len(units.databases) > 1:
            comments.append("Databases: %s. Here all are one; a database in the Redis URL "
                            "records only that one." % ", ".join(
                                "%d (%d commands)" % pair for pair in
                                sorted(units.databases.items())))
        if units.over_unix_socket:
            comments.append("Clients of a Unix socket look alike in MONITOR: where several had "
                            "transactions at a time, these may be mixed up, and they count as one "
                            "client.")
        return comments


def _clients(count):
    return "a client" if count == 1 else "%d clients" % count
