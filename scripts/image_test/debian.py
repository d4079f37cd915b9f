"""A fresh Debian in a folder, and what a container engine mounts into it."""

import os
import shutil
import subprocess

from image_test.steps import run_logged

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


def mount(*arguments):
    subprocess.run(["mount", *arguments], check=True)


def make_devices(devices):
    """The /dev that an engine gives a container, in a folder of its own."""
    os.mkdir(devices)
    mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", devices)
    for device in ("full", "null", "random", "tty", "urandom", "zero"):
        open(devices + "/" + device, "w", encoding="utf-8").close()
        mount("--bind", "/dev/" + device, devices + "/" + device)
    for name, target in (("fd", "/proc/self/fd"), ("stdin", "fd/0"), ("stdout", "fd/1"),
                         ("stderr", "fd/2")):
        os.symlink(target, devices + "/" + name)
    os.mkdir(devices + "/shm")
    mount("-t", "tmpfs", "-o", "size=64m", "tmpfs", devices + "/shm")


def mount_system(root, devices):
    mount("-t", "proc", "proc", root + "/proc")
    mount("--rbind", devices, root + "/dev")
    for file in ("/etc/hosts", "/etc/resolv.conf"):
        mount("--bind", os.path.realpath(file), root + file)
