"""Breaks what a daemon lives on, and holds afterwards what is stored against what Kafka has.

Everything is real: daemons of the distribution, PostgreSQL or SQLite, a broker in a process of its own, signals, full disks,
cut networks, another clock. The oracle (chaos_ledger.py) shares no code with the product: plain SQL and a Kafka client that is
not ours; each round damages what it has read, and fails if the oracle does not see it.
"""

import argparse
import contextlib
import json
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

from chaos_ledger import Ledger, due
from chaos_parts import CANARY, PATIENCE, Broker, Command, Daemon, Model, Postgres, Reader, Sqlite, mount, until

CASES = 4
CALM = ["w%d" % i for i in range(4)]
MOODY = ["m%d" % i for i in range(2)]
TAKEN_OVER = 30
FIRST_UID = 60000


class World:
    """Nothing is there before it is opened."""

    def __init__(self, place, arguments):
        self.place, self.arguments, self.random = place, arguments, random.Random(arguments.seed)
        self.length, self.every = arguments.length, arguments.every
        self.began, self.took, self.picks = time.monotonic(), [], 0
        self.daemons, self.ends = [], contextlib.ExitStack()
        self.model = self.broker = self.store = self.reader = self.disk = None

    def open(self):
        arguments, full = self.arguments, "disk-full" in self.arguments.faults
        if arguments.run_lasts:
            self.model = Model()
            self.ends.callback(self.model.close)
        if arguments.kafka == "broker":
            self.broker = Broker.at(self.place / "broker")
        if arguments.store == "postgres":
            self.store = Postgres(self.place / "postgres", full)
            self.ends.callback(self.store.close)
        self.template = self.place / "template"
        self.make(self.template)
        clocks = any(fault.startswith("clock") for fault in arguments.faults)
        cut = any(fault.startswith("cut") for fault in arguments.faults)
        uids = [FIRST_UID + i if cut else None for i in range(arguments.daemons)]
        self.daemons = [Daemon(self, i + 1, uid, clocks) for i, uid in enumerate(uids)]
        folder = self.daemons[0].place / ".canary"
        if full:
            self.disk = self.store.data if self.store else mount(folder, "96m")
            self.ends.callback(lambda: subprocess.run(["umount", "-l", self.disk], check=False))
        self.store = self.store or Sqlite(folder / "state.db")
        self.begin_witness()

    def begin_witness(self):
        """Any command makes the tables."""
        first = Command(self.daemons[0].place, "first", "alerts", "--open", "--workspace", self.daemons[0].place)
        assert first.process.wait(PATIENCE) == 0, first.said()
        self.store.witness()

    def make(self, workspace):
        kafka = f'kafka: {{bootstrap: "{self.broker.address}"}}\n' if self.broker else "kafka: embedded\n"
        more = [f"  {watch}: {{suite: {suite}}}\n" for suite, all in (("w0", CALM), ("m0", MOODY)) for watch in all[1:]]
        for suite in ("w0", "m0"):
            folder = workspace / "canaries" / suite
            folder.mkdir(parents=True)
            target = 'type: recorded, model: predictions.csv, version: "1"'
            if self.model:
                target = f'type: http, protocol: kserve-v2, encoding: json, name: {suite}, model: "{self.model.address}"'
            (folder / "suite.yaml").write_text(
                f"suite: {suite}\n"
                f"target: {{{target}}}\n"
                "output: {kind: probabilities, precision: fp32, contract: {sumsTo: 1, range: [0, 1]}}\n"
                "capture: {repeats: 3}\n"
                f"schedule: {{every: {self.every * 1000:.0f}ms}}\n"
            )
            with open(folder / "cases.jsonl", "w") as cases:
                for i in range(CASES):
                    x = {"x": {"dtype": "fp32", "shape": [1, 1], "data": [i]}}
                    cases.write(json.dumps({"id": f"c{i}", "input": x if self.model else {}, "why": "one of four"}) + "\n")
            self.answers(workspace, suite, 0)
        if self.model:
            self.model.seconds = self.arguments.run_lasts / CASES
        # Made where nothing else is: a store of its own that is thrown away.
        settings = workspace / "canaries" / "canary.yaml"
        settings.write_text("kafka: none\n")
        for command in ("capture", "approve"):
            for suite in ("w0", "m0"):
                done = Command(workspace, command, command, suite, "--workspace", workspace)
                assert done.process.wait(PATIENCE) == 0, done.said()
        shutil.rmtree(workspace / ".canary", ignore_errors=True)
        settings.write_text(kafka + "watches:\n" + "".join(more))

    def answers(self, workspace, suite, by):
        rows = [((i + 0.7) / 5 + (by if i == 3 else 0), 1 - (i + 0.7) / 5) for i in range(CASES)]
        if self.model:
            self.model.answers[suite] = rows
            return
        file = workspace / "canaries" / suite / "predictions.csv"
        lines = "".join(f"c{i},{yes},{no}\n" for i, (yes, no) in enumerate(rows))
        file.with_suffix(".new").write_text("id,yes,no\n" + lines)
        file.with_suffix(".new").rename(file)

    def mood(self, bad):
        """The model of some watches turns bad, or well again, for all daemons at once."""
        for daemon in self.daemons:
            self.answers(daemon.place, "m0", 2.5 if bad else 0)

    def say(self, what):
        print(f"{time.monotonic() - self.began:7.1f} s  {what}", flush=True)

    def start(self):
        for daemon in self.daemons:
            daemon.start()
        until("a run of every watch", lambda: len(self.newest()) == len(CALM + MOODY))
        # In each round some alert opens and is resolved.
        self.mood(True)
        until("an alert", lambda: self.store.rows("select id from alert_transition where kind = 'OPENED'"))
        self.mood(False)
        if self.broker:
            self.reader = Reader(self.place / "reader", self.broker.address)
            until("the reader", self.reader.process.said_alive)

    def newest(self):
        """Of every watch, when its newest run was due."""
        with contextlib.suppress(AssertionError, sqlite3.Error):
            newest = "select max(seq) from run where confirms_run is null group by watch"
            rows = self.store.rows(f"select watch, id from run where seq in ({newest})")
            return {row["watch"]: due(row["id"]) for row in rows}
        return {}

    def goes_on(self, since, within=40):
        """Waits until every watch has run once more, as its id says; how long that took."""
        begin = time.monotonic()
        every = lambda: (now := self.newest()) and all(now.get(w) and now[w] > since.get(w, now[w]) for w in CALM + MOODY)
        until("another run of every watch", every, within)
        return time.monotonic() - begin

    def ran_again(self, within=TAKEN_OVER):
        took = self.goes_on(until("the store", self.newest), within)
        self.took.append(took)
        self.say(f"  every watch ran again after {took:.1f} s")

    def waiting(self):
        return self.store.rows("select count(*) as n from outbox where delivered_at is null")[0]["n"]

    def delivered(self):
        """Waits until all events of now are delivered."""
        begin = time.monotonic()
        last = self.store.rows("select max(seq) as seq from outbox")[0]["seq"]
        left = f"select count(*) as n from outbox where delivered_at is null and seq <= {last}"
        until("the events", lambda: self.store.rows(left)[0]["n"] == 0)
        self.say(f"  delivered after {time.monotonic() - begin:.1f} s")

    def alive(self):
        until("the daemons", lambda: all(d.get("/livez")[0] == 200 for d in self.daemons))

    def ready(self):
        until("readiness", lambda: all(d.get("/readyz")[0] == 200 for d in self.daemons))

    def end(self):
        for daemon in self.daemons:
            if daemon.process.lives():
                code = daemon.process.stop()
                assert code == 0, f"{daemon.name} ended with {code}: {daemon.process.said()[-500:]}"

    def ledger(self):
        if not self.broker:
            # The broker that the daemon had in itself, in a process of its own.
            self.broker = Broker(self.daemons[0].place)
            self.broker.start()
        if not self.reader:
            self.reader = Reader(self.place / "reader", self.broker.address)
        runs = len(self.store.rows("select id from witness_run where confirms_run is null"))
        with contextlib.suppress(AssertionError):
            until("the reader", lambda: len(self.reader.ids()) >= runs, 20)
        self.reader.process.stop()
        reported = [id for d in self.daemons for id in d.runs()]
        return Ledger(self.store, Ledger.records_of(self.broker.address), reported, self.reader.ids())

    def close(self):
        for each in (*self.daemons, self.broker, self.reader):
            if each and each.process and each.process.lives():
                each.process.kill()
        self.ends.close()


