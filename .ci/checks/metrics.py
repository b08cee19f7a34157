"""Reads both texts of the metrics with the official parsers, and holds the shipped files to the names they found.

Usage: metrics.py FOLDER_OF_TEXTS DEPLOY
"""

import json
import re
import sys
from pathlib import Path

from prometheus_client.openmetrics.parser import text_string_to_metric_families as read_open
from prometheus_client.parser import text_string_to_metric_families as read_plain

NAME = re.compile(r"\bcanary_[a-z_]+")
HOSTILE = 'a"b\\c\nd 数'


def samples(families):
    return {(s.name, tuple(sorted(s.labels.items()))): s.value for f in families for s in f.samples}


def expressions(panel):
    yield from (target["expr"] for target in panel.get("targets", []))
    for inner in panel.get("panels", []):
        yield from expressions(inner)


def main(texts, deploy):
    plain = samples(read_plain((texts / "plain.txt").read_text("utf-8")))
    opened = samples(read_open((texts / "open.txt").read_text("utf-8")))
    assert plain == opened, set(plain.items()) ^ set(opened.items())
    assert any(dict(labels).get("watch") == HOSTILE for _, labels in plain), "the hostile name was not read back"
    names = {name for name, _ in plain}

    dashboard = json.loads((deploy / "grafana" / "canary.json").read_text("utf-8"))
    assert "id" not in dashboard or dashboard["id"] is None, "a dashboard's id is another one everywhere"
    asked = "\n".join(e for panel in dashboard["panels"] for e in expressions(panel))
    asked += "".join(str(v.get("query")) for v in dashboard["templating"]["list"])
    asked += "".join(
        line for line in (deploy / "prometheus" / "canary-rules.yml").read_text("utf-8").splitlines(True) if "#" not in line
    )
    unknown = set(NAME.findall(asked)) - names
    assert not unknown, f"no such metric: {sorted(unknown)}"
    print(f"{len(plain)} samples of {len(names)} names read alike in both formats")


main(Path(sys.argv[1]), Path(sys.argv[2]))
