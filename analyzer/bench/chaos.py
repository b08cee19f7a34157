"""Breaks what a daemon lives on, and holds afterwards what is stored against what Kafka has.

Everything is real: daemons of the distribution, PostgreSQL or SQLite, a broker in a process of its own, signals, full disks,
another clock. The oracle shares no code with the product: plain SQL and a Kafka client that is not ours.
"""

import argparse
import contextlib
import json
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import datetime

from kafka import KafkaConsumer, TopicPartition

ROOT = pathlib.Path(__file__).resolve().parents[2]
CANARY = ROOT / "analyzer" / "bin" / "canary"
CASES = 4
CALM = ["w%d" % i for i in range(4)]
MOODY = ["m%d" % i for i in range(2)]
FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"
PATIENCE = 90


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


def instant(text):
    """Python 3.11 reads at most microseconds."""
    return datetime.fromisoformat(re.sub(r"(\.[0-9]{6})[0-9]*Z$", r"\1Z", text).replace("Z", "+00:00"))


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

    def __init__(self, place, name, *arguments, environment=None):
        self.out, self.err = place / f"{name}.out", place / f"{name}.err"
        variables = {**os.environ, "CANARY_JAVA_OPTS": "-Xmx256m -XX:SelfDestructTimer=30", **(environment or {})}
        with open(self.out, "ab") as out, open(self.err, "ab") as err:
            self.process = subprocess.Popen([CANARY, *arguments], stdout=out, stderr=err, env=variables)

    def send(self, number):
        self.process.send_signal(number)

    def kill(self):
        self.send(signal.SIGKILL)
        return self.process.wait()

    def stop(self):
        self.send(signal.SIGCONT)
        self.send(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def said(self):
        return self.out.read_text(errors="replace") + self.err.read_text(errors="replace")


class Postgres:
    """Debian's PostgreSQL on a cluster of its own, which must not belong to root."""

    HOME = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))

    def __init__(self, place):
        self.place, self.port = place, free_port()
        self.data = place / "data"
        place.mkdir()
        shutil.chown(place, "postgres")
        self.call("initdb", "-D", self.data, "-U", "canary", "-A", "trust", "--no-sync", "-E", "UTF8")
        self.start()
        self.url = f"jdbc:postgresql://127.0.0.1:{self.port}/postgres"

    def settings(self):
        return f'store: {{url: "{self.url}", user: canary, password: secret}}\n'

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
        self.call("pg_ctl", "-D", self.data, "-w", "-l", self.place / "log", "-o", options, "start")

    def stop(self, mode):
        self.call("pg_ctl", "-D", self.data, "-w", "-m", mode, "stop")

    def pids(self):
        return family(int((self.data / "postmaster.pid").read_text().split()[0]))

    def rows(self, sql):
        sql = f"select coalesce(json_agg(t), '[]') from ({sql}) t"
        return json.loads(self.call("psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "canary", "-XAtc", sql, "postgres"))


class Sqlite:
    def __init__(self, file):
        self.file = file

    def settings(self):
        return ""

    def rows(self, sql):
        with contextlib.closing(sqlite3.connect(self.file, timeout=30)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(sql)]


class Broker:
    """The product's broker, in a process that is not a daemon's."""

    def __init__(self, place):
        self.place, self.number = place, 0
        (place / "canaries").mkdir(parents=True)
        (place / "canaries" / "canary.yaml").write_text("kafka: embedded\n")
        self.start()

    def start(self):
        self.number += 1
        self.process = Command(self.place, f"kafka{self.number}", "kafka", "--workspace", self.place)
        self.address = until(
            "the broker", lambda: (re.search(r"kafka is up at ([^;\s]+)", self.process.said()) or [None, None])[1]
        )


class Daemon:
    """A daemon on its own copy of the workspace, as on a machine of its own."""

    def __init__(self, world, name):
        self.name, self.place, self.port = name, world.place / name, free_port()
        self.number = 0
        shutil.copytree(world.template, self.place)
        settings = self.place / "canaries" / "canary.yaml"
        settings.write_text(settings.read_text() + f"http: {{port: {self.port}}}\n")

    def start(self, environment=None):
        self.number += 1
        self.process = Command(
            self.place, f"serve{self.number}", "serve", "--output", "json", "--workspace", self.place, environment=environment
        )

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


class World:
    def __init__(self, place, store, daemons, every, kafka):
        self.place, self.every = place, every
        self.broker = Broker(place / "broker") if kafka == "broker" else None
        self.store = Postgres(place / "postgres") if store == "postgres" else None
        self.template, self.offset, self.environment = place / "template", 0, {}
        self.began, self.disk = time.monotonic(), None
        self.make(self.template)
        self.daemons = [Daemon(self, f"d{i + 1}") for i in range(daemons)]
        if self.store is None:
            self.store = Sqlite(self.daemons[0].place / ".canary" / "state.db")

    def make(self, workspace):
        kafka = f'kafka: {{bootstrap: "{self.broker.address}"}}\n' if self.broker else "kafka: embedded\n"
        more = [f"  {watch}: {{suite: {suite}}}\n" for suite, all in (("w0", CALM), ("m0", MOODY)) for watch in all[1:]]
        for suite in ("w0", "m0"):
            folder = workspace / "canaries" / suite
            folder.mkdir(parents=True)
            (folder / "suite.yaml").write_text(
                f"suite: {suite}\n"
                'target: {type: recorded, model: predictions.csv, version: "1"}\n'
                "output: {kind: probabilities, precision: fp32, contract: {sumsTo: 1, range: [0, 1]}}\n"
                f"schedule: {{every: {self.every}}}\n"
            )
            with open(folder / "cases.jsonl", "w") as cases:
                for i in range(CASES):
                    cases.write(json.dumps({"id": f"c{i}", "input": {}, "why": "one of four"}) + "\n")
            self.answers(workspace, suite, 0)
        # Made where nothing else is: a store of its own that is thrown away.
        settings = workspace / "canaries" / "canary.yaml"
        settings.write_text("kafka: none\n")
        for command in ("capture", "approve"):
            for suite in ("w0", "m0"):
                subprocess.run([CANARY, command, suite, "--quiet", "--workspace", workspace], check=True, capture_output=True)
        shutil.rmtree(workspace / ".canary", ignore_errors=True)
        settings.write_text(kafka + (self.store.settings() if self.store else "") + "watches:\n" + "".join(more))

    @staticmethod
    def answers(workspace, suite, by):
        rows = "".join(f"c{i},{(i + 0.7) / 5 + (by if i == 3 else 0)},{1 - (i + 0.7) / 5}\n" for i in range(CASES))
        file = workspace / "canaries" / suite / "predictions.csv"
        file.with_suffix(".new").write_text("id,yes,no\n" + rows)
        file.with_suffix(".new").rename(file)

    def mood(self, bad):
        """The model of some watches turns bad, or well again, for all daemons at once."""
        for daemon in self.daemons:
            self.answers(daemon.place, "m0", 2.5 if bad else 0)

    def say(self, what):
        print(f"{time.monotonic() - self.began:7.1f} s  {what}", flush=True)

    def start(self):
        for daemon in self.daemons:
            daemon.start(self.environment)
        until("a run of every watch", lambda: len(self.newest()) == len(CALM + MOODY))

    def newest(self):
        """Of every watch, when its newest run was due."""
        with contextlib.suppress(AssertionError, sqlite3.Error):
            newest = "select max(seq) from run where confirms_run is null group by watch"
            rows = self.store.rows(f"select watch, id from run where seq in ({newest})")
            return {row["watch"]: instant(row["id"].rpartition("@")[2]) for row in rows}
        return {}

    def goes_on(self, since, within=40):
        """Waits until every watch has run once more, as its id says; how long that took."""
        begin = time.monotonic()
        every = lambda: (now := self.newest()) and all(now.get(w) and now[w] > since.get(w, now[w]) for w in CALM + MOODY)
        until("another run of every watch", every, within)
        return time.monotonic() - begin

    def waiting(self):
        return self.store.rows("select count(*) as n from outbox where delivered_at is null")[0]["n"]

    def end(self):
        for daemon in self.daemons:
            if daemon.process.process.poll() is None:
                code = daemon.process.stop()
                assert code == 0, f"{daemon.name} ended with {code}: {daemon.process.said()[-500:]}"

    def reopen(self):
        """The broker that the daemon had in itself, in a process of its own."""
        self.broker = Broker.__new__(Broker)
        self.broker.place, self.broker.number = self.daemons[0].place, 0
        self.broker.start()
        return self.broker.address

    def close(self):
        for daemon in self.daemons:
            if hasattr(daemon, "process") and daemon.process.process.poll() is None:
                daemon.process.kill()
        if self.broker and self.broker.process.process.poll() is None:
            self.broker.process.kill()
        if isinstance(self.store, Postgres):
            with contextlib.suppress(AssertionError, OSError):
                for pid in self.store.pids():
                    os.kill(pid, signal.SIGCONT)
                self.store.stop("immediate")
        if self.disk:
            subprocess.run(["umount", "-l", self.disk], check=False)


class Ledger:
    """What the store says, what Kafka has, and whether it is the same."""

    def __init__(self, store, bootstrap, reported):
        self.runs = store.rows("select seq, id, watch, verdict, confirms_run, summary from run order by seq")
        self.events = store.rows("select seq, id, topic, event_key, data, delivered_at from outbox order by seq")
        self.transitions = store.rows("select id, watch, alert, kind from alert_transition order by seq")
        self.alerts = {r["watch"]: r["alert"] for r in store.rows("select watch, alert from alert_state")}
        self.records = self.read(bootstrap)
        self.reported = reported
        self.wrong = []

    @staticmethod
    def read(bootstrap):
        consumer = KafkaConsumer(bootstrap_servers=bootstrap, auto_offset_reset="earliest", enable_auto_commit=False)
        topics = sorted(t for t in consumer.topics() if t.startswith("canary."))
        partitions = [TopicPartition(t, p) for t in topics for p in consumer.partitions_for_topic(t)]
        consumer.assign(partitions)
        consumer.seek_to_beginning()
        ends = consumer.end_offsets(partitions)
        records = []
        while any(consumer.position(p) < end for p, end in ends.items()):
            for batch in consumer.poll(timeout_ms=1000).values():
                records += batch
        consumer.close()
        return records

    def expect(self, condition, what):
        if not condition:
            self.wrong.append(what)

    def same(self, one, other, what):
        one, other = list(one), list(other)
        if one == other:
            return
        lost = [x for x in other if x not in set(one)][:3]
        strange = [x for x in one if x not in set(other)][:3]
        at = next((i for i, (a, b) in enumerate(zip(one, other)) if a != b), min(len(one), len(other)))
        self.wrong.append(
            f"{what}: {len(one)} beside {len(other)} expected; missing {lost}, strange {strange}, differs at {at}:"
            f" {one[at:at + 2]} for {other[at:at + 2]}"
        )

    def check(self):
        self.stored()
        self.told()
        self.state()
        return self.wrong

    def stored(self):
        """No run twice, none lost that was reported, in order, each with all its events, counted once."""
        runs = [r for r in self.runs if not r["confirms_run"]]
        ids = [r["id"] for r in self.runs]
        self.expect(len(ids) == len(set(ids)), "a run is stored twice")
        self.expect(set(self.reported) <= set(ids), f"reported and not stored: {sorted(set(self.reported) - set(ids))[:3]}")
        expected, due, counted = [t["id"] for t in self.transitions], {}, {}
        for run in runs:
            summary = json.loads(run["summary"])
            news = sum(f["outcome"] != "HELD" for f in summary["findings"])
            expected += [run["id"] + "/run", run["id"] + "/state"]
            expected += [f"{run['id']}/finding/{i + 1}" for i in range(news)]
            due.setdefault(run["watch"], []).append(instant(run["id"].rpartition("@")[2]))
            if summary["evidence"]:
                counted[run["watch"]] = counted.get(run["watch"], 0) + 1
                self.expect(summary["evidence"]["runs"] == counted[run["watch"]], f"{run['id']} is numbered wrongly")
        states = {e["id"] for e in self.events if e["topic"] == "STATE"} - set(expected)
        self.same(sorted(e["id"] for e in self.events if e["id"] not in states), sorted(expected), "events of runs and alerts")
        for watch, instants in due.items():
            early = next((b for a, b in zip(instants, instants[1:]) if b <= a), None)
            self.expect(early is None, f"{watch}: a run that was due at {early} came after a later one")
        self.expect(not [e for e in self.events if e["delivered_at"] is None], "events wait")
        for watch in set(due):
            kinds = [t["kind"] for t in self.transitions if t["watch"] == watch and "!stale!" not in t["alert"]]
            kinds = [k for k in kinds if k in ("OPENED", "RESOLVED")]
            self.expect(
                all(k == ("OPENED", "RESOLVED")[i % 2] for i, k in enumerate(kinds)), f"{watch}: alerts came as {kinds}"
            )

    def told(self):
        """A consumer that drops known ids has every event once, those of a key in the order of the store."""
        contents, read, stored = {}, {}, {}
        for record in self.records:
            head = {k: v.decode() for k, v in record.headers}
            content = (record.topic, record.key, record.value, tuple(record.headers))
            known = contents.setdefault(head["ce_id"], content)
            self.expect(known == content, f"{head['ce_id']} came with another content")
            if known is content:
                read.setdefault((record.topic, record.key.decode()), []).append(head["ce_id"])
        for event in self.events:
            topic = f"canary.{event['topic'].lower()}.v1"
            stored.setdefault((topic, event["event_key"]), []).append(event["id"])
            if event["id"] in contents:
                value = contents[event["id"]][2]
                self.expect((value.decode() if value else None) == event["data"], f"{event['id']} came with other data")
        for lane in sorted(stored.keys() | read.keys()):
            self.same(read.get(lane, []), stored.get(lane, []), f"{lane}")

    def state(self):
        """What a compacted topic keeps is what the store holds."""
        last = {}
        for record in self.records:
            if record.topic == "canary.state.v1":
                last[record.key.decode()] = json.loads(record.value)
        latest = {r["watch"]: r for r in self.runs if not r["confirms_run"]}
        for watch, run in latest.items():
            held = last.get(watch)
            self.expect(held and held["runId"] == run["id"], f"state of {watch}: {held and held['runId']} for {run['id']}")
            self.expect(held and held["verdict"] == run["verdict"], f"state of {watch}: another verdict")
            alert = self.alerts.get(watch)
            open_alerts = [a["alert"] for a in held["alerts"]] if held else None
            self.expect(open_alerts == ([alert] if alert else []), f"state of {watch}: {open_alerts} for alert {alert}")

    def describe(self):
        again = len(self.records) - len({dict(r.headers)["ce_id"] for r in self.records})
        kinds = {}
        for t in self.transitions:
            kinds[t["kind"]] = kinds.get(t["kind"], 0) + 1
        return f"{len(self.runs)} runs, {len(self.events)} events, {len(self.records)} records of which {again} again, {kinds}"


def broker_dies(world, seconds):
    """The broker is killed and away: runs go on, events wait and arrive."""
    world.broker.process.kill()
    time.sleep(seconds / 2)
    world.mood(True)
    time.sleep(seconds / 2)
    world.say(f"  {world.waiting()} events wait")
    world.broker.start()
    delivered(world)
    world.mood(False)


def broker_hangs(world, seconds):
    """The broker takes connections and answers nothing."""
    world.broker.process.send(signal.SIGSTOP)
    before = world.newest()
    time.sleep(seconds)
    world.goes_on(before, 5)
    world.broker.process.send(signal.SIGCONT)
    delivered(world)


def delivered(world):
    """Waits until no event waits for longer than two seconds."""
    begin = time.monotonic()
    old = "select count(*) as n from outbox where delivered_at is null and occurred_at < %d"
    until("the events", lambda: world.store.rows(old % int((time.time() + min(world.offset, 0) - 2) * 1e9))[0]["n"] == 0)
    world.say(f"  delivered after {time.monotonic() - begin:.1f} s")


def database_restarts(world, mode):
    before = world.newest()
    world.store.stop(mode)
    world.store.start()
    world.say(f"  every watch ran again after {world.goes_on(before):.1f} s")


def database_away(world, seconds):
    """PostgreSQL refuses connections: every daemon says so, stays alive, and comes back by itself."""
    world.store.stop("immediate")
    time.sleep(seconds / 2)
    told(world)
    time.sleep(seconds / 2)
    world.store.start()
    world.say(f"  every watch ran again after {world.goes_on(world.newest()):.1f} s")
    ready(world)


def database_hangs(world, seconds):
    """PostgreSQL takes connections and answers nothing."""
    pids = world.store.pids()
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    time.sleep(seconds / 2)
    told(world)
    time.sleep(seconds / 2)
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)
    world.say(f"  every watch ran again after {world.goes_on(world.newest()):.1f} s")
    ready(world)


def told(world):
    for daemon in world.daemons:
        begin = time.monotonic()
        code, body = daemon.get("/readyz")
        assert code == 503, f"{daemon.name} is ready without its store: {code} {body}"
        code, _ = daemon.get("/livez")
        assert code == 200, f"{daemon.name} is not alive: {code}"
        fault = daemon.metric("canary_self_check_failed")
        assert fault == 1, f"{daemon.name} has no fault in its metrics: {fault}"
        took = time.monotonic() - begin
        assert took < 3, f"{daemon.name} took {took} s to say so"
    world.say(f"  said: {body[:160]}")


def ready(world):
    until("readiness", lambda: all(d.get("/readyz")[0] == 200 for d in world.daemons))


def daemon_dies(world, seconds):
    """kill -9: the others take over within 30 s."""
    victim = world.random.choice(world.daemons)
    victim.process.kill()
    took = world.goes_on(world.newest())
    world.say(f"  {victim.name}; every watch ran again after {took:.1f} s")
    assert took < 30
    time.sleep(seconds)
    victim.start()
    until("the daemon", lambda: victim.get("/livez")[0] == 200)


def daemon_freezes(world, seconds):
    """A daemon that is away and comes back where it was: it records nothing that is over."""
    victim = world.random.choice(world.daemons)
    victim.process.send(signal.SIGSTOP)
    took = world.goes_on(world.newest())
    world.say(f"  {victim.name}; every watch ran again after {took:.1f} s")
    assert took < 30
    time.sleep(max(0, seconds - took))
    victim.process.send(signal.SIGCONT)


def storm(world, seconds):
    """All at once: the broker is away, one daemon stands still, the database restarts, another daemon is killed."""
    still, dead = world.random.sample(world.daemons, 2)
    world.broker.process.kill()
    world.mood(True)
    time.sleep(seconds)
    world.broker.start()
    time.sleep(world.random.uniform(0, 2))
    still.process.send(signal.SIGSTOP)
    world.store.stop("immediate")
    world.store.start()
    time.sleep(world.random.uniform(0, 2))
    dead.process.kill()
    world.say(f"  {still.name} stands still, {dead.name} is dead; every watch ran again after {world.goes_on(world.newest()):.1f} s")
    delivered(world)
    still.process.send(signal.SIGCONT)
    dead.start()
    world.mood(False)
    until("the daemons", lambda: all(d.get("/livez")[0] == 200 for d in world.daemons))
    world.goes_on(world.newest())


def disk_full(world, seconds):
    """No room for the store, nor for the broker of the daemon's own: it says so, and goes on when there is some."""
    disk, daemon = world.disk, world.daemons[0]
    time.sleep(5)
    delivered(world)
    with open(disk / "filler", "wb", buffering=0) as filler:
        with contextlib.suppress(OSError):
            while True:
                filler.write(bytes(1 << 16))
    # The store goes on in the room that its log has, until a write needs more.
    until("the daemon to say that there is no room", lambda: "room" in daemon.get("/readyz")[1])
    time.sleep(seconds)
    code, body = daemon.get("/readyz")
    world.say(f"  said: {code} {body[:200]}")
    assert code == 503 and "room" in body, "it does not say so"
    assert daemon.get("/livez")[0] == 200
    (disk / "filler").unlink()
    world.say(f"  every watch ran again after {world.goes_on(world.newest()):.1f} s")
    ready(world)
    delivered(world)


def clock_set(world, seconds):
    """The machine's clock is set back or forward: no run twice, no watch silent, nothing stale."""
    (world.place / "clock").write_text(f"{seconds:+d}\n")
    world.offset = seconds
    before = world.newest()
    world.say(f"  every watch ran again after {world.goes_on(before):.1f} s")
    time.sleep(world.length)
    world.say(f"  and again after {world.goes_on(world.newest()):.1f} s")
    stale = world.store.rows("select id from alert_transition where kind = 'STALE'")
    assert not stale, f"stale: {stale}"


FAULTS = {
    "storm": lambda w: storm(w, w.length),
    "disk-full": lambda w: disk_full(w, w.length),
    "clock-back": lambda w: clock_set(w, -3600),
    "clock-forward": lambda w: clock_set(w, 3600),
    "broker-dies": lambda w: broker_dies(w, w.length),
    "broker-hangs": lambda w: broker_hangs(w, w.length),
    "database-fast": lambda w: database_restarts(w, "fast"),
    "database-immediate": lambda w: database_restarts(w, "immediate"),
    "database-away": lambda w: database_away(w, w.length),
    "database-hangs": lambda w: database_hangs(w, w.length),
    "daemon-dies": lambda w: daemon_dies(w, 1),
    "daemon-freezes": lambda w: daemon_freezes(w, w.length),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("faults", nargs="+", choices=sorted(FAULTS))
    parser.add_argument("--length", type=float, default=10, help="seconds that a fault lasts")
    parser.add_argument("--every", default="1s")
    parser.add_argument("--daemons", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--times", type=int, default=0, help="so many of the faults, drawn by the seed")
    parser.add_argument("--keep", action="store_true", help="keep the folder")
    parser.add_argument("--store", choices=("postgres", "sqlite"), default="postgres")
    parser.add_argument("--kafka", choices=("broker", "embedded"), default="broker")
    arguments = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="chaos-"))
    folder.chmod(0o755)
    world = None
    try:
        world = World(folder, arguments.store, arguments.daemons, arguments.every, arguments.kafka)
        world.length, world.random = arguments.length, random.Random(arguments.seed)
        if "disk-full" in arguments.faults:
            world.disk = world.daemons[0].place / ".canary"
            world.disk.mkdir(exist_ok=True)
            subprocess.run(["mount", "-t", "tmpfs", "-o", "size=96m", "chaos", world.disk], check=True)
        if any(fault.startswith("clock") for fault in arguments.faults):
            (folder / "clock").write_text("+0\n")
            world.environment = {
                "LD_PRELOAD": FAKETIME,
                "FAKETIME_TIMESTAMP_FILE": str(folder / "clock"),
                "FAKETIME_CACHE_DURATION": "1",
                "FAKETIME_DONT_FAKE_MONOTONIC": "1",
                "DONT_FAKE_MONOTONIC": "1",
            }
        world.start()
        drawn = world.random.choices(arguments.faults, k=arguments.times)
        for fault in drawn or arguments.faults:
            world.say(fault)
            FAULTS[fault](world)
        delivered(world)
        world.end()
        address = world.broker.address if world.broker else world.reopen()
        ledger = Ledger(world.store, address, [id for d in world.daemons for id in d.runs()])
        wrong = ledger.check()
        world.say(ledger.describe())
        for each in wrong:
            print("WRONG", each)
        return 1 if wrong else 0
    finally:
        if world:
            world.close()
        if not arguments.keep:
            shutil.rmtree(folder, ignore_errors=True)
        else:
            print(folder)


if __name__ == "__main__":
    sys.exit(main())
