"""Steps of the test: what they say, and how they fail."""

import subprocess
import sys


class Failed(Exception):
    """A step of the image, or of making its base, that did not succeed."""


def say(text):
    print(text, flush=True)


def run_logged(command, log, **options):
    """Runs a step; if it fails, what it wrote last is the reason."""
    with open(log, "w", encoding="utf-8") as out:
        code = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=out,
                              stderr=subprocess.STDOUT, check=False, **options).returncode
    if code != 0:
        with open(log, encoding="utf-8", errors="replace") as out:
            sys.stdout.writelines(out.readlines()[-30:])
        raise Failed("exit code %d of: %s" % (code, " ".join(command)))
