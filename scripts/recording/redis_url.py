"""Where a Redis is and how to log in to it: the URLs of redis/redis_url.h."""

import dataclasses
import re
import urllib.parse

from common.errors import USAGE, ScriptError

FORMS = "redis://[[user]:password@]host[:port][/db], rediss://... or unix:///path[?db=N]"


@dataclasses.dataclass
class RedisUrl:
    host: str = ""
    port: int = 6379
    path: str = ""  # Of a Unix socket; then there is no host.
    user: str = None
    password: str = None
    database: int = None  # None if the URL names none.
    tls: bool = False

    def place(self):
        """As it may be shown to anyone."""
        if self.path:
            return "Redis at " + self.path
        return "Redis at %s:%d" % (("[%s]" if ":" in self.host else "%s") % self.host, self.port)


def parse(text):
    """Raises ScriptError, which never shows a password."""
    scheme, found, rest = text.strip().partition("://")
    scheme = scheme.lower()
    if not found or scheme not in ("redis", "rediss", "unix", "redis+unix"):
        raise ScriptError("The Redis URL must have one of these forms: %s." % FORMS, USAGE)
    url = RedisUrl(tls=scheme == "rediss")
    is_unix = scheme.endswith("unix")
    # A path may hold an '@' itself.
    login, at, rest = ("", "", rest) if is_unix and rest.startswith("/") else rest.rpartition("@")
    if at:
        user, colon, password = login.partition(":")
        if not colon:
            raise ScriptError("The Redis URL has a login without ':' before its '@': write "
                              "\"user:password@\", or \":password@\" for a password only.", USAGE)
        url.user = urllib.parse.unquote(user) or None
        url.password = urllib.parse.unquote(password) if user or password else None
    rest, _, options = rest.partition("?")
    database = options[len("db="):] if options.startswith("db=") else options
    if is_unix:
        url.path = urllib.parse.unquote(rest)
        if not url.path.startswith("/"):
            raise ScriptError("The Redis URL names no socket: write unix:///path.", USAGE)
    else:
        address, _, of_path = rest.partition("/")
        database = of_path or database
        match = re.fullmatch(r"(?:\[([^\]]+)\]|([^:\[\]]+))(?::(\d{1,5}))?", address)
        if not match or not 0 < int(match[3] or 6379) < 65536:
            raise ScriptError("The Redis URL has no host and port that can be read: its forms are "
                              "%s." % FORMS, USAGE)
        url.host, url.port = match[1] or match[2], int(match[3] or 6379)
    if database and not re.fullmatch(r"\d{1,9}", database):
        raise ScriptError("The Redis URL does not name its database by a number such as 0.", USAGE)
    url.database = int(database) if database else None
    return url
