"""A fleet whose dynos are supervisors on this machine."""

import os
import shutil
import subprocess
import tempfile
import threading
import time

from launch.dyno import Dyno


class PrivateRedis:
    """A redis-server on a Unix socket in a folder of its own, for this fleet."""

    def __init__(self):
        # The path of a Unix socket has room for 107 characters.
        parent = tempfile.gettempdir()
        self.folder = tempfile.mkdtemp(
            prefix="redline-fleet-", dir=parent if len(parent) < 70 else "/tmp")
        socket = os.path.join(self.folder, "redis.sock")
        self.url = "unix://" + socket
        self.process = subprocess.Popen(
            ["redis-server", "--port", "0", "--unixsocket", socket, "--save", "",
             "--appendonly", "no", "--dir", self.folder],
            stdout=subprocess.DEVNULL, start_new_session=True)
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


class LocalFleet:
    """Runs it. `stop` may be called meanwhile, from a signal handler."""

    def __init__(self, runner):
        self._runner = runner
        self._dynos = []

    def stop(self, number):
        """The dynos end by themselves, with their reports, and so does the fleet."""
        for dyno in self._dynos:
            if dyno.process.poll() is None:
                dyno.process.send_signal(number)

    def commands(self, fleet, names, flags):
        """The command of each dyno."""
        return [[self._runner, "--fleet=" + fleet, "--dyno=" + name, *flags] for name in names]

    def run(self, fleet, names, flags, out):
        """The dynos, the exit code of each, and nothing that went wrong apart from the test."""
        environment = dict(os.environ)
        for variable in ("DYNO", "REDLINE_RUNNER"):
            environment.pop(variable, None)
        is_named = any(flag.startswith("--redis_url") for flag in flags)
        redis = None
        if not is_named and not any(
                environment.get(url) for url in ("REDIS_URL", "REDIS_TLS_URL")):
            redis = PrivateRedis()
            flags = flags + ["--redis_url=" + redis.url]
        try:
            for command, name in zip(self.commands(fleet, names, flags), names):
                self._dynos.append(LocalDyno(command, name, out, environment))
            return self._dynos, [dyno.wait() for dyno in self._dynos], []
        finally:
            if redis:
                redis.stop()
