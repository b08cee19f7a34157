"""The workspace of serve.sh, and what its daemon's runs tell."""

import json
import pathlib
import re
import sys
from datetime import datetime

CASES = 32
PERIOD = 10


def make(folder, watches):
    suite = folder / "canaries" / "load"
    suite.mkdir(parents=True)
    names = "".join(f"  w{i:04d}: {{suite: load}}\n" for i in range(1, watches))
    (folder / "canaries" / "canary.yaml").write_text("kafka: none\nwatches:\n" + names)
    (suite / "suite.yaml").write_text(
        "suite: load\n"
        'target: {type: recorded, model: predictions.csv, version: "1"}\n'
        "output: {kind: probabilities, precision: fp32, contract: {sumsTo: 1, range: [0, 1]}}\n"
        f"schedule: {{every: {PERIOD}s}}\n"
    )
    with open(suite / "cases.jsonl", "w") as cases, open(suite / "predictions.csv", "w") as answers:
        answers.write("id,yes,no\n")
        for i in range(CASES):
            p = (i + 0.5) / CASES
            cases.write(json.dumps({"id": f"c{i}", "input": {}, "why": "one of many"}) + "\n")
            answers.write(f"c{i},{p},{1 - p}\n")


def instant(text):
    """Python 3.11 reads at most microseconds."""
    return datetime.fromisoformat(re.sub(r"(\.[0-9]{6})[0-9]*Z$", r"\1Z", text).replace("Z", "+00:00"))


def tell(folder, watches):
    late, due = [], {}
    verdicts = {}
    with open(folder / "runs.jsonl") as lines:
        for line in lines:
            if not line.startswith("{"):
                continue
            run = json.loads(line)
            watch, _, at = run["run"]["id"].rpartition("@")
            planned = instant(at)
            late.append((instant(run["run"]["startedAt"]) - planned).total_seconds())
            due.setdefault(watch, []).append(planned)
            verdicts[run["verdict"]] = verdicts.get(run["verdict"], 0) + 1
    # The first runs of all meet a Java that has compiled nothing yet, and count as well.
    late.sort()
    missed = sum(
        round((b - a).total_seconds() / PERIOD) - 1
        for each in due.values()
        for a, b in zip(sorted(each), sorted(each)[1:])
    )
    share = lambda p: late[min(len(late) - 1, int(p * len(late)))]
    memory = dict(re.findall(r"(\w+):\s+(\d+) kB", (folder / "memory.txt").read_text()))
    peak = int(memory["VmHWM"]) / 1024
    print(f"{len(late)} runs of {len(due)} watches ({verdicts}), {missed} passed over")
    print(f"late: median {share(0.5):.3f} s, p99 {share(0.99):.3f} s, most {late[-1]:.3f} s")
    print(f"memory: {peak:.0f} MiB at most, {int(memory['VmRSS']) / 1024:.0f} MiB at the end")
    ok = share(0.99) < 1 and peak < 1024 and len(due) == watches
    return 0 if ok else 1


if __name__ == "__main__":
    place = pathlib.Path(sys.argv[2])
    if sys.argv[1] == "make":
        make(place, int(sys.argv[3]))
    else:
        sys.exit(tell(place, int(sys.argv[3])))