def broker_dies(world):
    """The broker is killed and away: runs go on, events wait and arrive."""
    world.broker.process.kill()
    time.sleep(world.length / 2)
    world.mood(True)
    time.sleep(world.length / 2)
    world.say(f"  {world.waiting()} events wait")
    world.broker.start()
    world.delivered()
    world.mood(False)


def broker_forgets(world):
    """The broker comes back without the offsets of its groups."""
    world.broker.process.stop()
    world.say(f"  {world.broker.forget()} partitions of offsets are gone")
    time.sleep(world.length / 2)
    world.broker.start()
    world.delivered()


def broker_hangs(world):
    """The broker takes connections and answers nothing."""
    world.broker.process.send(signal.SIGSTOP)
    before = world.newest()
    time.sleep(world.length)
    world.goes_on(before, 5)
    world.broker.process.send(signal.SIGCONT)
    world.delivered()


def database_restarts(world, mode):
    before = world.newest()
    world.store.stop(mode)
    world.store.start()
    took = world.goes_on(before)
    world.took.append(took)
    world.say(f"  every watch ran again after {took:.1f} s")


def database_away(world):
    """PostgreSQL refuses connections: every daemon says so, stays alive, and comes back by itself."""
    world.store.stop("immediate")
    time.sleep(world.length / 2)
    told(world)
    time.sleep(world.length / 2)
    world.store.start()
    world.ran_again()
    world.ready()


