"""The prefix that others write before each line of a log: its source and its time."""

import re

# kubectl --prefix, docker compose, Heroku and syslog say where, each in its own form;
# kubectl, docker and container runtimes say when (RFC 3339), and the last also by which stream.
WHERE = re.compile(
    r"\[pod/[^\]\s]+\] |[\w.-]+ +\| |app\[[\w.-]+\]: |[\w.-]+ [\w./-]+\[\d+\]: ")
WHEN = re.compile(r"[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d |\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)? |"
                  r"(?:stdout|stderr) [FP] ")
COLOR = re.compile(r"\x1b\[[\d;]*m")


def split(line):
    """Where the line comes from, "" if that is not said, and its text without that."""
    text = COLOR.sub("", line).lstrip("\ufeff")
    where = ""
    while True:
        if when := WHEN.match(text):
            text = text[when.end() :]
        elif source := WHERE.match(text):
            where += source[0]
            text = text[source.end() :]
        else:
            return where.strip(" |:"), text
