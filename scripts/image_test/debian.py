"""A fresh Debian in a folder, as a slim image has it."""

import os
import shutil

from common.steps import run_logged

# The files that Debian's slim images leave out, now and when packages are installed.
SLIM = """path-exclude /usr/share/doc/*
path-include /usr/share/doc/*/copyright
path-exclude /usr/share/info/*
path-exclude /usr/share/lintian/*
path-exclude /usr/share/locale/*
path-include /usr/share/locale/locale.alias
path-exclude /usr/share/man/*
"""


def make_debian(root, log):
    """Like the Docker image debian:12-slim."""
    run_logged(["debootstrap", "--variant=minbase", "bookworm", root], log)
    with open(root + "/etc/apt/sources.list", "r+", encoding="utf-8") as sources:
        # debootstrap's choice: "deb MIRROR bookworm main".
        mirror = sources.read().split()[1]
        sources.write("deb %s bookworm-updates main\n" % mirror)
        sources.write("deb %s-security bookworm-security main\n" % mirror)
    with open(root + "/etc/dpkg/dpkg.cfg.d/docker", "w", encoding="utf-8") as excludes:
        excludes.write(SLIM)
    for folder in ("doc", "info", "lintian", "locale", "man"):
        shutil.rmtree(root + "/usr/share/" + folder, ignore_errors=True)
    for package in os.listdir(root + "/var/cache/apt/archives"):
        if package.endswith(".deb"):
            os.remove(root + "/var/cache/apt/archives/" + package)
