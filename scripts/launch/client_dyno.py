"""A dyno elsewhere, behind a client here: the Heroku CLI's process, or ssh's."""

import subprocess
import threading

from launch.dyno import Dyno


class ClientDyno(Dyno):
    """The client's process, `self.process`, and the threads that take what it writes."""

    def __init__(self, name, out):
        super().__init__(name, out)
        self.process = None
        self.was_killed = False
        self._threads = []

    def _listen_by(self, *listeners):
        """Each in a thread of its own, until the client has ended."""
        self._threads = [threading.Thread(target=listener) for listener in listeners]
        for thread in self._threads:
            thread.start()

    def wait(self, seconds):
        """Whether it has ended by then, and all that it wrote is taken."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        for thread in self._threads:
            thread.join()
        return True

    def kill(self):
        """Ends the client, if it has not ended."""
        if self.process.poll() is None:
            self.was_killed = True
            self._kill_client()
        self.wait(None)

    def _kill_client(self):
        self.process.kill()
