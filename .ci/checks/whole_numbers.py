"""A server of KServe's first protocol as people write them: it tells no types, and counts what is above zero.

python3 whole_numbers.py PORT [ADDED]

ADDED is added to every answer, which makes it another model.
"""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ADDED = json.loads(sys.argv[2]) if len(sys.argv) > 2 else 0


def count(value):
    """How many of the numbers in lists and objects are above zero."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return sum(count(part) for part in value)
    return int(value > 0)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        paths = {"/v1/models": {"models": ["score"]}, "/v1/models/score": {"name": "score", "ready": True}}
        self.answer(200 if self.path in paths else 404, paths.get(self.path, {"error": "no such path"}))

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path != "/v1/models/score:predict":
            self.answer(404, {"error": "no such path"})
            return
        try:
            self.answer(200, {"predictions": [count(row) + ADDED for row in json.loads(body)["instances"]]})
        except (KeyError, TypeError, ValueError) as e:
            self.answer(400, {"error": repr(e)})

    def answer(self, status, content):
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *args):
        pass


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
