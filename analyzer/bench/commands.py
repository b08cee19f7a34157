"""Runs commands in turn and prints what each cost: elapsed and processor time, and the peak of resident memory.

Usage: commands.py RUNS CANARY PEER WORKSPACE...; called by commands.sh and served.sh. PEER may be "none".
"""

import importlib.util
import os
import statistics
import subprocess
import sys
import time


def cost(command):
    """Seconds elapsed, seconds of processor time, MiB at the peak; by the system's own account of the process."""
    begin = time.monotonic()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    elapsed = time.monotonic() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit code {process.returncode}")
    return elapsed, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def row(name, costs):
    elapsed, cpu, peak = zip(*costs)
    print(
        f"{name:24} {min(elapsed):8.3f} {statistics.median(elapsed):8.3f}"
        f" {min(cpu):8.3f} {statistics.median(cpu):8.3f} {max(peak):9.1f}"
    )


def main():
    runs, canary, peer, workspaces = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4:]
    with_peer = peer != "none" and all(importlib.util.find_spec(name) for name in ("numpy", "scipy"))
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors, {runs} runs each")
    print(f"{'':24} {'wall min':>8} {'median':>8} {'cpu min':>8} {'median':>8} {'peak MiB':>9}")
    for workspace in workspaces:
        commands = {"canary run": [canary, "run", "--workspace", workspace]}
        if with_peer:
            commands["numpy, scipy"] = [sys.executable, peer, workspace]
        costs = {name: [] for name in commands}
        for i in range(runs + 1):
            for name, command in commands.items():
                measured = cost(command)
                if i > 0:  # the first fills the caches
                    costs[name].append(measured)
        for name in commands:
            row(f"{os.path.basename(workspace)} {name}", costs[name])
        if with_peer:
            ours, theirs = costs["canary run"], costs["numpy, scipy"]
            ratios = [statistics.median(a[k] / b[k] for a, b in zip(ours, theirs)) for k in range(3)]
            print(f"{str():10}ratio: wall {ratios[0]:.2f}, cpu {ratios[1]:.2f}, peak {ratios[2]:.2f}")
    print(f"load {os.getloadavg()[0]:.1f} at the end")


if __name__ == "__main__":
    main()
