"""The workspace of serve.sh, who looks at its daemon, and what its runs tell."""

import gzip
import http.client
import json
import os
import pathlib
import re
import shutil
import socket
import sqlite3
import sys
import threading
import time
from datetime import datetime

CASES = 32
SCRAPE = 15
SAMPLES = {"onnx": ("house-price", "model.onnx"), "tribuo": ("credit-risk", "model.tribuo")}


def make(root, folder, watches, suites, period, target, kafka):
    for i in range(suites):
        suite(root, folder / "canaries" / f"load{i}", period, target)
    names = "".join(f"  w{i:04d}: {{suite: load{i % suites}}}\n" for i in range(suites, watches))
    (folder / "canaries" / "canary.yaml").write_text(
        f"kafka: {kafka}\nhttp: {{port: {free_port()}}}\n" + (f"watches:\n{names}" if names else "")
    )


def suite(root, folder, period, target):
    folder.mkdir(parents=True)
    if target == "recorded":
        recorded(folder)
        text = (
            "suite: recorded\ntarget: {type: recorded, model: predictions.csv, version: '1'}\n"
            "output: {kind: probabilities, precision: fp32, contract: {sumsTo: 1, range: [0, 1]}}\n"
        )
    else:
        sample, model = SAMPLES[target]
        source = root / "canaries" / sample
        shutil.copy(source / model, folder)
        lines = (source / "cases.jsonl").read_text().splitlines(keepends=True)
        (folder / "cases.jsonl").write_text("".join(lines[:CASES]))
        text = re.sub("(?m)^(schedule|policy):.*\n", "", (source / "suite.yaml").read_text())
    text = re.sub("(?m)^suite: .*$", f"suite: {folder.name}", text)
    (folder / "suite.yaml").write_text(text + f"schedule: {{every: {period}s}}\n")


def recorded(folder):
    with open(folder / "cases.jsonl", "w") as cases, open(folder / "predictions.csv", "w") as answers:
        answers.write("id,yes,no\n")
        for i in range(CASES):
            p = (i + 0.5) / CASES
            cases.write(json.dumps({"id": f"c{i}", "input": {}, "why": "one of many"}) + "\n")
            answers.write(f"c{i},{p},{1 - p}\n")


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def port(folder):
    """Once the daemon listens there."""
    at = int(re.search(r"port: (\d+)", (folder / "canaries" / "canary.yaml").read_text()).group(1))
    while True:
        try:
            socket.create_connection(("127.0.0.1", at)).close()
            return at
        except OSError:
            time.sleep(0.2)


