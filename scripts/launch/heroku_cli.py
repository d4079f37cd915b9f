"""The part of the Heroku CLI that the launcher needs, for one app."""

import json
import os
import re
import shutil
import signal
import subprocess

from common.errors import ENVIRONMENT, ScriptError

# For the CLI, not for a dyno: none of its answers takes long.
PATIENCE_SECONDS = 60


def kill(process):
    """With what it has started: an installed CLI is a script around the program."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass


def environment():
    """No colours, no moving text, and no terminal on the dyno."""
    return dict(os.environ, TERM="dumb", NO_COLOR="1", HEROKU_NOTIFICATIONS="0")


def own_words(stderr):
    """The CLI's words on an error, as one line without a full stop."""
    if "No exit code returned" in stderr:
        # It stumbles over its own message when a dyno's connection just ends.
        return "its connection ended without a message"
    lines = [re.sub(r"^[\s›▸]+", "", line).strip() for line in stderr.splitlines()]
    words = " ".join(line for line in lines if line) or "it said nothing"
    error = re.search(r"Error: (.*?)(?: Error ID: .*)?$", words)
    return (error[1] if error else words).rstrip(".")


class HerokuCli:
    """Asks it, and waits for the answer."""

    def __init__(self, app):
        self._app = app

    def _ask(self, *words):
        """Its output, or a CliError with its own words."""
        try:
            process = subprocess.Popen(
                ["heroku", *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, encoding="utf-8", errors="replace", env=environment(),
                start_new_session=True)
        except OSError as error:
            raise CliError(error.strerror) from None
        try:
            out, err = process.communicate(timeout=PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            kill(process)
            process.communicate()
            raise CliError("it has not answered within %d seconds" % PATIENCE_SECONDS) from None
        if process.returncode != 0:
            raise CliError(own_words(err))
        return out

    def _ask_json(self, *words):
        try:
            return json.loads(self._ask(*words, "--app", self._app, "--json"))
        except ValueError:
            raise CliError("its answer is not JSON") from None

    def check(self, redis_is_named):
        """That a fleet can be launched with it. Throws ScriptError."""
        if not shutil.which("heroku"):
            raise ScriptError(
                "The Heroku CLI, heroku, is not on the PATH; docs/heroku.md tells where to get "
                "it.", ENVIRONMENT)
        try:
            self._ask("whoami")
        except CliError as error:
            raise ScriptError("The Heroku CLI is not logged in (%s): heroku login" % error,
                              ENVIRONMENT) from None
        try:
            # Its values are neither shown nor kept.
            variables = set(self._ask_json("config"))
        except CliError as error:
            raise ScriptError(
                "Cannot read the configuration of the app %s (%s); heroku apps lists yours."
                % (self._app, error), ENVIRONMENT) from None
        if not redis_is_named and not variables & {"REDIS_URL", "REDIS_TLS_URL"}:
            raise ScriptError(
                "The app %s has no REDIS_URL: heroku addons:create heroku-redis --app %s"
                % (self._app, self._app), ENVIRONMENT)

    def dynos_with(self, text):
        """The names of the app's dynos whose command holds this text. Throws CliError."""
        return [dyno["name"] for dyno in self._ask_json("ps")
                if text in dyno.get("command", "") and dyno.get("state") != "complete"]

    def stop(self, name):
        """SIGTERM, and SIGKILL 30 seconds later. Throws CliError."""
        self._ask("ps:stop", name, "--app", self._app)


class CliError(Exception):
    """The CLI could not, in its own words."""
