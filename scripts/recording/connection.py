"""A connection to Redis that becomes a stream of MONITOR's lines."""

import socket
import ssl
import time

from common.errors import ENVIRONMENT, USAGE, ScriptError

PATIENCE = 5.0  # Seconds for connecting, and for each answer before MONITOR's lines.
BLOCK = 1 << 18
LONGEST_LINE = 64 << 20  # Bytes. Of a longer one nothing is kept.


def _no_passphrase():
    raise ScriptError("The client key of --redis_tls_key is encrypted: name a file without a "
                      "passphrase.", USAGE)


def tls_context(verify, ca_file, cert_file, key_file):
    """The arguments are redline's settings --redis_tls_..., None where not given."""
    try:
        context = ssl.create_default_context(cafile=ca_file or None)
    except (OSError, ssl.SSLError):
        raise ScriptError("Cannot read the CA certificates of --redis_tls_ca=%s: name a PEM file."
                          % ca_file, USAGE) from None
    if verify != "full":
        context.check_hostname = False
    if verify == "none":
        context.verify_mode = ssl.CERT_NONE
    if bool(cert_file) != bool(key_file):
        raise ScriptError("--redis_tls_cert and --redis_tls_key belong together: give both, with "
                          "the same file if that holds both.", USAGE)
    if cert_file:
        try:
            context.load_cert_chain(cert_file, key_file, _no_passphrase)
        except OSError as error:
            raise ScriptError("Cannot use the client certificate %s with the key %s (%s): name "
                              "PEM files of one pair." %
                              (cert_file, key_file, error.strerror or error), USAGE) from None
    return context


def _open(url, context):
    try:
        if url.path:
            opened = socket.socket(socket.AF_UNIX)
            opened.settimeout(PATIENCE)
            opened.connect(url.path)
            return opened
        opened = socket.create_connection((url.host, url.port), PATIENCE)
        return context.wrap_socket(opened, server_hostname=url.host) if url.tls else opened
    except ssl.SSLCertVerificationError as error:
        raise ScriptError("The certificate of %s is refused (%s): name its CA with "
                          "--redis_tls_ca, or check less with --redis_tls_verify." %
                          (url.place(), error.verify_message), ENVIRONMENT) from None
    except ssl.SSLError:
        raise ScriptError("%s did not answer the TLS handshake: if it is a plain port, begin the "
                          "URL with redis://." % url.place(), ENVIRONMENT) from None
    except OSError as error:
        raise ScriptError("Cannot connect to %s (%s): check that it runs, and its address." %
                          (url.place(), error.strerror or error), ENVIRONMENT) from None


class Connection:
    """Logged in. Nothing else is sent than AUTH and MONITOR."""

    def __init__(self, url, context):
        self._place = url.place()
        self._socket = _open(url, context)
        self._rest = bytearray()
        self._too_long = False
        if url.password is not None:
            login = [url.user, url.password] if url.user else [url.password]
            self._log_in(self._ask("AUTH", *login))

    def close(self):
        self._socket.close()

    def _ask(self, *words):
        """What is printable of the answer."""
        request = b"*%d\r\n" % len(words)
        for word in words:
            data = word.encode()
            request += b"$%d\r\n%b\r\n" % (len(data), data)
        answer = bytearray()
        try:
            self._socket.sendall(request)
            # By single bytes, since lines of MONITOR may follow at once.
            while not answer.endswith(b"\r\n") and len(answer) < 1000:
                byte = self._socket.recv(1)
                if not byte:
                    raise ScriptError("%s closed the connection without an answer: if it expects "
                                      "TLS, begin the URL with rediss://; else it may be full "
                                      "(maxclients)." % self._place, ENVIRONMENT)
                answer += byte
        except OSError as error:
            raise ScriptError("%s did not answer %s (%s): check that it is a Redis that is not "
                              "busy." % (self._place, words[0], error.strerror or "timed out"),
                              ENVIRONMENT) from None
        return "".join(filter(str.isprintable, answer.decode("ascii", "ignore")))

    def _log_in(self, answer):
        if answer == "+OK":
            return
        if "without any password configured" in answer or "no password is set" in answer:
            way_out = "has no password: leave the password out of the Redis URL"
        else:
            way_out = "does not accept the login of the Redis URL: correct its user and password"
        raise ScriptError("%s %s." % (self._place, way_out), ENVIRONMENT)

    def monitor(self):
        """From now on `blocks` has what others do."""
        answer = self._ask("MONITOR")
        if answer == "+OK":
            return
        if answer.startswith("-NOAUTH"):
            way_out = ("asks for a password: put it into the Redis URL as \":password@\" before "
                       "the host")
        elif answer.startswith("-NOPERM"):
            way_out = ("does not let this user run MONITOR (NOPERM): allow it by ACL SETUSER NAME "
                       "+monitor, or name another user in the Redis URL")
        elif "unknown command" in answer.lower():
            way_out = ("does not know MONITOR: it was renamed or is not offered, so record from a "
                       "copy of this Redis that has it")
        else:
            way_out = "refused MONITOR (%s)" % answer[1:200]
        raise ScriptError("%s %s." % (self._place, way_out), ENVIRONMENT)

    def blocks(self, until):
        """Yields lists of whole lines, None for a line that was too long, as they come until
        time.monotonic() is `until`; an empty list when nothing came for a while. Ends early if
        Redis ends the connection."""
        while (left := until - time.monotonic()) > 0:
            self._socket.settimeout(min(left, 0.2))
            try:
                block = self._socket.recv(BLOCK)
            except (TimeoutError, ssl.SSLWantReadError):
                yield []
                continue
            except OSError:
                return
            if not block:
                return
            yield self._lines(block)

    def _lines(self, block):
        if b"\n" not in block:
            self._keep(block)
            return []
        first, *lines = block.split(b"\n")
        self._rest += first
        lines.insert(0, None if self._too_long else bytes(self._rest))
        self._rest.clear()
        self._too_long = False
        self._keep(lines.pop())
        return lines

    def _keep(self, part):
        self._rest += part
        if len(self._rest) > LONGEST_LINE:
            self._too_long = True
            self._rest.clear()