def database_hangs(world):
    """PostgreSQL takes connections and answers nothing."""
    world.store.send(signal.SIGSTOP)
    time.sleep(world.length / 2)
    told(world)
    time.sleep(world.length / 2)
    world.store.send(signal.SIGCONT)
    world.ran_again()
    world.ready()


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


@contextlib.contextmanager
def busiest(world):
    """The daemon that holds most of something, in turn: runs, transactions that last, the relay's lease while a broker hangs."""
    what = ("runs", "transactions", "lease")[world.picks % 3]
    world.picks += 1
    world.store.pause(0.3)
    if what == "lease":
        world.broker.process.send(signal.SIGSTOP)

    def holder():
        held = world.store.holders()
        name = max(held, key=lambda d: (held[d][what], held[d]["runs"]))
        return held[name][what] and (name, held[name])

    try:
        name, held = until(f"a holder of {what}", holder)
        victim = next(d for d in world.daemons if d.name == name)
        yield victim
        world.say("  %s, which had %d runs, %d transactions, %d lease" % tuple(held.values()))
    finally:
        if what == "lease":
            world.broker.process.send(signal.SIGCONT)
        world.store.pause(0)


def daemon_dies(world):
    """kill -9 of the busiest: the others take over within 30 s."""
    with busiest(world) as victim:
        victim.process.kill()
    world.ran_again()
    victim.start()
    until("the daemon", lambda: victim.get("/livez")[0] == 200)


def daemon_freezes(world):
    """The busiest is away and comes back where it was: it records nothing that is over."""
    with busiest(world) as victim:
        victim.process.send(signal.SIGSTOP)
    begin = time.monotonic()
    world.ran_again()
    world.delivered()
    time.sleep(max(0, world.length - (time.monotonic() - begin)))
    victim.process.send(signal.SIGCONT)
    world.alive()


