"""What a store says, what Kafka has, and whether it is the same; shares no code with the product."""

import copy
import json
import re
from datetime import datetime, timedelta

from kafka import KafkaConsumer, TopicPartition


def due(run):
    """When a run was due, as its id says. Python 3.11 reads at most microseconds."""
    text = re.sub(r"(\.[0-9]{6})[0-9]*Z$", r"\1Z", run.rpartition("@")[2])
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


class Ledger:
    def __init__(self, store, records, reported, read):
        """
        store     answers SQL; its witness tables hold all that was ever stored
        records   all that Kafka has
        reported  ids of runs that daemons said were recorded
        read      ids of the events of runs that the product's own consumer handled
        """
        self.runs = store.rows("select seq, id, watch, verdict, confirms_run, summary from witness_run order by seq")
        self.events = store.rows("select seq, id, topic, event_key, data from witness_outbox order by seq")
        self.transitions = store.rows("select id, watch, alert, kind from witness_alert_transition order by seq")
        self.alerts = {r["watch"]: r["alert"] for r in store.rows("select watch, alert from alert_state")}
        self.waiting = [r["id"] for r in store.rows("select id from outbox where delivered_at is null")]
        kept = store.rows("select id, watch, verdict from run where confirms_run is null order by seq")
        self.latest = {r["watch"]: r for r in kept}
        self.records, self.reported, self.read = records, reported, read
        self.wrong = []

    @staticmethod
    def records_of(bootstrap):
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
        self.wrong = []
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
        expected, counted = [t["id"] for t in self.transitions], {}
        for run in runs:
            summary = json.loads(run["summary"])
            news = sum(f["outcome"] != "HELD" for f in summary["findings"])
            expected += [run["id"] + "/run", run["id"] + "/state"]
            expected += [f"{run['id']}/finding/{i + 1}" for i in range(news)]
            if summary["evidence"]:
                counted[run["watch"]] = counted.get(run["watch"], 0) + 1
                self.expect(summary["evidence"]["runs"] == counted[run["watch"]], f"{run['id']} is numbered wrongly")
        # A step without a run tells a state, too.
        states = {e["id"] for e in self.events if e["topic"] == "STATE"} - set(expected)
        self.same(sorted(e["id"] for e in self.events if e["id"] not in states), sorted(expected), "events of runs and alerts")
        for watch, instants in self.instants().items():
            early = next((b for a, b in zip(instants, instants[1:]) if b <= a), None)
            self.expect(early is None, f"{watch}: a run that was due at {early} came after a later one")
            kinds = [t["kind"] for t in self.transitions if t["watch"] == watch and "!stale!" not in t["alert"]]
            kinds = [k for k in kinds if k in ("OPENED", "RESOLVED")]
            self.expect(
                all(k == ("OPENED", "RESOLVED")[i % 2] for i, k in enumerate(kinds)), f"{watch}: alerts came as {kinds}"
            )
        self.expect(not self.waiting, f"{len(self.waiting)} events wait")

    def instants(self):
        """By watch, when its runs were due, in the order of the store."""
        found = {}
        for run in self.runs:
            if not run["confirms_run"]:
                found.setdefault(run["watch"], []).append(due(run["id"]))
        return found

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
        self.handled(stored)

    def handled(self, stored):
        """The product's own consumer drops them itself."""
        for (topic, watch), expected in stored.items():
            if topic == "canary.runs.v1":
                own = [id for id in self.read if id.rpartition("@")[0] == watch]
                self.same(own, expected, f"{watch} at the product's consumer")

    def state(self):
        """What a compacted topic keeps is what the store holds."""
        last = {}
        for record in self.records:
            if record.topic == "canary.state.v1":
                last[record.key.decode()] = json.loads(record.value)
        for watch, run in self.latest.items():
            held = last.get(watch)
            self.expect(held and held["runId"] == run["id"], f"state of {watch}: {held and held['runId']} for {run['id']}")
            self.expect(held and held["verdict"] == run["verdict"], f"state of {watch}: another verdict")
            alert = self.alerts.get(watch)
            open_alerts = [a["alert"] for a in held["alerts"]] if held else None
            self.expect(open_alerts == ([alert] if alert else []), f"state of {watch}: {open_alerts} for alert {alert}")

    def passed_over(self, every):
        """How many instants have no run, and the longest time without one."""
        step = timedelta(seconds=every)
        gaps = [b - a for instants in self.instants().values() for a, b in zip(instants, instants[1:])]
        return sum(round(gap / step) - 1 for gap in gaps), max(gaps).total_seconds()

    def describe(self):
        again = len(self.records) - len({dict(r.headers)["ce_id"] for r in self.records})
        kinds = {}
        for t in self.transitions:
            kinds[t["kind"]] = kinds.get(t["kind"], 0) + 1
        return f"{len(self.runs)} runs, {len(self.events)} events, {len(self.records)} records of which {again} again, {kinds}"

    def blind(self):
        """What this ledger would not see, were it wrong: each kind of damage is done to a copy."""
        return [damage.__name__ for damage in DAMAGES if not self.damaged(damage).check()]

    def damaged(self, damage):
        other = copy.copy(self)
        for name in ("runs", "events", "records", "reported", "read", "waiting"):
            setattr(other, name, list(getattr(self, name)))
        damage(other)
        return other

    def of(self, topic):
        """Where a topic's records of one watch stand, of each id the first: one that came again is no damage."""
        key = next(r.key for r in self.records if r.topic == f"canary.{topic}.v1")
        places = {}
        for place, record in enumerate(self.records):
            if (record.topic, record.key) == (f"canary.{topic}.v1", key):
                places.setdefault(id_of(record), place)
        return list(places.values())

    def drop(self, ids):
        self.records = [r for r in self.records if id_of(r) not in ids]

    def states(self):
        """Of one watch, by the run that they tell of, the newest last."""
        states = {}
        for place in self.of("state"):
            states.setdefault(json.loads(self.records[place].value)["runId"], []).append(place)
        return list(states.values())


