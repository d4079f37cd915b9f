"""The image as a dyno has it: no name, no network, nothing to write to but /tmp."""

import ctypes
import fcntl
import os
import signal
import socket
import struct
import subprocess

from image_test.debian import mount, mount_system
from common.steps import Failed

USER = 51234
CLONE_NEWNET = 0x40000000
SIOCSIFFLAGS = 0x8914


def forget_fractions(root):
    """Times in an image that was pushed somewhere are of whole seconds."""
    for folder, folders, files in os.walk(root):
        for path in (os.path.join(folder, name) for name in folders + files):
            seconds = int(os.lstat(path).st_mtime)
            os.utime(path, (seconds, seconds), follow_symlinks=False)


class Dyno:
    """The image as a dyno has it, in this process' own mounts and network."""

    def __init__(self, image):
        self.image = image
        self.root = image.root
        for folder in ("/app", "/opt", "/usr"):
            forget_fractions(self.root + folder)
        socket.sethostname("another-machine")
        mount("--bind", self.root, self.root)
        mount("-o", "remount,bind,ro", self.root)
        # This hides what was mounted below the folder.
        mount_system(self.root, image.folder + "/dev")
        mount("-t", "tmpfs", "tmpfs", self.root + "/tmp")
        mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", self.root + "/sys")
        if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNET) != 0:
            raise Failed("no network of its own: " + os.strerror(ctypes.get_errno()))
        # Bazel's client talks to its server on the loopback.
        with socket.socket() as any_socket:
            fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh", b"lo", 1))

    def start(self, command, **environment):
        """`heroku run COMMAND`."""
        return subprocess.Popen(
            ["chroot", "--userspec=%d:%d" % (USER, USER), "--groups=", self.root, "/bin/sh",
             "-c", 'cd "$0" && exec /bin/sh -c "$1"', self.image.workdir, command],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, encoding="utf-8", errors="replace",
            env={**self.image.environment, "DYNO": "run.1", **environment})

    def run(self, command, **environment):
        """(exit code, output)"""
        process = self.start(command, **environment)
        output = process.communicate()[0]
        return process.returncode, output

    def processes(self):
        """(process id, command line) of the user's."""
        for name in os.listdir("/proc"):
            try:
                if name.isdigit() and os.stat("/proc/" + name).st_uid == USER:
                    with open("/proc/%s/cmdline" % name, encoding="utf-8") as line:
                        yield int(name), line.read().replace("\0", " ")
            except OSError:
                pass  # It has ended.

    def terminate(self):
        """The beginning of a dyno's end: SIGTERM to all processes."""
        for process, _ in self.processes():
            try:
                os.kill(process, signal.SIGTERM)
            except ProcessLookupError:
                pass

    def read(self, path):
        with open(self.root + path, encoding="utf-8") as file:
            return file.read()
