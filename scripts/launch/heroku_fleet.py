"""A fleet of one-off dynos of a Heroku app, each attached through the Heroku CLI.

Failures of it, and the remedies:
- It orders and quotes several words after -- badly: the dyno's command is one word.
- Its exit code may be of a lost connection: what counts is redline's own last line.
- When its input ends it sends that on, and dies of it if the dyno has just ended: its input
  stays open.
- Into a slow pipe it loses the end of the output: it writes to a file, which is followed.
- A dyno may live on without it: whether dynos are left is asked of Heroku, by the fleet's
  id, which is part of each one's command.
"""

import concurrent.futures
import os
import re
import shlex
import subprocess
import tempfile
import time

from common.console import complain, show
from common.errors import USAGE, ScriptError
from launch.client_dyno import ClientDyno
from launch.dyno_start import reason_to_stop
from launch.heroku_cli import CliError, HerokuCli, environment, kill, own_words
from launch.redline_flags import value_of

# A dyno that is stopped has 30 s until SIGKILL; then its client should soon know.
STOP_PATIENCE_SECONDS = 45
# From a request to start a dyno until Heroku lists it.
LATE_DYNO_SECONDS = 5
MOST_AT_ONCE = 8  # Clients.
POLL_SECONDS = 0.1


def run_command(app, size, process_type, remote):
    """The CLI's command that runs `remote`, a shell command, on a dyno and stays attached."""
    command = ["heroku", "run", "--exit-code", "--no-tty", "--app", app]
    if size:
        command += ["--size", size]
    if process_type:
        command += ["--type", process_type]
    return command + ["--", remote]


def remote_command(flags):
    """Stopping a dyno signals all of its processes; the shell is to wait for redline's report."""
    return "trap : TERM; redline " + shlex.join(flags)


class HerokuDyno(ClientDyno):
    """The CLI's process of one dyno, which may live on without it."""

    def __init__(self, command, name, out, folder):
        super().__init__(name, out)
        self._file = open(os.path.join(folder, name), "w+b")
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=self._file.fileno(),
            stderr=subprocess.PIPE, text=True, encoding="utf-8", errors="replace",
            env=environment(), start_new_session=True)
        self._stderr = ""
        self._listen_by(self._follow, self._follow_errors)

    def _follow(self):
        """Its own descriptor: the CLI's has moved the other's position."""
        with open(self._file.name, "rb") as file:
            ended = False
            while not ended:
                ended = self.process.poll() is not None
                self.hear(file.read())
                if not ended:
                    time.sleep(POLL_SECONDS)

    def _follow_errors(self):
        shown = set()
        for line in self.process.stderr:
            self._stderr += line
            # "Running COMMAND on APP... up, run.1234": which dyno, and how far it is.
            state = re.search(r"\.\.\. (\w+), ([a-z][\w-]*\.\d+)\b[^.]*$", line)
            if state and state.groups() not in shown:
                shown.add(state.groups())
                self.say(["%s is %s" % (state[2], state[1])])

    def _kill_client(self):
        kill(self.process)

    def exit_code(self):
        """As redline, or the CLI for redline, reported it."""
        if self.stream.exit_code is not None:
            return self.stream.exit_code
        remote = re.search(r"Process exited with code (\d+)", self._stderr)
        return int(remote[1]) if remote else None

    def why_not_begun(self):
        """Why one that has ended never ran redline's test; empty if it did."""
        if not self.has_spoken:
            return self.own_words()
        # A shell's for what it cannot run, and redline's for what it does not understand.
        if self.stream.exit_code is None and self.exit_code() in (USAGE, 126, 127):
            return "its output says why"
        return ""

    def end(self):
        """Nothing more will come."""
        self.close()
        self._file.close()

    def own_words(self):
        """Why the CLI has ended, as it says."""
        return own_words("\n".join(
            line for line in self._stderr.splitlines() if not line.startswith("Running ")))


