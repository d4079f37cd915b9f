"""A Redis for runs that share one."""

import contextlib
import os
import subprocess
import tempfile
import time


class Redis:
    """A redis-server on a Unix socket, as redline starts one for itself."""

    def __init__(self, folder):
        self.socket = os.path.join(folder, "redis.sock")
        self.url = f"unix://{self.socket}"
        command = ["redis-server", "--port", "0", "--unixsocket", self.socket]
        command += ["--save", "", "--appendonly", "no", "--loglevel", "warning"]
        self.process = subprocess.Popen([*command, "--dir", folder], stdout=subprocess.DEVNULL)
        while subprocess.run(self.cli("PING"), capture_output=True).returncode != 0:
            time.sleep(0.05)

    def cli(self, *command):
        return ["redis-cli", "-e", "-s", self.socket, *command]

    def ask(self, *command):
        done = subprocess.run(self.cli(*command), check=True, capture_output=True, text=True)
        return done.stdout

    def calls(self):
        """How often each command was called since the last reset."""
        calls = {}
        for line in self.ask("INFO", "commandstats").splitlines():
            if line.startswith("cmdstat_"):
                name, figures = line.removeprefix("cmdstat_").split(":")
                calls[name] = int(figures.split(",")[0].removeprefix("calls="))
        return calls


@contextlib.contextmanager
def own_redis():
    with tempfile.TemporaryDirectory() as folder:
        redis = Redis(folder)
        try:
            yield redis
        finally:
            redis.process.terminate()
            redis.process.wait()
