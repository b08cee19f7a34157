"""Holds the metrics of a running daemon to what its store has of every watch.

Usage: told.py DAEMON (which began with an empty store, so that its counters count all there is)
"""

import json
import sys
import time
import urllib.parse
import urllib.request
from collections import Counter
from datetime import datetime

from prometheus_client.parser import text_string_to_metric_families as read

PATIENCE = 60
"""Seconds in which a moment must come at which no watch runs while it is looked at."""


def get(url):
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.read().decode("utf-8")


def samples(daemon, watch):
    every = (s for f in read(get(daemon + "/metrics")) for s in f.samples)
    return {
        (s.name, *sorted(v for k, v in s.labels.items() if k not in ("watch", "region"))): s.value
        for s in every
        if s.labels.get("watch") == watch
    }


def seconds(text):
    return datetime.fromisoformat(text[:26] + "+00:00").timestamp()


def number(value):
    return float(value) if value is not None else None


def wrong(watch, runs, told):
    """What the metrics say that the store does not."""
    judged = [run for run in runs if run["confirms"] is None]
    golden = [run for run in judged if not run["id"].endswith("+smoke")]
    last, findings = golden[0], golden[0]["result"]["findings"]
    for verdict, count in Counter(run["verdict"] for run in golden).items():
        yield "runs", count, told["canary_runs_total", *sorted(("golden", verdict))]
    yield "verdict", 1, told["canary_verdict", *sorted(("golden", last["verdict"]))]
    at = told["canary_last_round_timestamp_seconds", "golden"]
    yield "last run", True, abs(at - seconds(last["startedAt"])) < 0.001
    for finding in findings:
        check, measured = finding["check"], number(finding.get("statistic"))
        if measured is None or "latency" in check:
            continue
        largest = max(number(f["statistic"]) for f in findings if f["check"] == check)
        yield f"distance of {check}", largest, told["canary_distance", check]
        if largest == measured and finding.get("threshold") is not None:
            yield f"threshold of {check}", number(finding["threshold"]), told["canary_threshold", check]
    open_alerts = sum(v for k, v in told.items() if k[0] == "canary_alerts_open")
    yield "open alerts", 0 if watch["alert"] is None else 1, open_alerts
    if watch["alert"] is not None:
        yield "its severity", 1, told["canary_alerts_open", watch["alert"]["severity"].lower()]
        yield "detections", 1, told["canary_detection_delay_seconds_count",]
    count = sum(v for k, v in told.items() if k[0] == "canary_probe_duration_seconds_count")
    tries = sum(v for k, v in told.items() if k[:2] == ("canary_probe_attempts_total", "answered"))
    yield "answers", tries, count


def main(daemon):
    until = time.monotonic() + PATIENCE
    names = [w["watch"] for w in json.loads(get(daemon + "/v1/watches"))["watches"]]
    for name in names:
        path = f"{daemon}/v1/watches/{urllib.parse.quote(name, safe='')}"
        before = None
        while True:
            watch = json.loads(get(path))
            runs = json.loads(get(path + "/runs?limit=500"))["runs"]
            told = samples(daemon, name)
            last = (watch["runId"], runs[0]["id"]) if runs and watch["runId"] else None
            if last is not None and last == before and watch == json.loads(get(path)):
                break
            before = last
            if time.monotonic() > until:
                return f"{name} never rests"
            time.sleep(0.1)
        for what, stored, metric in wrong(watch, runs, told):
            if stored != metric:
                return f"{name}: {what}: the store says {stored}, the metrics {metric}"
    print(f"the metrics of {len(names)} watches are those of the store")
    return 0


sys.exit(main(sys.argv[1]))
