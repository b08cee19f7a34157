"""Makes the seeded workspaces that commands.sh times: recorded suites of probabilities.

Usage: workspaces.py FOLDER. Needs Python 3 alone. Each workspace is a folder of its own, with a second recording in
which each value moved by less than fp32 resolves (now.*): what peer.py compares with the first one.
"""

import json
import math
import pathlib
import random
import struct
import sys

SUITE = """suite: {name}
target: {{type: recorded, model: recorded.{kind}, version: "1", platform: bench{ids}}}
output:
  kind: probabilities
  precision: fp32
  contract: {{sumsTo: 1, range: [0, 1]}}
"""


def probabilities(cases, classes):
    """Rows of softmax over normal scores, the same at every call."""
    draw = random.Random(20260131)
    rows = []
    for _ in range(cases):
        weights = [math.exp(3 * draw.gauss(0, 1)) for _ in range(classes)]
        total = sum(weights)
        rows.append([w / total for w in weights])
    return rows


def write_csv(path, rows):
    header = ",".join(["id"] + [f"p{c}" for c in range(len(rows[0]))])
    lines = [",".join([f"case-{i}"] + [repr(v) for v in row]) for i, row in enumerate(rows)]
    path.write_text("\n".join([header] + lines) + "\n")


def write_npy(path, rows):
    header = f"{{'descr': '<f8', 'fortran_order': False, 'shape': ({len(rows)}, {len(rows[0])}), }}"
    header += " " * (63 - (10 + len(header)) % 64) + "\n"
    data = b"".join(struct.pack(f"<{len(row)}d", *row) for row in rows)
    path.write_bytes(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + data)


def workspace(folder, kind, cases, classes):
    suite = folder / "canaries" / "bench"
    suite.mkdir(parents=True)
    (folder / "canaries" / "canary.yaml").write_text("kafka: none\n")
    ids = ", idFrom: row" if kind == "npy" else ""
    (suite / "suite.yaml").write_text(SUITE.format(name="bench", kind=kind, ids=ids))
    lines = [json.dumps({"id": str(i) if kind == "npy" else f"case-{i}", "tags": ["bench"]}) for i in range(cases)]
    (suite / "cases.jsonl").write_text("\n".join(lines) + "\n")
    rows = probabilities(cases, classes)
    write = write_npy if kind == "npy" else write_csv
    write(suite / f"recorded.{kind}", rows)
    write(folder / f"now.{kind}", [[v * (1 + 1e-9 * ((i + j) % 3 - 1)) for j, v in enumerate(row)] for i, row in enumerate(rows)])


def main():
    root = pathlib.Path(sys.argv[1])
    workspace(root / "32x2-csv", "csv", 32, 2)
    workspace(root / "4096x10-csv", "csv", 4096, 10)
    workspace(root / "4096x10-npy", "npy", 4096, 10)


if __name__ == "__main__":
    main()
