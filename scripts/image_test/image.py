"""The image as a folder: the Dockerfile's instructions, carried out one by one."""

import json
import os
import re
import shlex
import shutil
import subprocess
import time

from common.mounts import make_devices, mount_system
from common.steps import Failed, run_logged, say
from image_test.debian import make_debian
from image_test.dockerfile import Ignored, instructions

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BASES = ("debian:12-slim", "debian:bookworm-slim")
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class Image:
    """The folder after the instructions so far."""

    def __init__(self, root, folder, arguments):
        self.root = root
        self.folder = folder
        self.given = arguments  # As --build-arg gives them.
        self.environment = {"PATH": PATH}
        self.arguments = {}
        self.workdir = "/"
        self.user = "root"
        self.command = None

    def build(self):
        """Carries out the Dockerfile."""
        with open(ROOT + "/Dockerfile", encoding="utf-8") as dockerfile:
            steps = [(self.step(word), word, rest)
                     for word, rest in instructions(dockerfile.read())]
        for step, word, rest in steps:
            started = time.monotonic()
            say("== %s %s" % (word, re.sub(r"\s+", " ", rest)))
            step(rest)
            if time.monotonic() - started > 1:
                say("(%d s)" % (time.monotonic() - started))

    def megabytes(self):
        return subprocess.run(["du", "-sxm", self.root], stdout=subprocess.PIPE, text=True,
                              check=True).stdout.split()[0]

    def step(self, word):
        """The method that carries out an instruction."""
        step = getattr(self, "do_" + word.lower(), None)
        if not step:
            raise Failed("an instruction that is not known here, or not to Heroku: " + word)
        return step

    def expanded(self, text):
        known = {**self.arguments, **self.environment}
        return re.sub(r"\$(?:(\w+)|\{(\w+)\})",
                      lambda found: known.get(found[1] or found[2], ""), text)

    def inside(self, path):
        """Where the image's path lies on this machine."""
        return self.root + os.path.normpath(os.path.join(self.workdir, path))

    def do_from(self, rest):
        if rest not in BASES:
            raise Failed("FROM is to be %s, but is %s" % (BASES[0], rest))
        make_debian(self.root, self.folder + "/debootstrap.log")
        for file in ("/etc/hosts", "/etc/resolv.conf"):
            open(self.root + file, "a", encoding="utf-8").close()
        make_devices(self.folder + "/dev")
        mount_system(self.root, self.folder + "/dev")

    def do_arg(self, rest):
        name, _, default = rest.partition("=")
        self.arguments[name] = self.given.get(name, self.expanded(default))

    def do_env(self, rest):
        for word in shlex.split(rest):
            name, _, value = word.partition("=")
            self.environment[name] = self.expanded(value)

    def do_workdir(self, rest):
        self.workdir = os.path.normpath(os.path.join(self.workdir, self.expanded(rest)))
        os.makedirs(self.root + self.workdir, exist_ok=True)

    def do_user(self, rest):
        self.user = rest

    def do_cmd(self, rest):
        self.command = json.loads(rest)

    def do_copy(self, rest):
        words = shlex.split(self.expanded(rest))
        if len(words) != 2 or words[0].startswith("--"):
            raise Failed("COPY is known here with one source and no options: " + rest)
        with open(ROOT + "/.dockerignore", encoding="utf-8") as ignore:
            ignored = Ignored(ignore.read())
        source = os.path.normpath(words[0])
        target = self.inside(words[1])
        if os.path.isfile(os.path.join(ROOT, source)):
            if ignored(source):
                raise Failed("COPY of what .dockerignore names: " + source)
            if words[1].endswith("/"):
                target = os.path.join(target, os.path.basename(source))
            os.makedirs(os.path.dirname(target), exist_ok=True)
            shutil.copy(os.path.join(ROOT, source), target)
            return

        def ignore_in(folder, names):
            below = os.path.relpath(folder, ROOT)
            return [name for name in names
                    if ignored(os.path.normpath(os.path.join(below, name)))]

        shutil.copytree(os.path.join(ROOT, source), target, symlinks=True,
                        ignore=ignore_in, dirs_exist_ok=True)

    def do_run(self, rest):
        if self.user != "root":
            raise Failed("RUN is known here as root alone, but USER is " + self.user)
        environment = {"HOME": "/root", **self.arguments, **self.environment}
        run_logged(["chroot", self.root, "/bin/sh", "-c",
                    'cd "$0" && exec /bin/sh -c "$1"', self.workdir, rest],
                   self.folder + "/run.log", env=environment)