def id_of(record):
    return dict(record.headers)["ce_id"]


def event_lost(ledger):
    ledger.drop({id_of(ledger.records[ledger.of("runs")[-1]])})


def transition_lost(ledger):
    ledger.drop({id_of(ledger.records[ledger.of("alerts")[0]])})


def event_made_up(ledger):
    place = ledger.of("runs")[0]
    record = ledger.records[place]
    headers = [(k, v + b"0" if k == "ce_id" else v) for k, v in record.headers]
    ledger.records.insert(place, record._replace(headers=headers))


def event_changed(ledger):
    place = ledger.of("runs")[0]
    ledger.records.insert(place, ledger.records[place]._replace(value=b"{}"))


def events_swapped(ledger):
    one, other = ledger.of("runs")[:2]
    ledger.records[one], ledger.records[other] = ledger.records[other], ledger.records[one]


def state_older(ledger):
    """Its id is known, so that a consumer drops it; the compacted topic keeps it."""
    ledger.records.append(ledger.records[ledger.states()[-2][-1]])


def state_lost(ledger):
    ledger.drop({id_of(ledger.records[place]) for place in ledger.states()[-1]})


def run_lost(ledger):
    lost = ledger.runs.pop(next(i for i, r in enumerate(ledger.runs) if not r["confirms_run"]))
    ledger.events = [e for e in ledger.events if not e["id"].startswith(lost["id"] + "/")]


def run_doubled(ledger):
    ledger.runs.append(ledger.runs[-1])


def runs_swapped(ledger):
    one, other = [i for i, r in enumerate(ledger.runs) if r["watch"] == ledger.runs[0]["watch"] and not r["confirms_run"]][:2]
    ledger.runs[one], ledger.runs[other] = ledger.runs[other], ledger.runs[one]


def event_not_stored(ledger):
    ledger.events.pop(0)


def event_waits(ledger):
    ledger.waiting.append(ledger.events[0]["id"])


def report_without_run(ledger):
    ledger.reported.append("w0@2000-01-01T00:00:00Z")


def handled_twice(ledger):
    ledger.read.append(ledger.read[0])


def never_handled(ledger):
    ledger.read.pop()


def handled_out_of_order(ledger):
    watch = ledger.read[0].rpartition("@")[0]
    one, other = [i for i, id in enumerate(ledger.read) if id.rpartition("@")[0] == watch][:2]
    ledger.read[one], ledger.read[other] = ledger.read[other], ledger.read[one]


DAMAGES = (
    event_lost,
    transition_lost,
    event_made_up,
    event_changed,
    events_swapped,
    state_older,
    state_lost,
    run_lost,
    run_doubled,
    runs_swapped,
    event_not_stored,
    event_waits,
    report_without_run,
    handled_twice,
    never_handled,
    handled_out_of_order,
)
