"""What the image is to do as a dyno."""

import json
import os
import re
import shlex
import time

from common.steps import say

# As the build is given it.
REVISION = "0123456789abcdef0123456789abcdef01234567"
# A busy machine may make a task late; that is not this test's matter.
RATE = " --tasks_per_second=100 --max_lateness_ms=10000"
SHORT_RUN = " --num_workers=2 --test_duration_seconds=2 --warmup_seconds=0.5" + RATE
# From SIGTERM to SIGKILL on a dyno.
GRACE_SECONDS = 30


class Checks:
    def __init__(self):
        self.passed = 0
        self.failed = 0

    def check(self, what, good, output=""):
        if good:
            self.passed += 1
            say("passed: " + what)
        else:
            self.failed += 1
            say("FAILED: %s\n%s" % (what, "\n".join(output.splitlines()[-40:])))


def bazel_server(dyno):
    """(resident MB, highest resident MB) of Bazel's server, if it is there."""
    for process, line in dyno.processes():
        if line.startswith("bazel("):
            status = dyno.read("/proc/%d/status" % process)
            return tuple(int(re.search(name + r":\s+(\d+)", status)[1]) // 1024
                         for name in ("VmRSS", "VmHWM"))
    return None


def check_environment(dyno, checks):
    code, output = dyno.run("id -un || touch /app/x /opt/x /x")
    checks.check("its user has no name and can write to no folder of the image",
                 code != 0 and output.count("Read-only file system") == 3, output)
    code, output = dyno.run("tail -n +3 /proc/net/dev")
    checks.check("it has no network but the loopback",
                 code == 0 and output.split(":")[0].strip() == "lo" and
                 output.count(":") == 1, output)


def check_command(dyno, command, checks):
    started = time.monotonic()
    code, output = dyno.run(command + SHORT_RUN + " --report_json=/tmp/run.json")
    say("(%s: %.1f s)" % (command, time.monotonic() - started))
    checks.check("%s: a run against a private Redis succeeds" % command,
                 code == 0 and "status: Test succeeded" in output and
                 "Redis version" in output, output)
    checks.check("%s: the report knows the revision" % command,
                 '"revision": "%s"' % REVISION[:12] in dyno.read("/tmp/run.json"))

    # The shell gets the signal too; with the trap it waits for the report.
    process = dyno.start("trap : TERM; " + command + " --num_workers=2 --warmup_seconds=0.5 "
                         "--test_duration_seconds=600 --report_json=/tmp/partial.json" + RATE)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        if re.match(r"[1-9]\d* s of", process.stdout.readline()):
            break
    # Time for Bazel's server to leave: it looks every five seconds whether it is idle.
    time.sleep(7)
    checks.check("%s: Bazel's server is not there during the run" % command,
                 bazel_server(dyno) is None)
    told = time.monotonic()
    dyno.terminate()
    output = process.communicate()[0]
    seconds = time.monotonic() - told
    checks.check("%s: SIGTERM brings the partial report (after %.1f s)" % (command, seconds),
                 process.returncode == 143 and seconds < GRACE_SECONDS and
                 "status: Test interrupted" in output and
                 json.loads(dyno.read("/tmp/partial.json"))["workers"],
                 "%s\nexit code %s" % (output, process.returncode))


def check_bazel(dyno, checks):
    """Beside check_command: it builds nothing, and its memory is measured."""
    process = dyno.start("bazel run //runner --" + SHORT_RUN)
    highest = 0
    while process.poll() is None:
        server = bazel_server(dyno)
        highest = max(highest, server[1] if server else 0)
        time.sleep(0.05)
    process.communicate()
    say("(Bazel's server: up to %d MB)" % highest)
    runner = "/base/execroot/redline/bazel-out/k8-opt/bin/runner/runner"
    checks.check("bazel run //runner -- : nothing was built again",
                 os.stat(dyno.root + "/tmp/redline-bazel" + runner).st_mtime_ns ==
                 os.stat(dyno.root + "/opt/redline/bazel" + runner).st_mtime_ns)


def check_workers(dyno, checks):
    flags = " --test_duration_seconds=1 --warmup_seconds=0" + RATE
    report = " --report_json=/tmp/workers.json"
    code, output = dyno.run("redline" + flags + report, WEB_CONCURRENCY="3")
    checks.check("WEB_CONCURRENCY=3 gives 3 workers",
                 code == 0 and re.search(r"NUM_WORKERS +│ 3 ", output), output)

    # The files of a control group that grants one core and 512 MB.
    os.mkdir(dyno.root + "/sys/fs")
    os.mkdir(dyno.root + "/sys/fs/cgroup")
    for file, text in (("cpu.max", "100000 100000\n"), ("memory.max", "536870912\n")):
        with open(dyno.root + "/sys/fs/cgroup/" + file, "w", encoding="utf-8") as limit:
            limit.write(text)
    code, output = dyno.run("redline" + flags + report)
    machine = json.loads(dyno.read("/tmp/workers.json"))["machine"]
    checks.check("without it, as many as the control group grants cores",
                 code == 0 and re.search(r"NUM_WORKERS +│ 1 ", output) and
                 machine["cores"] == 1, output)
    checks.check("the report has the memory that the control group grants",
                 machine["memory_mb"] == 512, str(machine))

    server = dyno.start("exec redis-server --port 7777 --save '' --dir /tmp")
    try:
        code, output = dyno.run("redline --num_workers=2 --redis_wait_seconds=10" + flags,
                                REDIS_URL="redis://127.0.0.1:7777")
    finally:
        server.terminate()
        server.communicate()
    checks.check("a Redis that REDIS_URL names is used",
                 code == 0 and "status: Test succeeded" in output, output)


def check_dyno(dyno, checks):
    check_environment(dyno, checks)
    code, output = dyno.run(" ".join(map(shlex.quote, dyno.image.command)))
    checks.check("its CMD works", code == 0 and "--tasks_per_second" in output, output)
    check_bazel(dyno, checks)
    for command in ("redline", "bazel run //runner --"):
        check_command(dyno, command, checks)
    check_workers(dyno, checks)