def get(at, path, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", at, timeout=60)
    begin = time.monotonic()
    connection.request("GET", path, headers=headers)
    body = connection.getresponse().read()
    connection.close()
    return time.monotonic() - begin, body


def events(at, heard):
    connection = http.client.HTTPConnection("127.0.0.1", at)
    connection.request("GET", "/events", headers={"Accept": "text/event-stream"})
    answer = connection.getresponse()
    try:
        while answer.readline():
            heard[0] += 1
    except OSError:
        pass


def cpu(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid):
    return dict(re.findall(r"(VmHWM|VmRSS):\s+(\d+) kB", pathlib.Path(f"/proc/{pid}/status").read_text()))


def look(folder, pid, seconds):
    begin = time.monotonic()
    at = port(folder)
    heard = [0]
    threading.Thread(target=events, args=(at, heard), daemon=True).start()
    spent = [cpu(pid)]
    cost = {"/metrics": [], "/": [], "/v1/watches": []}
    while time.monotonic() - begin < seconds:
        scrape = "/metrics" if len(cost["/metrics"]) % 4 else "/"
        for path in {"/metrics", scrape} | ({"/v1/watches"} if scrape == "/" else set()):
            took, body = get(at, path, **{"Accept-Encoding": "gzip"})
            plain = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
            cost[path].append((took, len(body), len(plain)))
            if path == "/metrics":
                metrics = plain.decode()
        spent.append(round(cpu(pid), 1))
        time.sleep(SCRAPE)
    told = {"cpu": cpu(pid), "seconds": time.monotonic() - begin, "memory": memory(pid), "cost": cost, "spent": spent, "heard": heard[0]}
    told["depth"] = re.search(r"(?m)^canary_outbox_depth (\S+)", metrics).group(1)
    told["store"] = {f.name: f.stat().st_size for f in (folder / ".canary").glob("state.db*") if f.is_file()}
    (folder / "look.json").write_text(json.dumps(told))


def instant(text):
    """Python 3.11 reads at most microseconds."""
    return datetime.fromisoformat(re.sub(r"(\.[0-9]{6})[0-9]*Z$", r"\1Z", text).replace("Z", "+00:00"))


def percentile(rising, share):
    return rising[min(len(rising) - 1, int(share * len(rising)))]


def tell(folder, watches, period):
    late, due, verdicts = [], {}, {}
    with open(folder / "runs.jsonl") as lines:
        for line in lines:
            if not line.startswith("{"):
                continue
            run = json.loads(line)
            watch, _, at = run["run"]["id"].rpartition("@")
            planned = instant(at)
            late.append((planned, (instant(run["run"]["startedAt"]) - planned).total_seconds()))
            due.setdefault(watch, []).append(planned)
            verdicts[run["verdict"]] = verdicts.get(run["verdict"], 0) + 1
    begin = min(at for at, _ in late)
    # The first runs of all meet a Java that has compiled nothing yet, and count as well.
    halves = {}
    for at, by in late:
        halves.setdefault(int(at.timestamp() - begin.timestamp()) // 30, []).append(by)
    windows = ", ".join(f"{percentile(sorted(each), 0.99):.2f}" for _, each in sorted(halves.items()))
    since = {n: sorted(by for at, by in late if (at - begin).total_seconds() < n) for n in (10, 30, 60, 120)}
    first = ", ".join(f"{n} s: {percentile(each, 0.99):.2f}" for n, each in since.items())
    late = sorted(by for _, by in late)
    missed = sum(
        round((b - a).total_seconds() / period) - 1
        for each in due.values()
        for a, b in zip(sorted(each), sorted(each)[1:])
    )
    # Every instant of a watch stands at the same place in the period.
    places = {watch: {round(at.timestamp() * 1000) % (period * 1000) for at in each} for watch, each in due.items()}
    astray = sum(len(each) > 1 for each in places.values())
    looked = json.loads((folder / "look.json").read_text())
    peak = int(looked["memory"]["VmHWM"]) / 1024
    print(f"{len(late)} runs of {len(due)} watches ({verdicts}), {missed} passed over, {astray} watches off their grid")
    print(f"late: median {percentile(late, 0.5):.3f} s, p99 {percentile(late, 0.99):.3f} s, most {late[-1]:.3f} s; p99 by half a minute: {windows}")
    print(
        f"processor: {looked['cpu']:.0f} s in {looked['seconds']:.0f} s, {1000 * looked['cpu'] / len(late):.1f} ms a run, all told"
    )
    each = [b - a for a, b in zip(looked["spent"], looked["spent"][1:])]
    print(f"processor seconds by scrape: {', '.join(f'{s:.1f}' for s in each)}")
    print(f"memory: {peak:.0f} MiB at most, {int(looked['memory']['VmRSS']) / 1024:.0f} MiB at the end")
    for path, costs in looked["cost"].items():
        if costs:
            took, sent, plain = max(costs)
            print(f"GET {path}: {len(costs)}, the slowest {took:.3f} s, {sent / 1e3:.0f} kB sent, {plain / 1e3:.0f} kB plain")
    print(f"events heard by the page {looked['heard']}; outbox {looked['depth']}; store {looked['store']}")
    sizes(folder / ".canary", len(late))
    ok = percentile(late, 0.99) < 1 and peak < 1024 and len(due) == watches
    return 0 if ok else 1


def sizes(state, runs):
    for file in state.glob("*.db"):
        with sqlite3.connect(file) as store:
            rows = store.execute("select name, sum(pgsize) from dbstat group by name order by 2 desc limit 8")
            print(f"bytes a run in {file.name}: " + ", ".join(f"{name} {size // runs}" for name, size in rows))


if __name__ == "__main__":
    job, *rest = sys.argv[1:]
    if job == "make":
        root, folder, watches, suites, period, target, kafka = rest
        make(pathlib.Path(root), pathlib.Path(folder), int(watches), int(suites), int(period), target, kafka)
    elif job == "look":
        look(pathlib.Path(rest[0]), int(rest[1]), int(rest[2]))
    else:
        sys.exit(tell(pathlib.Path(rest[0]), int(rest[1]), int(rest[2])))
