"""Sends the first request that a model of InstantModel met, over and over, as a client of Python's would.

Usage: servers_peer.py http.client|requests MODEL-URL; called by servers.sh. Each line of the input is a number of threads
and one of calls; its answer is the nanoseconds of each call, or of all together where there are several threads.
"""

import http.client
import sys
import threading
import time
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor


def first_request(url):
    head, body = urllib.request.urlopen(url + "/first-request").read().split(b"\r\n\r\n", 1)
    lines = head.decode("ascii").split("\r\n")[1:]
    return dict(line.split(": ", 1) for line in lines), body


def with_http_client(url, headers, body):
    address = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname, address.port)

    def call():
        connection.request("POST", address.path + "/infer", body, headers)
        return connection.getresponse().read()

    return call


def with_requests(url, headers, body):
    import requests

    session = requests.Session()
    return lambda: session.post(url + "/infer", data=body, headers=headers).content


def main():
    make = {"http.client": with_http_client, "requests": with_requests}[sys.argv[1]]
    url = sys.argv[2]
    headers, body = first_request(url)
    mine = threading.local()

    def call():
        if not hasattr(mine, "call"):
            mine.call = make(url, headers, body)
        assert len(mine.call()) > len(body) / 2

    call()
    pool = ThreadPoolExecutor(32)
    print("ready", flush=True)
    for line in sys.stdin:
        threads, calls = map(int, line.split())
        begin = time.perf_counter_ns()
        if threads == 1:
            nanos = []
            for _ in range(calls):
                start = time.perf_counter_ns()
                call()
                nanos.append(time.perf_counter_ns() - start)
        else:
            list(pool.map(lambda _: [call() for _ in range(calls // threads)], range(threads)))
            nanos = [time.perf_counter_ns() - begin]
        print(*nanos, flush=True)


if __name__ == "__main__":
    main()
