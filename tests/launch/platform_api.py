#!/usr/bin/python3
"""A stand-in for Heroku's Platform API, on 127.0.0.1: dynos are processes of this machine.

    platform_api.py CONFIG

The real one is not available in a test. This one speaks as much of it as the real Heroku CLI
needs to start, list and stop one-off dynos and to read an app's configuration, and the
rendezvous protocol by which it attaches to a dyno. CONFIG is a JSON file:

    app              the app's name; there is no other
    config_vars      its configuration: an object of strings; also the dynos' environment
    certificate, key files for TLS, good for 127.0.0.1
    folder           where "address" is written when all is ready (http://127.0.0.1:PORT),
                     and "requests", a line for each request: METHOD PATH BODY
    refuse_dyno      which dyno (1 is the first) is refused, with Heroku's words; 0 is none
    mute_dynos       which dynos never start to run their commands
    without_redline  which dyno's image has not the program redline; 0 is none
    starts_late      whether dynos come into being only when the client that has asked for
                     them has gone
    deaf_to_stop     whether requests to stop a dyno fail

Ends, and kills its dynos, on SIGTERM.
"""

import http.server
import json
import os
import re
import secrets
import select
import signal
import socket
import ssl
import subprocess
import sys
import threading

GRACE_SECONDS = 30  # Between SIGTERM and SIGKILL, as on a dyno.
NOW = "2026-01-01T00:00:00Z"


class Dyno:
    """A one-off dyno: a process group that waits for whoever attaches to it."""

    def __init__(self, number, request, api):
        self.name = "run.%d" % (1000 + number)
        self.command = request["command"]
        self.size = request.get("size") or "Standard-1X"
        self.type = request.get("type") or "run"
        self.secret = secrets.token_hex(16)
        path = "/usr/bin:/bin" if number == api.config["without_redline"] else os.environ["PATH"]
        environment = dict(api.config["config_vars"], DYNO=self.name, PORT="5000", PATH=path,
                           HOME="/tmp", **request.get("env") or {})
        command = "exec sleep 600" if number in api.config["mute_dynos"] else self.command
        self.process = subprocess.Popen(
            ["/bin/sh", "-c", command], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, env=environment, start_new_session=True)

    def as_json(self, api):
        return {
            "id": self.secret, "name": self.name, "type": self.type, "size": self.size,
            "state": "up", "command": self.command, "created_at": NOW, "updated_at": NOW,
            "attach_url": "rendezvous://127.0.0.1:%d/%s" % (api.rendezvous_port, self.secret),
            "release": {"id": "r", "version": 1}, "app": {"name": api.config["app"]},
        }

    def is_up(self):
        return self.process.poll() is None

    def signal(self, number):
        """All processes of a dyno get it."""
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            pass

    def stop(self):
        self.signal(signal.SIGTERM)
        timer = threading.Timer(GRACE_SECONDS, self.signal, [signal.SIGKILL])
        timer.daemon = True
        timer.start()


class Api:
    """The app, its dynos, and the door through which clients attach to them."""

    def __init__(self, config):
        self.config = config
        self.lock = threading.Lock()
        self.dynos = {}
        self.asked = 0
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(config["certificate"], config["key"])
        self._context = context
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.rendezvous_port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def log(self, line):
        with self.lock:
            path = os.path.join(self.config["folder"], "requests")
            with open(path, "a", encoding="utf-8") as requests:
                requests.write(line + "\n")

    def start_dyno(self, request):
        """The new dyno, or nothing if it is refused."""
        with self.lock:
            self.asked += 1
            if self.asked == self.config["refuse_dyno"]:
                return None
            dyno = Dyno(self.asked, request, self)
            self.dynos[dyno.name] = dyno
            return dyno

    def _accept(self):
        while True:
            client, _ = self._listener.accept()
            threading.Thread(target=self._attach, args=[client], daemon=True).start()

    def _attach(self, client):
        try:
            with self._context.wrap_socket(client, server_side=True) as stream:
                secret = stream.recv(4096).decode().strip()
                dyno = next(d for d in self.dynos.values() if d.secret == secret)
                # The client throws away the first record, whatever else it holds.
                stream.sendall(b"rendezvous\r\n")
                threading.Thread(target=self._feed, args=[stream, dyno], daemon=True).start()
                while block := os.read(dyno.process.stdout.fileno(), 65536):
                    stream.sendall(block)
                dyno.process.wait()
                # Closing alone would wait for the other thread's recv.
                stream.shutdown(socket.SHUT_RDWR)
        except (OSError, StopIteration):
            pass  # The client has gone, as clients do.

    @staticmethod
    def _feed(stream, dyno):
        try:
            while block := stream.recv(4096):
                dyno.process.stdin.write(block)
                dyno.process.stdin.flush()
        except (OSError, ValueError):
            pass

    def end(self):
        for dyno in self.dynos.values():
            dyno.signal(signal.SIGKILL)


