"""A step that makes systems in folders: with mounts and process ids of its own, which the
kernel ends with it, however it ends. For root only.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time

from common.errors import ENVIRONMENT, ScriptError


def _remove(folder):
    """Processes that have just been killed may still write there for a moment."""
    for _ in range(100):
        subprocess.run(["rm", "-rf", "--one-file-system", folder], check=False,
                       stderr=subprocess.DEVNULL)
        if not os.path.exists(folder):
            return
        time.sleep(0.1)
    print("Could not remove %s." % folder, file=sys.stderr)


def run_isolated(script, prefix, *arguments):
    """Runs `script --in FOLDER arguments...` with a temporary folder; returns its exit code."""
    if os.geteuid() != 0:
        raise ScriptError("Only root can make a system in a folder: sudo %s."
                          % os.path.relpath(script), ENVIRONMENT)
    setup = os.path.join(os.path.dirname(os.path.realpath(script)), "setup")
    subprocess.run([setup, "debootstrap"], check=True)
    folder = tempfile.mkdtemp(prefix=prefix)
    os.chmod(folder, 0o755)

    def stop(number, _):
        raise SystemExit(128 + number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    inside = None
    try:
        # The kernel unmounts and kills all that is inside when its first process ends, which
        # is a shell, for that one waits for orphans.
        inside = subprocess.Popen(
            ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--uts",
             "/bin/sh", "-c", '"$@"; exit $?', "sh",
             sys.executable, os.path.realpath(script), "--in", folder, *arguments],
            start_new_session=True)
        return inside.wait()
    finally:
        if inside:
            inside.kill()
            inside.wait()
        _remove(folder)
