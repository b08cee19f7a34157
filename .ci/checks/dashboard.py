"""Asks a Prometheus every query of the dashboard, as Grafana would: each must be answered, and with data.

Usage: dashboard.py PROMETHEUS DASHBOARD
"""

import json
import sys
import time
import urllib.parse
import urllib.request

ROOM = 60
"""Seconds until every panel must have something to show: rates need two scrapes."""

VARIABLES = {"$watch": ".*", "$region": ".*", "$tier": ".*", "$__rate_interval": "30s", "$__interval": "30s"}


def queries(dashboard):
    for panel in dashboard["panels"]:
        for target in panel.get("targets", []):
            yield panel["title"], target["expr"]
    for note in dashboard["annotations"]["list"]:
        yield note["name"], note["expr"]


def answered(prometheus, query):
    for name, value in VARIABLES.items():
        query = query.replace(name, value)
    url = prometheus + "/api/v1/query?" + urllib.parse.urlencode({"query": query})
    with urllib.request.urlopen(url, timeout=10) as answer:
        return json.load(answer)["data"]["result"]


def main(prometheus, file):
    with open(file, encoding="utf-8") as text:
        wanted = dict.fromkeys(queries(json.load(text)))
    until = time.monotonic() + ROOM
    empty = list(wanted)
    while empty and time.monotonic() < until:
        empty = [each for each in empty if not answered(prometheus, each[1])]
        time.sleep(1 if empty else 0)
    for title, query in empty:
        print(f"failed: the panel {title!r} shows nothing: {query}")
    print(f"{len(wanted) - len(empty)} of {len(wanted)} queries of the dashboard have data")
    return 1 if empty else 0


sys.exit(main(sys.argv[1], sys.argv[2]))
