"""Starves a real daemon and looks what it says. starved.py CANARY

Ten watches of one model server over HTTP, on a PostgreSQL of Debian's own. First the database stands still, then the daemon
may open no file and no connection more than it has.
"""

import contextlib
import http.server
import json
import os
import pathlib
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

CANARY = sys.argv[1]
POSTGRES = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))[-1]
PATIENCE = 90
SOON = 3
ANSWER = json.dumps(
    {"model_name": "m", "model_version": "1", "outputs": [{"name": "y", "datatype": "BYTES", "shape": [1], "data": ["good"]}]}
).encode()


class Model(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(ANSWER)))
        self.end_headers()
        self.wfile.write(ANSWER)

    do_GET = do_POST

    def log_message(self, *arguments):
        pass


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def postgres(place, tool, *arguments):
    command = [POSTGRES / tool, *map(str, arguments)]
    if os.getuid() == 0:
        command = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=place, text=True).stdout


def workspace(place, model, port, database):
    suite = place / "canaries" / "s"
    suite.mkdir(parents=True)
    names = "".join(f"  w{i}: {{suite: s}}\n" for i in range(9))
    store = f'store: {{url: "jdbc:postgresql://127.0.0.1:{database}/postgres", user: canary, password: secret}}\n'
    (place / "canaries" / "canary.yaml").write_text(f"kafka: none\nhttp: {{port: {port}}}\n{store}watches:\n{names}")
    (suite / "suite.yaml").write_text(
        f'suite: s\ntarget: {{type: http, protocol: kserve-v2, name: m, model: "http://127.0.0.1:{model}"}}\n'
        "output: {kind: labels}\nschedule: {every: 2s}\npolicy: {failures: 2 of 2}\n"
    )
    case = {"id": "c", "why": "the only one", "input": {"x": {"dtype": "fp32", "shape": [1, 1], "data": [1]}}}
    (suite / "cases.jsonl").write_text(json.dumps(case) + "\n")
    for command in ("capture", "approve"):
        subprocess.run([CANARY, command, "s", "--quiet", "--workspace", place], check=True)


def get(port, path):
    """Status, text, and how long it took."""
    begin = time.monotonic()
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
            return answer.status, answer.read().decode(), time.monotonic() - begin
    except urllib.error.HTTPError as e:
        return e.code, e.read().decode(), time.monotonic() - begin
    except OSError as e:
        return 0, str(e), time.monotonic() - begin


def expect(what, so, found):
    if not so:
        print(f"failed {what}: {found}")
        sys.exit(1)
    print(f"ok     {what}")


def until(what, condition):
    end = time.monotonic() + PATIENCE
    while not condition() and time.monotonic() < end:
        time.sleep(0.2)
    expect(what, condition(), f"not within {PATIENCE} s")


def hangs(port, pids):
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        for path, status, says in (
            ("/livez", 200, "true"),
            ("/watches/w1", 200, "The store last answered at"),
            ("/", 200, "w1"),
            ("/v1/watches", 200, "w1"),
            ("/v1/watches/w1/health", 200, "ok"),
            ("/v1/watches/w1/runs", 503, "last answered"),
        ):
            code, text, took = get(port, path)
            expect(f"{path} answers {status} at once while the database stands still", code == status and took < SOON, (code, took))
            expect("  and says what is known", says in text, text[-300:])
        until("the daemon is not ready", lambda: get(port, "/readyz")[0] == 503)
    finally:
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)
    until("it is ready again by itself", lambda: get(port, "/readyz")[0] == 200)


def starves(port, daemon, alerts):
    before = resource.prlimit(daemon, resource.RLIMIT_NOFILE)
    # What is open stays open: nothing can be opened in its place once it is closed.
    resource.prlimit(daemon, resource.RLIMIT_NOFILE, (64, before[1]))
    try:
        until("one alert of the daemon is open", lambda: ["(daemon)", "OPENED"] in alerts())
        time.sleep(8)
    finally:
        resource.prlimit(daemon, resource.RLIMIT_NOFILE, before)
    until("it is ready again by itself once it may open files", lambda: get(port, "/readyz")[0] == 200)
    time.sleep(5)
    told = alerts()
    expect("no watch was accused, and the daemon told it once", [t for t in told if t[1] != "RESOLVED"] == [["(daemon)", "OPENED"]], told)
    expect("no watch has an alert", json.loads(get(port, "/v1/alerts")[1])["alerts"] == [], get(port, "/v1/alerts")[1])


def main():
    place = pathlib.Path(tempfile.mkdtemp(prefix="starved-"))
    place.chmod(0o755)
    model = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Model)
    model.daemon_threads = True
    threading.Thread(target=model.serve_forever, daemon=True).start()
    cluster, port, database = place / "cluster", free_port(), free_port()
    daemon = None
    cluster.mkdir()
    if os.getuid() == 0:
        shutil.chown(cluster, "postgres")
    data = cluster / "data"
    postgres(cluster, "initdb", "-D", data, "-U", "canary", "-A", "trust", "--no-sync", "-E", "UTF8")
    options = f"-p {database} -k {cluster} -c listen_addresses=127.0.0.1 -c shared_buffers=32MB"
    postgres(cluster, "pg_ctl", "-D", data, "-w", "-l", cluster / "log", "-o", options, "start")
    try:
        workspace(place / "w", model.server_address[1], port, database)
        with open(place / "said", "wb") as said:
            daemon = subprocess.Popen([CANARY, "serve", "--quiet", "--workspace", place / "w"], stdout=said, stderr=said)
        until("the daemon is ready", lambda: get(port, "/readyz")[0] == 200)
        until("every watch has run", lambda: get(port, "/v1/watches")[1].count("HEALTHY") == 10)
        main_pid = int((data / "postmaster.pid").read_text().split()[0])
        children = pathlib.Path(f"/proc/{main_pid}/task/{main_pid}/children").read_text().split()
        hangs(port, [main_pid, *map(int, children)])

        def alerts():
            sql = "select coalesce(json_agg(json_build_array(watch, kind) order by seq), '[]') from alert_transition"
            return json.loads(postgres(cluster, "psql", "-h", "127.0.0.1", "-p", database, "-U", "canary", "-XAtc", sql, "postgres"))

        starves(port, daemon.pid, alerts)
    finally:
        if daemon:
            daemon.terminate()
            daemon.wait()
        postgres(cluster, "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
        shutil.rmtree(place, ignore_errors=True)


main()
