"""What chaos.py breaks, each in processes of its own: PostgreSQL, a broker, daemons, a model server, a consumer."""

import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ROOT = pathlib.Path(__file__).resolve().parents[2]
CANARY = ROOT / "analyzer" / "bin" / "canary"
FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"
PATIENCE = 240


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(what, condition, within=PATIENCE):
    end = time.monotonic() + within
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"waited {within} s for {what}")


def family(pid):
    """A process and all its descendants."""
    found, children = [pid], {}
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                children.setdefault(parent, []).append(int(entry.name))
    for each in found:
        found += children.get(each, [])
    return found


class Command:
    """A command of the product in a process of its own, with what it says in files."""

    def __init__(self, place, name, *arguments, environment=None, uid=None):
        self.out, self.err = place / f"{name}.out", place / f"{name}.err"
        variables = {**os.environ, "CANARY_JAVA_OPTS": "-Xmx256m -XX:SelfDestructTimer=30", **(environment or {})}
        user = ["setpriv", f"--reuid={uid}", "--clear-groups"] if uid else []
        with open(self.out, "ab") as out, open(self.err, "ab") as err:
            self.process = subprocess.Popen([*user, CANARY, *arguments], stdout=out, stderr=err, env=variables)

    def send(self, number):
        self.process.send_signal(number)

    def lives(self):
        return self.process.poll() is None

    def kill(self):
        self.send(signal.SIGKILL)
        return self.process.wait()

    def stop(self):
        self.send(signal.SIGCONT)
        self.send(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def said_alive(self):
        assert self.lives(), f"{self.process.args} ended with {self.process.returncode}: {self.said()}"
        return self.said()

    def said(self):
        return self.out.read_text(errors="replace") + self.err.read_text(errors="replace")


class Postgres:
    """Debian's PostgreSQL on a cluster of its own, which must not belong to root; each daemon has a role."""

    HOME = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))

    # What was ever stored, whatever the product has deleted since; which role each scheduler's name belongs to; and a
    # transaction of a run that lasts.
    WITNESS = """
        create table witness_run (like run); create table witness_outbox (like outbox);
        create table witness_alert_transition (like alert_transition);
        create table witness_scheduler (name text primary key, daemon text);
        create table witness_pause (seconds float); insert into witness_pause values (0);
        create function witness() returns trigger language plpgsql as $$ begin
          execute format('insert into witness_%s select ($1).*', tg_table_name) using new;
          if tg_table_name = 'run' then perform pg_sleep((select seconds from witness_pause)); end if;
          return null; end $$;
        create function witness_pick() returns trigger language plpgsql as $$ begin
          insert into witness_scheduler values (new.picked_by, current_user) on conflict do nothing; return null; end $$;
        create trigger witness after insert on run for each row execute function witness();
        create trigger witness after insert on outbox for each row execute function witness();
        create trigger witness after insert on alert_transition for each row execute function witness();
        create trigger witness after update on due for each row when (new.picked) execute function witness_pick();
        """

    HOLDERS = """
        select rolname as daemon,
          (select count(*) from due join witness_scheduler s on s.name = picked_by where picked and s.daemon = rolname) as runs,
          (select count(*) from pg_stat_activity a where a.usename = rolname and wait_event = 'PgSleep') as transactions,
          (select count(*) from pg_locks l join pg_stat_activity a using (pid) where a.usename = rolname
            and locktype = 'advisory' and classid::bigint = (hashtext('dev.canary.relay')::bigint & 4294967295)) as lease
        from pg_roles where rolname ~ '^d[0-9]$'"""

    def __init__(self, place, disk=False):
        self.place, self.port = place, free_port()
        self.data = place / "data"
        place.mkdir()
        shutil.chown(place, "postgres")
        if disk:
            mount(self.data, "160m")
            shutil.chown(self.data, "postgres")
            self.data.chmod(0o700)
        self.call("initdb", "-D", self.data, "-U", "canary", "-A", "trust", "--no-sync", "-E", "UTF8", "--wal-segsize=1")
        self.start()
        self.execute("".join(f"create role d{i} superuser login;" for i in range(1, 10)))

    def settings(self, daemon):
        url = f"jdbc:postgresql://127.0.0.1:{self.port}/postgres"
        return f'store: {{url: "{url}", user: {daemon}, password: secret}}\n'

    def call(self, tool, *arguments):
        command = [self.HOME[-1] / tool, *arguments]
        if os.getuid() == 0:
            command = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command]
        said = subprocess.run(command, capture_output=True, text=True, cwd=self.place)
        if said.returncode:
            raise AssertionError(f"{tool}: {said.stdout[-500:]} {said.stderr[-500:]}")
        return said.stdout

    def start(self):
        options = f"-p {self.port} -k {self.place} -c listen_addresses=127.0.0.1 -c shared_buffers=32MB"
        options += " -c min_wal_size=4MB -c max_wal_size=32MB"
        self.call("pg_ctl", "-D", self.data, "-w", "-l", self.place / "log", "-o", options, "start")

    def stop(self, mode):
        self.call("pg_ctl", "-D", self.data, "-w", "-m", mode, "stop")

    def lives(self):
        return (self.data / "postmaster.pid").exists()

    def pids(self):
        return family(int((self.data / "postmaster.pid").read_text().split()[0]))

    def send(self, number):
        for pid in self.pids():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

    def execute(self, sql):
        host = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "canary"]
        return self.call("psql", *host, "-v", "ON_ERROR_STOP=1", "-XAtqc", sql, "postgres")

    def rows(self, sql):
        return json.loads(self.execute(f"select coalesce(json_agg(t), '[]') from ({sql}) t"))

    def witness(self):
        self.execute(self.WITNESS)

    def pause(self, seconds):
        """So long a transaction of a run lasts from now on."""
        self.execute(f"update witness_pause set seconds = {seconds}")

    def holders(self):
        """By daemon: how many runs, transactions of runs, and the relay's lease it holds."""
        return {row["daemon"]: row for row in self.rows(self.HOLDERS)}

    def close(self):
        with contextlib.suppress(AssertionError, OSError):
            self.send(signal.SIGCONT)
            self.stop("immediate")