def cut(world, port, what):
    """One daemon's packets to a port are dropped, as by a firewall that forgets."""
    victim = world.random.choice(world.daemons)
    rule = ["uidrange", f"{victim.uid}-{victim.uid}", "ipproto", "tcp", "dport", str(port), "blackhole"]
    subprocess.run(["ip", "rule", "add", "pref", "10", *rule], check=True)
    world.say(f"  {victim.name} does not reach {what}")
    begin = time.monotonic()
    world.ran_again()
    world.delivered()
    time.sleep(max(0, world.length - (time.monotonic() - begin)))
    code, body = victim.get("/readyz")
    world.say(f"  {victim.name} said: {code} {body[:160]}")
    subprocess.run(["ip", "rule", "del", "pref", "10"], check=True)
    world.ready()


def storm(world):
    """All at once: the broker is away, one daemon stands still, the database restarts, another daemon is killed."""
    still, dead = world.random.sample(world.daemons, 2)
    world.broker.process.kill()
    world.mood(True)
    time.sleep(world.length)
    world.broker.start()
    time.sleep(world.random.uniform(0, 2))
    still.process.send(signal.SIGSTOP)
    world.store.stop("immediate")
    world.store.start()
    time.sleep(world.random.uniform(0, 2))
    dead.process.kill()
    world.say(f"  {still.name} stands still, {dead.name} is dead")
    world.ran_again(40)
    world.delivered()
    still.process.send(signal.SIGCONT)
    dead.start()
    world.mood(False)
    world.alive()
    world.goes_on(world.newest())


def mayhem(world):
    """Whatever can be broken is broken and mended at random instants, however much is broken already."""
    still, end = set(), time.monotonic() + world.length
    while time.monotonic() < end:
        time.sleep(world.random.uniform(0, 3))
        what = world.random.choice(("broker", "broker stops", "database", "database stops", "dies", "dies", "stands", "mood"))
        daemon = world.random.choice(world.daemons)
        if what == "broker":
            world.broker.process.kill() if world.broker.process.lives() else world.broker.start()
        elif what == "broker stops" and world.broker.process.lives():
            world.broker.process.send(world.random.choice((signal.SIGSTOP, signal.SIGCONT)))
        elif what == "database":
            world.store.send(signal.SIGCONT)
            world.store.stop(world.random.choice(("immediate", "fast")))
            time.sleep(world.random.uniform(0, 5))
            world.store.start()
        elif what == "database stops":
            world.store.send(world.random.choice((signal.SIGSTOP, signal.SIGCONT)))
        elif what == "dies":
            daemon.process.kill() if daemon.process.lives() else daemon.start()
        elif what == "stands" and daemon.process.lives():
            still ^= {daemon}
            daemon.process.send(signal.SIGSTOP if daemon in still else signal.SIGCONT)
        elif what == "mood":
            world.mood(world.random.random() < 0.5)
    world.mood(False)
    world.store.send(signal.SIGCONT)
    if world.broker.process.lives():
        world.broker.process.send(signal.SIGCONT)
    else:
        world.broker.start()
    for daemon in world.daemons:
        if daemon.process.lives():
            daemon.process.send(signal.SIGCONT)
        else:
            daemon.start()
    world.alive()
    world.ran_again(60)
    world.delivered()


def disk_full(world):
    """No room for the store, nor for the broker of a daemon's own: it says so, and goes on when there is some."""
    time.sleep(5)
    world.delivered()
    with open(world.disk / "filler", "wb", buffering=0) as filler:
        with contextlib.suppress(OSError):
            while True:
                filler.write(bytes(1 << 16))
    # The store goes on in the room that its log has, until a write needs more.
    daemon = world.daemons[0]
    until("the daemon to say that something is wrong", lambda: daemon.get("/readyz")[0] == 503)
    time.sleep(world.length)
    told(world)
    (world.disk / "filler").unlink()
    if isinstance(world.store, Postgres) and not world.store.lives():
        world.say("  PostgreSQL had given up, and is started again")
        world.store.start()
    world.ran_again()
    world.ready()
    world.delivered()


def clocks_set(world, daemons, *seconds):
    """Clocks are set back or forward: no run twice, no watch silent, nothing stale."""
    for each in seconds:
        for daemon in daemons:
            daemon.set(f"{each:+d}")
        world.say(f"  {', '.join(d.name for d in daemons)} at {each:+d} s")
        world.ran_again()
        time.sleep(world.length)
        world.ran_again()
        stale = world.store.rows("select id from alert_transition where kind = 'STALE'")
        assert not stale, f"stale: {stale}"


