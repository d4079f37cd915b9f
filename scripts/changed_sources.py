#!/usr/bin/python3
"""Lists the sources through which a compiler sees what has changed; for scripts/lint.

  changed_sources.py [COMMIT]

Changed is what differs from COMMIT. Without it, that is where this branch left origin/main, and
on main itself the first parent. A header is seen through one source that includes it. In a clone
that does not know the commit, or without git, everything may have changed: then all sources are
listed, in an order that depends on the revision, so that whoever has no time for all of them
looks at others each time.
"""

import os
import random
import re
import subprocess
import sys

INCLUDE = re.compile(r'^#include "(.+)"', re.MULTILINE)
ROOMS = ("base", "examples", "shm", "redis", "worker", "runner", "reporting", "tests")


def git(*command):
    """What git prints, or nothing if it cannot tell."""
    try:
        done = subprocess.run(["git", *command], capture_output=True, text=True, check=True)
        return done.stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def base():
    fork = git("merge-base", "HEAD", "origin/main")
    return fork if fork and fork != git("rev-parse", "HEAD") else git("rev-parse", "HEAD^")


def read_includes():
    """What each source and header includes of this project's."""
    includes = {}
    for room in ROOMS:
        for folder, _, names in os.walk(room):
            for name in sorted(names):
                if name.endswith((".cc", ".h")):
                    path = os.path.join(folder, name)
                    with open(path, encoding="utf-8") as file:
                        includes[path] = INCLUDE.findall(file.read())
    return includes


def source_of(header, includes):
    """The header's own source, else one that includes it, if only through other headers."""
    own = header[:-1] + "cc"
    if own in includes:
        return own
    seen = [header]
    for name in seen:  # Grows.
        for path, included in includes.items():
            if name in included and path not in seen:
                if path.endswith(".cc"):
                    return path
                seen.append(path)
    return None


def changed_sources(commit, includes):
    changed = git("diff", "--name-only", "--relative", commit).splitlines()
    changed += git("ls-files", "--others", "--exclude-standard").splitlines()
    changed = [path for path in changed if path in includes]
    sources = [path for path in changed if path.endswith(".cc")]
    sources += [source_of(path, includes) for path in changed if path.endswith(".h")]
    return list(dict.fromkeys(filter(None, sources)))


def main():
    includes = read_includes()
    commit = git("rev-parse", "--verify", "--quiet", sys.argv[1] + "^{commit}") \
        if sys.argv[1:] else base()
    if commit:
        sources = changed_sources(commit, includes)
    else:
        print("Git cannot tell here what has changed.", file=sys.stderr)
        sources = sorted(path for path in includes if path.endswith(".cc"))
        random.Random(git("rev-parse", "HEAD")).shuffle(sources)
    for source in sources:
        print(source)


main()
