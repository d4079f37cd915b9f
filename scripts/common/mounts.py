"""What a container engine mounts into a system that lies in a folder."""

import os
import subprocess


def mount(*arguments):
    subprocess.run(["mount", *arguments], check=True)


def make_devices(devices, shm_megabytes=64):
    """The /dev that an engine gives a container, in a folder of its own."""
    os.mkdir(devices)
    mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", devices)
    for device in ("full", "null", "random", "tty", "urandom", "zero"):
        open(devices + "/" + device, "w", encoding="utf-8").close()
        mount("--bind", "/dev/" + device, devices + "/" + device)
    for name, target in (("fd", "/proc/self/fd"), ("stdin", "fd/0"), ("stdout", "fd/1"),
                         ("stderr", "fd/2")):
        os.symlink(target, devices + "/" + name)
    os.mkdir(devices + "/pts")
    mount("-t", "devpts", "-o", "newinstance,ptmxmode=0666,mode=620", "devpts", devices + "/pts")
    os.symlink("pts/ptmx", devices + "/ptmx")
    os.mkdir(devices + "/shm")
    mount("-t", "tmpfs", "-o", "size=%dm" % shm_megabytes, "tmpfs", devices + "/shm")


def mount_system(root, devices):
    mount("-t", "proc", "proc", root + "/proc")
    mount("--rbind", devices, root + "/dev")
    for file in ("/etc/hosts", "/etc/resolv.conf"):
        mount("--bind", os.path.realpath(file), root + file)
