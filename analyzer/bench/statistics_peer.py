"""Times SciPy on samples as the benchmarks draw them, and prints the ratios to what the benchmarks took.

Called by statistics.sh: "statistics_peer.py time FILE" times once and writes a list of name, peer and milliseconds;
"statistics_peer.py table FOLDER" sets the least of all passes beside the least of what JMH wrote there.
"""

import importlib.util
import json
import os
import pathlib
import sys
import time

SEED = 20260131
TO_MILLISECONDS = {"ms/op": 1, "us/op": 1e-3}


def ours(folder):
    """The least time of a call in all passes, by the name of class and method."""
    times = {}
    for path in folder.glob("ours-*.json"):
        for result in json.loads(path.read_text(encoding="utf-8")):
            metric = result["primaryMetric"]
            name = ".".join(result["benchmark"].split(".")[-2:])
            took = metric["scorePercentiles"]["0.0"] * TO_MILLISECONDS[metric["scoreUnit"]]
            times[name] = min(took, times.get(name, took))
    return times


def theirs(folder):
    """What does the same as each benchmark, and its least time in all passes."""
    times = {}
    for path in folder.glob("theirs-*.json"):
        for name, peer, took in json.loads(path.read_text(encoding="utf-8")):
            times[name] = peer, min(took, times.get(name, (peer, took))[1])
    return times


def least(call, runs=4):
    call()
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        call()
        times.append(time.perf_counter() - begin)
    return 1e3 * min(times)


def peers():
    """What SciPy takes, by the name of the benchmark that does the same."""
    import numpy as np
    from scipy import stats
    from scipy.spatial.distance import cdist, pdist

    rng = np.random.default_rng(SEED)
    now, baseline = rng.standard_normal(1_000_000), np.sort(rng.standard_normal(1_000_000))
    yield "LargeSampleBenchmark.sortAndMerge", "numpy.sort", least(lambda: np.sort(now))
    yield (
        "LargeSampleBenchmark.kolmogorovSmirnov",
        "ks_2samp, asymp",
        least(lambda: stats.ks_2samp(now, baseline, method="asymp")),
    )
    yield (
        "LargeSampleBenchmark.wasserstein",
        "wasserstein_distance",
        least(lambda: stats.wasserstein_distance(now, baseline)),
    )
    yield "LargeSampleBenchmark.energy", "energy_distance", least(lambda: stats.energy_distance(now, baseline))

    tied, other = rng.integers(0, 50, 200), rng.integers(0, 55, 200)
    yield (
        "ExactTestBenchmark.kolmogorovSmirnovWithTies",
        "ks_2samp, exact, without ties",
        least(lambda: stats.ks_2samp(tied, other, method="exact")),
    )
    x, y = rng.standard_normal(20), rng.standard_normal(20)
    yield (
        "ExactTestBenchmark.cramerVonMises",
        "cramervonmises_2samp, exact",
        least(lambda: stats.cramervonmises_2samp(x, y, method="exact")),
    )

    x = rng.standard_normal((500, 10))
    y = x + 0.1 * rng.standard_normal((500, 10))

    def swaps(kernel):
        pool = np.concatenate([x, y])
        k = kernel(pool)
        a = k[:500, :500] + k[500:, 500:] - k[:500, 500:] - k[500:, :500]
        signs = rng.choice([-1.0, 1.0], (10_000, 500))
        forms = np.einsum("bi,bi->b", signs @ a, signs)
        return (1 + np.count_nonzero(forms >= a.sum())) / 10_001

    def gauss(pool):
        return np.exp(-cdist(pool, pool, "sqeuclidean") / (2 * np.median(pdist(pool)) ** 2))

    yield "PairedRowsBenchmark.maximumMeanDiscrepancy", "numpy, product of matrices", least(lambda: swaps(gauss), 3)
    yield "PairedRowsBenchmark.energy", "numpy, product of matrices", least(lambda: swaps(lambda p: -cdist(p, p)), 3)


def table(folder):
    measured, compared = ours(folder), theirs(folder)
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors; least times in ms")
    print(f"{'benchmark':62} {'ours':>10} {'peer':>10} {'ratio':>7}  peer")
    for name, took in measured.items():
        peer, other = compared.get(name, ("", None))
        beside = f"{other:10.3f} {took / other:7.3f}" if other else f"{'':10} {'':7}"
        print(f"{name:62} {took:10.3f} {beside}  {peer}".rstrip())
    unavoidable = measured["LargeSampleBenchmark.sortAndMerge"]
    for statistic in ("kolmogorovSmirnov", "wasserstein", "energy"):
        share = measured[f"LargeSampleBenchmark.{statistic}"] / unavoidable
        print(f"{statistic}: {share:.2f} x sorting and one merge")


def main():
    what, path = sys.argv[1], pathlib.Path(sys.argv[2])
    if what == "table":
        table(path)
        return
    available = all(importlib.util.find_spec(name) for name in ("numpy", "scipy"))
    path.write_text(json.dumps(list(peers()) if available else []), encoding="utf-8")


if __name__ == "__main__":
    main()
