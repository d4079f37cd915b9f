"""A fleet of machines that are reached by OpenSSH, each attached through a client.

What a dyno must not show in a list of processes, the URL of Redis, goes to it by its input. The
input also says when to end: a line is a signal for redline, and its end, be it that the client
has gone, is SIGTERM. So no redline outlives its client for longer than its report takes.
"""

import os
import shlex
import signal
import subprocess
import threading
import time

from common.errors import USAGE, ScriptError
from launch.dyno import Dyno
from launch.redline_flags import value_of

# From a signal until a dyno has sent its report; then its client is ended.
STOP_PATIENCE_SECONDS = 45
POLL_SECONDS = 0.1
SSHS_OWN_CODE = 255
CANNOT_RUN = (126, 127)  # A shell's codes.
SECRETS = ("REDIS_URL", "REDIS_TLS_URL")

# Neither a question that nobody answers, nor a wait without an end for a machine that has gone.
CLIENT = ["ssh", "-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=15",
          "-o", "ServerAliveInterval=10", "-o", "ServerAliveCountMax=3"]

# For any POSIX shell, in one line without quotes that other login shells would read otherwise.
# redline is not this shell's foreground: it would take its input away. What the shell itself says
# of processes that have ended is nobody's concern.
REMOTE = (
    "exec 3<&0 </dev/null 2>/dev/null; "
    "while IFS= read -r line <&3 && [ \"$line\" ]; do export \"$line\"; done; "
    "(eval \"exec $0 \\\"\\$@\\\"\") 2>&1 3<&- & run=$!; "
    "(while IFS= read -r line <&3; do kill -s $line $run; done; "
    "kill $run; left=%d; while [ $left -gt 0 ]; do sleep 1; left=$((left - 1)); done; "
    "kill -s KILL $run) >/dev/null & watch=$!; "
    "exec 3<&-; wait $run; code=$?; kill $watch; exit $code" % STOP_PATIENCE_SECONDS)


def client_command(host, remote_command, flags):
    """Starts redline on the host, and stays attached to it."""
    return CLIENT + ["--", host, shlex.join(["sh", "-c", REMOTE, remote_command, *flags])]


def secrets(environment):
    """The lines that come first on a dyno's input. Throws ScriptError."""
    lines = ["%s=%s" % (name, environment[name]) for name in SECRETS if environment.get(name)]
    if any("\n" in line for line in lines):
        raise ScriptError("The URL of Redis has a line end in it.", USAGE)
    return "".join(line + "\n" for line in lines) + "\n"


class SshDyno(Dyno):
    """The client of one host; threads take what it writes."""

    def __init__(self, command, name, host, first_input, out):
        super().__init__(name, out)
        self._host = host
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            start_new_session=True)
        self._own_words = ""  # Of ssh, and of a login shell before redline.
        self._threads = [threading.Thread(target=self._listen),
                         threading.Thread(target=self._listen_to_errors)]
        for thread in self._threads:
            thread.start()
        self._write(first_input)

    def _listen(self):
        while block := os.read(self.process.stdout.fileno(), 65536):
            self.hear(block)

    def _listen_to_errors(self):
        for line in self.process.stderr:
            text = line.decode("utf-8", "replace").strip().removeprefix("ssh: ")
            if text:
                self._own_words = text
                self.say(["ssh: " + text])

    def _write(self, text):
        try:
            self.process.stdin.write(text.encode())
            self.process.stdin.flush()
        except OSError:
            pass  # It has ended; whoever waits for it learns why.

    def signal(self, number):
        self._write(signal.Signals(number).name[len("SIG") :] + "\n")

    def wait(self, seconds):
        """Whether it has ended by then."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        for thread in self._threads:
            thread.join()
        return True

    def end(self):
        """Ends the client, if it has not ended, and with its input redline."""
        if self.process.poll() is None:
            self.process.kill()
        self.wait(None)
        self.close()

    def exit_code(self):
        """Redline's, as it has told it or the client passes it on."""
        if self.stream.exit_code is not None:
            return self.stream.exit_code
        code = self.process.returncode
        return code if 0 <= code < SSHS_OWN_CODE and code not in CANNOT_RUN else None

    def why_not_begun(self):
        """Why one that has ended never ran redline's test; empty if it did."""
        if self.stream.exit_code is None and self.process.returncode == USAGE:
            return "its output says why"
        never_ran = not self.has_spoken or self.process.returncode in CANNOT_RUN
        return self.why_no_result() if self.exit_code() is None and never_ran else ""

    def why_no_result(self):
        """Without a full stop."""
        if self.process.returncode in CANNOT_RUN:
            return ("there is no such program on %s; install redline there, or name it with "
                    "--remote_command" % self._host)
        words = "ssh %s: %s" % (self._host, self._own_words.rstrip(".") or "it said nothing")
        if self.has_spoken:
            return words
        return words + "; 'ssh %s true' must work, and ask nothing" % self._host


class SshFleet:
    """Runs it. `stop` may be called meanwhile, from a signal handler."""

    def __init__(self, hosts, remote_command):
        self._hosts = hosts
        self._remote_command = remote_command
        self._dynos = []
        self._signals = []  # Those that somebody sent.

    def stop(self, number):
        """The dynos end by themselves, with their reports; the third time nothing is awaited."""
        self._signals.append(number)

    def commands(self, fleet, names, flags):
        """The client's command of each dyno."""
        return [client_command(host, self._remote_command,
                               ["--fleet=" + fleet, "--dyno=" + name, *flags])
                for name, host in zip(names, self._hosts)]

    def run(self, fleet, names, flags, out):
        """The dynos; the exit code of each, or None if redline has not told it; and what went
        wrong apart from the test, in sentences."""
        if value_of("redis_url", flags) is None and not any(map(os.environ.get, SECRETS)):
            raise ScriptError("Name the Redis that all hosts reach: REDIS_URL=redis://...", USAGE)
        first_input = secrets(os.environ)
        try:
            for command, name, host in zip(self.commands(fleet, names, flags), names, self._hosts):
                self._dynos.append(SshDyno(command, name, host, first_input, out))
                self._dynos[-1].say(["on " + host])
            self._await()
        finally:
            for dyno in self._dynos:
                dyno.end()
        troubles = ["Dyno %s left no result: %s." % (dyno.name, dyno.why_no_result())
                    for dyno in self._dynos if dyno.exit_code() is None]
        return self._dynos, [dyno.exit_code() for dyno in self._dynos], troubles

    def _await(self):
        """Until all have ended: by themselves, or because they were told to."""
        running = list(self._dynos)
        told = 0  # How many of the signals the dynos know.
        deadline = None
        while running:
            for dyno in list(running):
                if dyno.wait(POLL_SECONDS):
                    running.remove(dyno)
            failed = next((dyno for dyno in self._dynos
                           if dyno not in running and dyno.why_not_begun()), None)
            if failed and not deadline:
                failed.say(["has not started: %s." % failed.why_not_begun()])
                self.stop(signal.SIGTERM)
            for number in self._signals[told:]:
                told += 1
                for dyno in running:
                    dyno.signal(number)
            if told and not deadline:
                deadline = time.monotonic() + STOP_PATIENCE_SECONDS
            if told > 2 or deadline and time.monotonic() > deadline:
                return