class Sqlite:
    def __init__(self, file):
        self.file = file

    def settings(self, daemon):
        return ""

    def connect(self):
        return contextlib.closing(sqlite3.connect(self.file, timeout=30))

    def rows(self, sql):
        with self.connect() as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(sql)]

    def witness(self):
        with self.connect() as connection:
            for table in ("run", "outbox", "alert_transition"):
                connection.execute(f"create table witness_{table} as select * from {table} where 0")
                connection.execute(
                    f"create trigger witness_{table} after insert on {table} begin"
                    f" insert into witness_{table} select * from {table} where seq = new.seq; end"
                )
            connection.commit()

    def close(self):
        pass


def mount(folder, size):
    """A small disk of its own."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "chaos", folder], check=True)
    return folder


class Broker:
    """The product's broker, in a process that is not a daemon's."""

    process = None

    def __init__(self, place):
        self.place, self.number = place, 0

    @classmethod
    def at(cls, place):
        broker = cls(place)
        (place / "canaries").mkdir(parents=True)
        (place / "canaries" / "canary.yaml").write_text("kafka: embedded\n")
        broker.start()
        return broker

    def start(self):
        """Again when it gave up, as it does on a machine that is too busy for a minute."""

        def up():
            if not (self.process and self.process.lives()):
                self.number += 1
                self.process = Command(self.place, f"kafka{self.number}", "kafka", "--workspace", self.place)
            return re.search(r"kafka is up at ([^;\s]+)", self.process.said())

        self.address = until("the broker", up)[1]
        self.port = int(self.address.rpartition(":")[2])

    def forget(self):
        """How far the groups came is gone from a disk."""
        folders = list(self.place.glob(".canary/**/__consumer_offsets-*"))
        for folder in folders:
            shutil.rmtree(folder)
        return len(folders)


class Reader:
    """The product's own consumer, as a member of a group."""

    def __init__(self, place, address):
        (place / "canaries").mkdir(parents=True)
        (place / "canaries" / "canary.yaml").write_text(f'kafka: {{bootstrap: "{address}"}}\n')
        group = ["--group", "chaos", "--topic", "runs"]
        self.process = Command(place, "reader", "alerts", *group, "--output", "json", "--workspace", place)

    def ids(self):
        """What else it says is that a watch has been silent; a last line may be broken."""
        lines = self.process.out.read_text().split("\n")[:-1]
        return [event["id"] for event in map(json.loads, lines) if "id" in event]


