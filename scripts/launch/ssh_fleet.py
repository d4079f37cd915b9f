"""A fleet on machines that are reached by ssh, each with redline installed.

- The client is OpenSSH's, with the user's own configuration. It asks nothing: a password or an
  unknown host key is an error that ends the launch.
- What may hold a secret, the URL of Redis, goes over standard input, never into a command.
- A machine's redline ends with its connection, however that ends: remote_run.sh sees to it.
"""

import os
import shlex
import subprocess
import time

from common.console import show
from common.errors import USAGE, ScriptError
from launch.client_dyno import ClientDyno
from launch.dyno_start import reason_to_stop
from launch.process_end import die_with_parent

# From Ctrl-C until the last report; a test that hangs is not waited for longer.
STOP_PATIENCE_SECONDS = 45
POLL_SECONDS = 0.1
# Where the URL of a Redis may stand (docs/settings.md).
HANDED_ON = ("REDIS_URL", "REDIS_TLS_URL")
# A machine that is gone is noticed within half a minute.
OPTIONS = ["-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=15", "-o",
           "ServerAliveInterval=10", "-o", "ServerAliveCountMax=3", "-o",
           "ClearAllForwardings=yes"]
CANNOT_RUN = (126, 127)  # The shell's, for a command that it cannot start.
FAILED_CLIENT = 255  # ssh(1): its own errors; all else is the remote command's.


def remote_script():
    path = os.path.join(os.path.dirname(os.path.realpath(__file__)), "remote_run.sh")
    with open(path, encoding="utf-8") as file:
        return "".join(line for line in file if not line.lstrip().startswith("#"))


def ssh_command(host, command, flags):
    """The client's command that runs redline on a host, whose user's shell may be any but
    csh, which knows no quoted ends of lines."""
    script = remote_script() + shlex.join(["run", command, *flags])
    return ["ssh", *OPTIONS, "--", host, "exec sh -c " + shlex.quote(script)]


def flags_of(fleet, name, flags):
    return ["--fleet=" + fleet, "--dyno=" + name, *flags]


class SshDyno(ClientDyno):
    """The client of one machine; redline there ends with it."""

    def __init__(self, host, command, flags, name, out):
        super().__init__(name, out)
        self.host = host
        self._command = command
        self._words = b""
        self.process = subprocess.Popen(
            ssh_command(host, command, flags), stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
            preexec_fn=die_with_parent)
        self._listen_by(self._listen, self._take_words)

    def _listen(self):
        while block := os.read(self.process.stdout.fileno(), 65536):
            self.hear(block)

    def _take_words(self):
        """The client's own; what redline says comes with its output."""
        while block := os.read(self.process.stderr.fileno(), 65536):
            self._words += block

    def tell(self, line):
        """A line for remote_run.sh; nothing if the client has ended."""
        try:
            os.write(self.process.stdin.fileno(), line.encode() + b"\n")
        except OSError:
            pass

    def exit_code(self):
        """redline's own; None if it has not told it."""
        if self.stream.exit_code is not None:
            return self.stream.exit_code
        code = self.process.returncode
        return None if code < 0 or code in (*CANNOT_RUN, FAILED_CLIENT) else code

    def own_words(self):
        """Why there is no result, as far as the client says."""
        if self.process.returncode in CANNOT_RUN:
            return ("%s cannot run %s: install redline there, or name it with "
                    "--remote_command" % (self.host, self._command))
        lines = [line.strip().rstrip(".")
                 for line in self._words.decode("utf-8", "replace").splitlines()]
        words = ". ".join(line for line in lines if line)
        return "%s: %s" % (self.host, words or "its connection ended without a message")

    def why_not_begun(self):
        """Why one that has ended never ran redline's test; empty if it did."""
        if not self.has_spoken or self.process.returncode in CANNOT_RUN:
            return self.own_words()
        # redline's own for what it does not understand.
        if self.stream.exit_code is None and self.exit_code() == USAGE:
            return "its output says why"
        return ""


class SshFleet:
    """Runs it. `stop` may be called meanwhile, from a signal handler."""

    def __init__(self, hosts, command):
        self._hosts = hosts
        self._command = command
        self._dynos = []
        self._stops = 0  # How often somebody asked.

    def commands(self, fleet, names, flags):
        """The client's command of each dyno."""
        return [ssh_command(host, self._command, flags_of(fleet, name, flags))
                for host, name in zip(self._hosts, names)]

    def stop(self, _):
        """The dynos end by themselves, with their reports. The second time they hurry."""
        self._stops += 1
        for dyno in self._dynos:
            self._tell_to_stop(dyno)

    def _tell_to_stop(self, dyno):
        """A shell's background processes ignore SIGINT until redline heeds it; after SIGTERM
        that hurries it."""
        for name in ("TERM", "INT")[: self._stops]:
            dyno.tell(name)

    def run(self, fleet, names, flags, out):
        """The dynos; the exit code of each, or None if redline has not told it; and what went
        wrong apart from the test, in sentences."""
        settings = ["%s=%s" % (name, os.environ[name]) for name in HANDED_ON
                    if os.environ.get(name)]
        if any("\n" in setting for setting in settings):
            raise ScriptError("REDIS_URL holds a line's end: give it in one line.", USAGE)
        try:
            for host, name in zip(self._hosts, names):
                if self._stops:
                    break
                dyno = SshDyno(host, self._command, flags_of(fleet, name, flags), name, out)
                self._dynos.append(dyno)
                dyno.say(["on " + host])
                for line in [*settings, ""]:
                    dyno.tell(line)
            # Whoever was started while the signal came has not got it.
            if self._stops:
                for dyno in self._dynos:
                    self._tell_to_stop(dyno)
            self._await()
        finally:
            for dyno in self._dynos:
                dyno.kill()
                dyno.close()
        troubles = ["Dyno %s left no result: %s." % (dyno.name, dyno.own_words())
                    for dyno in self._dynos if dyno.exit_code() is None]
        troubles += ["Dyno %s was not seen to end: look on %s for a redline with --fleet=%s."
                     % (dyno.name, dyno.host, fleet)
                     for dyno in self._dynos if dyno.was_killed]
        return self._dynos, [dyno.exit_code() for dyno in self._dynos], troubles

    def _await(self):
        """Until all have ended: by themselves, or stopped, for one reason or another."""
        running = list(self._dynos)
        deadline = None
        while running:
            for dyno in list(running):
                if dyno.wait(POLL_SECONDS):
                    running.remove(dyno)
            reason = "Interrupted." if self._stops else reason_to_stop(self._dynos, running)
            if not running or not reason:
                continue
            if deadline is None:
                show(reason + " Stopping the dynos, which send their reports.")
                deadline = time.monotonic() + STOP_PATIENCE_SECONDS
                if not self._stops:
                    for dyno in running:
                        dyno.tell("TERM")
            elif time.monotonic() > deadline:
                return
