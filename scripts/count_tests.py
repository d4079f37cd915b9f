#!/usr/bin/python3
"""Counts what tests have come to, from the reports that Bazel keeps of them; for scripts/test.

  count_tests.py TESTLOGS TARGET...

Prints "PASSED FAILED SKIPPED", and then a line for each test that was skipped: its target, its
name and the reason that it gave. A target without a report, which was not built or died before
it wrote one, is a failure.
"""

import os
import re
import sys
import xml.etree.ElementTree as ElementTree


def reports_of(folder):
    """The newest report; of a test in shards one of each. Those of another number of shards, or
    of repeated runs, are of another time."""
    found = [os.path.join(place, "test.xml") for place, _, files in os.walk(folder)
             if "test.xml" in files]
    found.sort(key=os.path.getmtime, reverse=True)
    kinds = [re.sub(r"shard_[0-9]+", "shard", path) for path in found]
    return [path for path, kind in zip(found, kinds) if kind == kinds[0]]


def reason_of(skipped):
    """GoogleTest writes "file:line", a line break, and the test's own words."""
    place, _, words = skipped.get("message", "").partition("\n")
    return " ".join((words or place).split()) or "it gave no reason"


class Counts:
    def __init__(self):
        self.passed = 0
        self.failed = 0
        self.skips = []

    def add_target(self, target, reports):
        cases = []
        try:
            for report in reports:
                cases += ElementTree.parse(report).iter("testcase")
        except ElementTree.ParseError:
            cases = []
        if not cases:
            self.failed += 1
        for case in cases:
            self.add(target, case)

    def add(self, target, case):
        skipped = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            self.failed += 1
        elif skipped is not None:
            self.skip(target, case, reason_of(skipped))
        elif case.get("result") == "suppressed":
            self.skip(target, case, "it is disabled")
        else:
            self.passed += 1

    def skip(self, target, case, reason):
        name = ".".join(filter(None, (case.get("classname"), case.get("name"))))
        self.skips.append("%s %s: %s" % (target, name, reason))


def main():
    logs, *targets = sys.argv[1:]
    counts = Counts()
    for target in targets:
        folder = os.path.join(logs, *target.lstrip("/").split(":"))
        counts.add_target(target, reports_of(folder))
    print(counts.passed, counts.failed, len(counts.skips))
    for skip in counts.skips:
        print(skip)


main()
