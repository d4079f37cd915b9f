"""A fleet whose dynos are supervisors on this machine, which runs Linux."""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import urllib.parse

from common.errors import ENVIRONMENT, ScriptError
from launch.dyno import Dyno
from launch.process_end import die_with_parent
from launch.redline_flags import value_of


class PrivateRedis:
    """A redis-server on a Unix socket in a folder of its own, for this fleet."""

    def __init__(self):
        # The path of a Unix socket has room for 107 characters.
        parent = tempfile.gettempdir()
        self.folder = tempfile.mkdtemp(
            prefix="redline-fleet-", dir=parent if len(parent) < 70 else "/tmp")
        socket = os.path.join(self.folder, "redis.sock")
        self.url = "unix://" + urllib.parse.quote(socket)
        try:
            self.process = subprocess.Popen(
                ["redis-server", "--port", "0", "--unixsocket", socket, "--save", "",
                 "--appendonly", "no", "--dir", self.folder],
                stdout=subprocess.DEVNULL, start_new_session=True, preexec_fn=die_with_parent)
        except OSError as error:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise ScriptError("Cannot start redis-server (%s); install it, or name a Redis with "
                              "REDIS_URL." % error.strerror, ENVIRONMENT) from None
        deadline = time.monotonic() + 10
        while not os.path.exists(socket) and self.process.poll() is None:
            if time.monotonic() > deadline:
                break
            time.sleep(0.01)

    def stop(self):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


class LocalDyno(Dyno):
    """One supervisor; a thread takes its output."""

    def __init__(self, command, name, out, environment):
        super().__init__(name, out)
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment,
            start_new_session=True)
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self):
        while block := os.read(self.process.stdout.fileno(), 65536):
            self.hear(block)

    def wait(self):
        """Its exit code, when it has ended; below 0 if a signal has killed it."""
        self._thread.join()
        code = self.process.wait()
        self.close()
        return code

    def signal(self, number):
        if self.process.poll() is None:
            self.process.send_signal(number)


class LocalFleet:
    """Runs it. `stop` may be called meanwhile, from a signal handler."""

    def __init__(self, runner):
        self._runner = runner
        self._dynos = []
        self._stopped_by = 0  # The signal, if there was one.

    def stop(self, number):
        """The dynos end by themselves, with their reports, and so does the fleet."""
        self._stopped_by = number
        for dyno in self._dynos:
            dyno.signal(number)

    def commands(self, fleet, names, flags):
        """The command of each dyno."""
        return [[self._runner, "--fleet=" + fleet, "--dyno=" + name, *flags] for name in names]

    def run(self, fleet, names, flags, out):
        """The dynos, the exit code of each, and nothing that went wrong apart from the test."""
        # Into the files that REPORT_... name, all dynos would write.
        environment = {name: value for name, value in os.environ.items()
                       if name not in ("DYNO", "REDLINE_RUNNER")
                       and not name.startswith("REPORT_")}
        redis = None
        if value_of("redis_url", flags) is None and not any(
                environment.get(url) for url in ("REDIS_URL", "REDIS_TLS_URL")):
            redis = PrivateRedis()
            flags = flags + ["--redis_url=" + redis.url]
        try:
            self._start(self.commands(fleet, names, flags), names, out, environment)
            return self._dynos, [dyno.wait() for dyno in self._dynos], []
        finally:
            if redis:
                redis.stop()

    def _start(self, commands, names, out, environment):
        """All, or none."""
        try:
            for command, name in zip(commands, names):
                if self._stopped_by:
                    break
                self._dynos.append(LocalDyno(command, name, out, environment))
        except OSError:
            self._stopped_by = signal.SIGTERM
            raise
        finally:
            # Whoever was started while the signal came has not got it.
            if self._stopped_by:
                self.stop(self._stopped_by)