class Handler(http.server.BaseHTTPRequestHandler):
    """One request to the Platform API."""

    api = None
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass  # "requests" has them.

    def answer(self, status, body):
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def refuse(self, status, name, message):
        self.answer(status, {"id": name, "message": message})

    def await_departure(self):
        """Until the client has closed its connection."""
        select.select([self.connection], [], [])

    def handle_request(self):
        length = int(self.headers.get("Content-Length") or 0)
        text = self.rfile.read(length).decode()
        self.api.log("%s %s %s" % (self.command, self.path, text))
        request = json.loads(text) if text else {}
        app = self.api.config["app"]
        path = self.path.split("?")[0]
        if not self.headers.get("Authorization", "").strip():
            self.refuse(401, "unauthorized", "Invalid credentials provided.")
        elif path == "/account":
            self.answer(200, {"id": "1", "email": "operator@example.com"})
        elif not re.match("/apps/%s(/|$)" % re.escape(app), path):
            self.refuse(404, "not_found", "Couldn't find that app.")
        else:
            self.handle_app(path.removeprefix("/apps/" + app), request)

    def handle_app(self, path, request):
        api = self.api
        stop = re.fullmatch(r"/dynos/([\w.]+)/actions/stop", path)
        if self.command == "GET" and path == "":
            self.answer(200, {"id": "1", "name": api.config["app"],
                              "stack": {"name": "container"}, "generation": {"name": "cedar"},
                              "region": {"name": "eu"}, "owner": {"email": "a@example.com"},
                              "acm": False, "created_at": NOW, "updated_at": NOW})
        elif self.command == "GET" and path == "/config-vars":
            self.answer(200, api.config["config_vars"])
        elif self.command == "GET" and path == "/dynos":
            with api.lock:
                up = [dyno.as_json(api) for dyno in api.dynos.values() if dyno.is_up()]
            self.answer(200, up)
        elif self.command == "POST" and path == "/dynos":
            if api.config["starts_late"]:
                self.await_departure()
            dyno = api.start_dyno(request)
            if dyno:
                self.answer(201, dyno.as_json(api))
            else:
                self.refuse(422, "cannot_run_more_than",
                            "Cannot run more than 1 Performance size dynos.")
        elif self.command == "POST" and stop:
            if api.config["deaf_to_stop"]:
                self.refuse(503, "unavailable", "Heroku is away for a moment.")
            elif stop[1] not in api.dynos:
                self.refuse(404, "not_found", "Couldn't find that process type (%s)." % stop[1])
            else:
                api.dynos[stop[1]].stop()
                self.answer(202, {})
        elif self.command == "GET" and path in ("/addons", "/collaborators", "/pipeline-couplings"):
            self.answer(200, [])
        else:
            self.refuse(404, "not_found", "There is no %s here." % path)

    do_GET = do_POST = do_PATCH = do_DELETE = handle_request


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        config = dict({"refuse_dyno": 0, "mute_dynos": [], "without_redline": 0,
                       "starts_late": False, "deaf_to_stop": False}, **json.load(file))
    api = Api(config)
    Handler.api = api
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = os.path.join(config["folder"], "address")
    with open(address + ".new", "w", encoding="utf-8") as file:
        file.write("http://127.0.0.1:%d" % server.server_address[1])
    os.rename(address + ".new", address)
    while not ended.wait(1):
        pass
    api.end()


if __name__ == "__main__":
    main()
