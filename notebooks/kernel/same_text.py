"""Compares the text that two executions of one notebook show: same_text.py COMMITTED FRESH."""

import difflib
import json
import sys


def joined(text):
    return text if isinstance(text, str) else "".join(text)


def shown(cell):
    """Standard output and values as text; images, HTML and the errors' stream may differ."""
    for output in cell["outputs"]:
        if output["output_type"] == "stream":
            if output["name"] == "stdout":
                yield joined(output["text"])
        elif output["output_type"] == "error":
            yield output["ename"] + ": " + output["evalue"] + "\n"
        else:
            yield joined(output["data"].get("text/plain", "")) + "\n"


def lines(path):
    with open(path, encoding="utf-8") as file:
        cells = json.load(file)["cells"]
    for number, cell in enumerate(cells, start=1):
        if cell["cell_type"] == "code" and "volatile" not in cell["metadata"].get("tags", []):
            yield f"cell {number} ({cell.get('id', '?')})"
            yield from "".join(shown(cell)).splitlines()


committed, fresh = sys.argv[1:]
difference = list(
    difflib.unified_diff(list(lines(committed)), list(lines(fresh)), "committed", "executed now", lineterm="", n=3)
)
print("\n".join(difference), end="\n" if difference else "")
sys.exit(1 if difference else 0)
