"""The programs that are measured: this tree's, and those of another commit."""

import contextlib
import json
import os
import subprocess
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Tools:
    """The built programs of a tree."""

    def __init__(self, root=ROOT):
        subprocess.run([os.path.join(root, "scripts/setup"), "--tests", "python3"], check=True)
        bazel = ["bazel", "build", "--noshow_progress", "--ui_event_filters=-info"]
        subprocess.run([*bazel, "//runner", "//tests/benchmark/..."], cwd=root, check=True)
        info = ["bazel", "info", "bazel-bin"]
        folder = subprocess.run(info, cwd=root, check=True, capture_output=True, text=True)
        self.folder = folder.stdout.strip()
        self.runner = os.path.join(self.folder, "runner", "runner")

    def program(self, name):
        """One of tests/benchmark."""
        return os.path.join(self.folder, "tests", "benchmark", name)

    def example(self, name):
        """One of examples/cpp, which a commit of long ago does not have."""
        bazel = ["bazel", "build", "--noshow_progress", "--ui_event_filters=-info"]
        subprocess.run([*bazel, f"//examples/cpp:{name}"], cwd=ROOT, check=True)
        return os.path.join(self.folder, "examples", "cpp", name)

    def benchmark(self, name, *options):
        """What such a program of Google Benchmark's has measured."""
        command = [self.program(name), "--benchmark_format=json", *options]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        return json.loads(done.stdout)["benchmarks"]


@contextlib.contextmanager
def tools_of(commit):
    """The programs of another commit, built in a tree of their own."""
    git = ["git", "-C", ROOT, "worktree"]
    with tempfile.TemporaryDirectory() as folder:
        tree = os.path.join(folder, "redline")
        subprocess.run([*git, "add", "--quiet", "--detach", tree, commit], check=True)
        try:
            yield Tools(tree)
        finally:
            subprocess.run(["bazel", "clean", "--expunge"], cwd=tree, capture_output=True)
            subprocess.run([*git, "remove", "--force", tree], check=True)