class Model:
    """A server that speaks kserve-v2 and takes its time."""

    def __init__(self):
        self.seconds, self.answers = 0, {}
        model = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self, body):
                content = json.dumps(body).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def do_GET(self):
                tensor = {"datatype": "FP32", "shape": [-1, 1]}
                suite = self.path.split("/")[3] if self.path.startswith("/v2/models/") else ""
                said = {"name": suite, "versions": ["1"], "platform": "chaos", "ready": True, "live": True}
                outputs = [{"name": "p", "datatype": "FP32", "shape": [-1, 2]}]
                self.answer({**said, "inputs": [{"name": "x", **tensor}], "outputs": outputs})

            def do_POST(self):
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if not self.path.endswith("/infer"):
                    self.send_error(404)
                    return
                time.sleep(model.seconds)
                suite, case = self.path.split("/")[3], int(asked["inputs"][0]["data"][0])
                p = {"name": "p", "datatype": "FP32", "shape": [1, 2], "data": model.answers[suite][case]}
                self.answer({"id": asked.get("id", ""), "model_name": suite, "model_version": "1", "outputs": [p]})

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # who asked was killed
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def close(self):
        self.server.shutdown()


class Daemon:
    """A daemon on its own copy of the workspace, as on a machine of its own: with a clock, and a user, of its own."""

    process = None

    def __init__(self, world, number, uid, clock):
        self.name, self.uid, self.number = f"d{number}", uid, 0
        self.place, self.port = world.place / self.name, free_port()
        shutil.copytree(world.template, self.place)
        settings = self.place / "canaries" / "canary.yaml"
        store = world.store.settings(self.name) if world.store else ""
        settings.write_text(settings.read_text() + store + f"http: {{port: {self.port}}}\n")
        self.environment = {"HOME": str(self.place)}
        self.clock = self.place / "clock"
        if clock:
            self.set("+0")
            self.environment |= {
                "LD_PRELOAD": FAKETIME,
                "FAKETIME_TIMESTAMP_FILE": str(self.clock),
                "FAKETIME_CACHE_DURATION": "1",
                "FAKETIME_DONT_FAKE_MONOTONIC": "1",
                "DONT_FAKE_MONOTONIC": "1",
            }
        if uid:
            subprocess.run(["chown", "-R", str(uid), self.place], check=True)

    def set(self, clock):
        self.clock.write_text(f"{clock}\n")

    def start(self):
        self.number += 1
        arguments = ["serve", "--output", "json", "--workspace", self.place]
        self.process = Command(self.place, f"serve{self.number}", *arguments, environment=self.environment, uid=self.uid)

    def get(self, path, within=5):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=within) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as e:
            return e.code, e.read().decode()
        except OSError as e:
            return 0, str(e)

    def metric(self, name):
        found = re.search(rf"^{name} (\S+)$", self.get("/metrics")[1], re.M)
        return float(found[1]) if found else None

    def runs(self):
        """The ids of the runs that it said were recorded, a broken last line left out."""
        found = []
        for file in sorted(self.place.glob("serve*.out")):
            for line in file.read_text(errors="replace").split("\n")[:-1]:
                if line.startswith("{"):
                    found.append(json.loads(line)["run"]["id"])
        return found