def clocks_drift(world):
    """One clock goes too fast and another too slowly, as before NTP has them."""
    for daemon, rate in zip(world.daemons, (1.05, 0.95)):
        daemon.set(f"+0 x{rate}")
    clocks_set(world, [])
    time.sleep(world.length)
    world.ran_again()


DAY = 86400
FAULTS = {
    "storm": storm,
    "mayhem": mayhem,
    "disk-full": disk_full,
    "clock-back": lambda w: clocks_set(w, w.daemons, -3600),
    "clock-forward": lambda w: clocks_set(w, w.daemons, 3600),
    "clock-days": lambda w: clocks_set(w, w.daemons, 3 * DAY, 0, -3 * DAY),
    "clock-of-one": lambda w: clocks_set(w, w.daemons[:1], 3600, 0, -3600, 60),
    "clock-drifts": clocks_drift,
    "broker-dies": broker_dies,
    "broker-forgets": broker_forgets,
    "broker-hangs": broker_hangs,
    "database-fast": lambda w: database_restarts(w, "fast"),
    "database-immediate": lambda w: database_restarts(w, "immediate"),
    "database-away": database_away,
    "database-hangs": database_hangs,
    "daemon-dies": daemon_dies,
    "daemon-freezes": daemon_freezes,
    "cut-broker": lambda w: cut(w, w.broker.port, "the broker"),
    "cut-store": lambda w: cut(w, w.store.port, "the store"),
}


def alone_on_a_network(arguments):
    """Rules that cut a network are made in one of our own, before that of local addresses."""
    if not any(fault.startswith("cut") for fault in arguments.faults):
        return
    if "CHAOS_NETWORK" not in os.environ:
        os.environ["CHAOS_NETWORK"] = "own"
        os.execvp("unshare", ["unshare", "-n", sys.executable, *sys.argv])
    for command in ("link set lo up", "rule add pref 20 lookup local", "rule del pref 0"):
        subprocess.run(["ip", *command.split()], check=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("faults", nargs="+", choices=sorted(FAULTS))
    parser.add_argument("--length", type=float, default=10, help="seconds that a fault lasts")
    parser.add_argument("--every", type=float, default=1, help="seconds between two runs of a watch")
    parser.add_argument("--run-lasts", type=float, default=0, help="seconds; by a model server that takes its time")
    parser.add_argument("--daemons", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--times", type=int, default=0, help="so many of the faults, drawn by the seed")
    parser.add_argument("--keep", action="store_true", help="keep the folder")
    parser.add_argument("--store", choices=("postgres", "sqlite"), default="postgres")
    parser.add_argument("--kafka", choices=("broker", "embedded"), default="broker")
    arguments = parser.parse_args()
    alone_on_a_network(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # as an exception, so that everything ends
    folder = pathlib.Path(tempfile.mkdtemp(prefix="chaos-"))
    folder.chmod(0o755)
    with contextlib.ExitStack() as ends:
        if arguments.keep:
            print(folder)
        else:
            ends.callback(shutil.rmtree, folder, ignore_errors=True)
        world = World(folder, arguments)
        ends.callback(world.close)
        world.open()
        return play(world)


def play(world):
    arguments = world.arguments
    world.start()
    for fault in world.random.choices(arguments.faults, k=arguments.times) or arguments.faults:
        world.say(fault)
        FAULTS[fault](world)
    world.delivered()
    world.end()
    ledger = world.ledger()
    wrong = ledger.check()
    world.say(ledger.describe())
    world.say("%d instants passed over, at most %.1f s between two runs" % ledger.passed_over(arguments.every))
    if world.took:
        world.say(f"ran again: {len(world.took)} times, at most {max(world.took):.1f} s")
    for each in wrong:
        print("WRONG", each)
    if not wrong:
        wrong = ledger.blind()
        print("the oracle does not see:", wrong) if wrong else world.say("the oracle saw every damage to this ledger")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