class HerokuFleet:
    """Runs it. `stop` may be called meanwhile, from a signal handler."""

    def __init__(self, app, size, process_type):
        self._app = app
        self._size = size
        self._type = process_type
        self._cli = HerokuCli(app)
        self._stops = 0  # How often somebody asked.
        self._stopped_by = 0  # The last signal that did.

    def commands(self, fleet, names, flags):
        """The CLI's command of each dyno."""
        return [run_command(self._app, self._size, self._type,
                            remote_command(["--fleet=" + fleet, "--dyno=" + name, *flags]))
                for name in names]

    def stop(self, number):
        """The first time the dynos may send their reports; the second time nothing is awaited."""
        self._stopped_by = number
        self._stops += 1

    def run(self, fleet, names, flags, out):
        """The dynos; the exit code of each, or None if redline has not told it; and what went
        wrong apart from the test, in sentences."""
        self._cli.check(value_of("redis_url", flags) is not None)
        if self._stops:
            raise ScriptError("Interrupted before a dyno was started.", 128 + self._stopped_by)
        size = "size " + self._size if self._size else "the size that the app has for them"
        show("Starting %d one-off dynos of the app %s, of %s: they cost until they end."
             % (len(names), self._app, size))
        dynos = []
        with tempfile.TemporaryDirectory(prefix="redline-launch-") as folder:
            try:
                for command, name in zip(self.commands(fleet, names, flags), names):
                    dynos.append(HerokuDyno(command, name, out, folder))
                self._await(dynos, fleet)
            except BaseException:
                for sentence in self._end(dynos, fleet):
                    complain(sentence)
                raise
            left = self._end(dynos, fleet)
        troubles = ["Dyno %s left no result: %s." % (dyno.name, dyno.own_words())
                    for dyno in dynos if dyno.stream.exit_code is None]
        return dynos, [dyno.exit_code() for dyno in dynos], troubles + left

    def _end(self, dynos, fleet):
        """Ends all dynos, whatever has happened; returns sentences on those that go on."""
        for dyno in dynos:
            dyno.kill()
        left = self._leave_none(fleet, any(dyno.was_killed for dyno in dynos))
        for dyno in dynos:
            dyno.end()
        return left

    def _await(self, dynos, fleet):
        """Until all have ended: by themselves, or stopped, for one reason or another."""
        running = list(dynos)
        deadline = None
        asked = set()  # To stop.
        while running:
            for dyno in list(running):
                if dyno.wait(POLL_SECONDS):
                    running.remove(dyno)
            reason = "Interrupted." if self._stops else reason_to_stop(dynos, running)
            if not running or not reason:
                continue
            if deadline is None:
                show(reason + " Stopping the dynos; each has 30 s for its report.")
                deadline = time.monotonic() + STOP_PATIENCE_SECONDS
            if self._stops > 1 or time.monotonic() > deadline:
                return
            before = len(asked)
            try:
                # One may come into being only after the others were stopped.
                self._stop(self._look(fleet), asked)
            except CliError:
                pass  # It is tried again, and reported at the end.
            if len(asked) > before:
                deadline = time.monotonic() + STOP_PATIENCE_SECONDS

    def _look(self, fleet):
        """The fleet's dynos, as Heroku knows them."""
        return self._cli.dynos_with("--fleet=%s " % fleet)

    def _stop(self, names, asked):
        """Stops those that were not asked before, all at once; returns why one could not be."""
        new = [name for name in names if name not in asked]
        with concurrent.futures.ThreadPoolExecutor(MOST_AT_ONCE) as stoppers:
            troubles = list(stoppers.map(self._stop_one, new))
        asked.update(name for name, trouble in zip(new, troubles) if not trouble)
        return next((trouble for trouble in troubles if trouble), "")

    def _stop_one(self, name):
        """Why it could not be stopped."""
        try:
            self._cli.stop(name)
        except CliError as error:
            return str(error)
        return ""

    def _leave_none(self, fleet, one_was_killed):
        """Stops dynos that may be left; returns a sentence on each that it could not stop."""
        began = time.monotonic()
        asked = set()
        trouble = "it is still running"
        left = []
        while time.monotonic() - began < STOP_PATIENCE_SECONDS:
            try:
                left = self._look(fleet)
            except CliError as error:
                trouble = str(error)
                if self._stops > 1:
                    break  # A user in a hurry gets the commands instead.
            else:
                # A dyno that a killed client has asked for may yet come.
                if not left and (not one_was_killed
                                 or time.monotonic() - began > LATE_DYNO_SECONDS):
                    show("No dyno of this fleet is left.")
                    return []
                trouble = self._stop(left, asked) or trouble
                if self._stops > 1 and not asked.issuperset(left):
                    break
            time.sleep(1)
        if not left:
            return ["Could not learn whether dynos are left (%s): heroku ps --app %s"
                    % (trouble, self._app)]
        return ["Could not stop %s (%s), which costs until it ends: heroku ps:stop %s --app %s"
                % (name, trouble, name, self._app) for name in left]
