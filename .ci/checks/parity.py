#!/usr/bin/env python3
"""Compares `canary distance --batch` with SciPy, R and whole-number arithmetic, on cases drawn from a seed.

    parity.py CANARY SEED [CASES_A_MEASURE]

Statistics agree to 1e-12, exact p-values to 1e-9, asymptotic ones to 1e-6, all relative. Where SciPy is known to be
wrong (exact p-values under ties, cancellation), the reference is computed here, in integers or with 60 digits.
"""

import itertools
import json
import math
import subprocess
import sys
import warnings
from collections import Counter
from decimal import Decimal, getcontext
from fractions import Fraction

import numpy as np
import scipy
from scipy import spatial, stats

import parity_r

warnings.filterwarnings("ignore")
getcontext().prec = 60
STATISTIC, EXACT, ASYMPTOTIC = 1e-12, 1e-9, 1e-6
NEW_SCIPY = tuple(int(part) for part in scipy.__version__.split(".")[:2]) >= (1, 15)
ALTERNATIVES = ("two-sided", "less", "greater")


class Case:
    """One request and what it must answer: name -> (value, tolerance)."""

    def __init__(self, measure, request, expected, source):
        self.measure, self.request, self.expected, self.source = measure, request, expected, source


def listed(values):
    return [v.item() if hasattr(v, "item") else v for v in values]


# --- data -------------------------------------------------------------------------------------------------------------

KINDS = ("normal", "cauchy", "lognormal", "discrete", "coarse", "constant", "shifted", "tiny", "huge")


def sample(rng, kind, n):
    if kind == "cauchy":
        return rng.standard_cauchy(n)
    if kind == "lognormal":
        return rng.lognormal(0, 2, n)
    if kind == "discrete":
        return rng.integers(0, 5, n).astype(float)
    if kind == "coarse":
        return np.round(rng.normal(0, 1, n), 1)
    if kind == "constant":
        return np.full(n, 2.5)
    if kind == "shifted":
        return rng.normal(0.7, 1.5, n)
    if kind == "tiny":
        return rng.normal(0, 1e-9, n)
    if kind == "huge":
        return rng.normal(0, 1e12, n)
    return rng.normal(0, 1, n)


def untied(rng, n):
    """Values that are all different."""
    return rng.permutation(np.unique(rng.normal(0, 1, 2 * n + 10)))[:n]


def size(rng, most):
    return int(rng.choice([n for n in (1, 2, 3, 5, 8, 13, 20, 35, 50, 100, 300, 1000, 10000) if n <= most]))


def two(rng, most):
    kind = rng.choice(KINDS)
    other = kind if rng.random() < 0.6 else rng.choice(("normal", "shifted", "coarse", "discrete"))
    return sample(rng, kind, size(rng, most)), sample(rng, other, size(rng, most))


def paired(rng, most):
    kind = rng.choice(KINDS)
    n = size(rng, most)
    x = sample(rng, kind, n)
    step = rng.choice(("move", "coarse", "some", "equal"), p=(0.5, 0.25, 0.2, 0.05))
    if step == "equal":
        return x, x.copy()
    if step == "coarse":
        return np.round(x, 1), np.round(x, 1) + rng.integers(-2, 3, n) / 2
    scale = max(1e-12, float(np.median(np.abs(x)))) * 0.3
    move = rng.normal(0.2 * scale, scale, n)
    return x, x + (move if step == "move" else move * (rng.random(n) < 0.3))


# --- references in whole numbers --------------------------------------------------------------------------------------


def tails(counts, observed, alternative, statistic):
    """Exact p-value of an integer statistic whose distribution is counts: value -> number of ways."""
    total = sum(counts.values())
    low = Fraction(sum(ways for value, ways in counts.items() if value <= observed), total)
    high = Fraction(sum(ways for value, ways in counts.items() if value >= observed), total)
    p = {"less": low, "greater": high, "two-sided": min(Fraction(1), 2 * min(low, high))}[alternative]
    return float(p)


def midranks2(values):
    """Twice the midranks, as integers."""
    return [int(2 * r) for r in stats.rankdata(values)]


def signed_rank_exact(differences, zeros, alternative):
    d = [v for v in differences if v != 0] if zeros == "wilcox" else list(differences)
    ranks = midranks2(np.abs(d)) if d else []
    live = [(r, v) for r, v in zip(ranks, d) if v != 0]
    if not live:
        return 1.0
    counts = Counter({0: 1})
    for rank, _ in live:
        moved = Counter(counts)
        for value, ways in counts.items():
            moved[value + rank] += ways
        counts = moved
    return tails(counts, sum(r for r, v in live if v > 0), alternative, None)


def rank_sum_exact(x, y, alternative):
    ranks = midranks2(list(x) + list(y))
    ways = [Counter() for _ in range(len(x) + 1)]
    ways[0][0] = 1
    for rank in ranks:
        for k in range(len(x), 0, -1):
            for value, count in ways[k - 1].items():
                ways[k][value + rank] += count
    return tails(ways[len(x)], sum(ranks[: len(x)]), alternative, None)


def by_splits(x, y, statistic):
    """P(statistic >= observed) over all ways to deal the pooled values; statistic in exact numbers."""
    pooled = list(x) + list(y)
    observed = statistic(pooled, set(range(len(x))))
    every = [statistic(pooled, set(chosen)) for chosen in itertools.combinations(range(len(pooled)), len(x))]
    return observed, float(Fraction(sum(s >= observed for s in every), len(every)))


def cvm_numerator(pooled, chosen):
    """U of Cramer-von Mises times 4, an integer; midranks for ties, as SciPy has it."""
    n, m = len(chosen), len(pooled) - len(chosen)
    ranks = midranks2(pooled)
    rx = sorted(ranks[i] for i in chosen)
    ry = sorted(ranks[i] for i in range(len(pooled)) if i not in chosen)
    squares = lambda own: sum((rank - 2 * (i + 1)) ** 2 for i, rank in enumerate(own))
    return n * squares(rx) + m * squares(ry)


def weighted_steps(x, y, wx=None, wy=None):
    wx = [1] * len(x) if wx is None else wx
    wy = [1] * len(y) if wy is None else wy
    fx, fy = Fraction(0), Fraction(0)
    tx, ty = sum(map(Fraction, wx)), sum(map(Fraction, wy))
    merged = sorted([(Fraction(v), 0, Fraction(w)) for v, w in zip(x, wx)] + [(Fraction(v), 1, Fraction(w)) for v, w in zip(y, wy)])
    before = merged[0][0]
    for value, side, weight in merged:
        yield value - before, abs(fx / tx - fy / ty)
        before = value
        if side == 0:
            fx += weight
        else:
            fy += weight


def root(fraction):
    return float((Decimal(fraction.numerator) / Decimal(fraction.denominator)).sqrt())


def proportions(weights):
    total = sum(Fraction(w) for w in weights)
    return [Decimal(f.numerator) / Decimal(f.denominator) for f in (Fraction(w) / total for w in weights)]


def entropy_sum(p, q):
    return sum((a * (a / b).ln() for a, b in zip(p, q) if a > 0), Decimal(0))


# --- cases of each measure --------------------------------------------------------------------------------------------


def ks(rng):
    alternative = str(rng.choice(ALTERNATIVES))
    if rng.random() < 0.5:
        x, y = two(rng, 10000)
        s = stats.ks_2samp(x, y, alternative=alternative, method="asymp")
        certain = 1 / math.comb(len(x) + len(y), len(x)) if max(len(x), len(y)) < 30 else 0
        p = max(s.pvalue, certain * (2 if alternative == "two-sided" else 1)) if s.statistic >= 1 else s.pvalue
        expected = {"statistic": (s.statistic, STATISTIC)}
        if s.statistic < 1:
            expected["pValue"] = (min(1.0, p), ASYMPTOTIC)
        method = "asymptotic"
    else:
        n, m = size(rng, 300), size(rng, 300)
        both = untied(rng, n + m)
        x, y = both[:n], both[n:] if rng.random() < 0.5 else both[n:] * 1.4
        s = stats.ks_2samp(x, y, alternative=alternative, method="exact")
        expected = {"statistic": (s.statistic, STATISTIC), "pValue": (min(1.0, s.pvalue), EXACT)}
        method = "exact"
    return {"x": listed(x), "y": listed(y), "params": {"alternative": alternative, "method": method}}, expected, "SciPy"


def ks_splits(rng):
    n, m = int(rng.integers(1, 8)), int(rng.integers(1, 8))
    x, y = rng.integers(0, 4, n), rng.integers(0, 5, m)
    alternative = str(rng.choice(ALTERNATIVES))

    def gap(pooled, chosen):
        ends = sorted(set(pooled))
        gaps = [
            Fraction(sum(pooled[i] <= e for i in chosen), n)
            - Fraction(sum(pooled[i] <= e for i in range(n + m) if i not in chosen), m)
            for e in ends
        ]
        return {"two-sided": max(map(abs, gaps)), "greater": max(max(gaps), Fraction(0)), "less": max(max(-g for g in gaps), Fraction(0))}[alternative]

    observed, p = by_splits(listed(x), listed(y), gap)
    request = {"x": listed(x), "y": listed(y), "params": {"alternative": alternative, "method": "exact"}}
    return request, {"statistic": (float(observed), STATISTIC), "pValue": (p, EXACT)}, "all splits"


def cvm(rng):
    if rng.random() < 0.5:
        x, y = two(rng, 1000)
        if len(x) < 2 or len(y) < 2:
            x, y = rng.normal(0, 1, 7), rng.normal(0, 1, 9)
        s = stats.cramervonmises_2samp(x, y, method="asymptotic")
        expected = {"statistic": (s.statistic, STATISTIC), "pValue": (s.pvalue, ASYMPTOTIC)}
        if s.pvalue < 1e-5 or np.ptp(np.concatenate([x, y])) == 0:
            del expected["pValue"]
        return {"x": listed(x), "y": listed(y), "params": {"method": "asymptotic"}}, expected, "SciPy"
    n, m = int(rng.integers(2, 13)), int(rng.integers(2, 13))
    both = untied(rng, n + m)
    x, y = both[:n], both[n:] + 0.5
    s = stats.cramervonmises_2samp(x, y, method="exact")
    expected = {"statistic": (s.statistic, STATISTIC), "pValue": (s.pvalue, EXACT)}
    return {"x": listed(x), "y": listed(y), "params": {"method": "exact"}}, expected, "SciPy"


def cvm_splits(rng):
    n, m = int(rng.integers(1, 8)), int(rng.integers(1, 8))
    x, y = rng.integers(0, 4, n), rng.integers(0, 5, m)
    u, p = by_splits(listed(x), listed(y), cvm_numerator)
    statistic = Fraction(u, 4 * n * m * (n + m)) - Fraction(4 * n * m - 1, 6 * (n + m))
    request = {"x": listed(x), "y": listed(y), "params": {"method": "exact"}}
    return request, {"statistic": (float(statistic), STATISTIC), "pValue": (p, EXACT)}, "all splits"


def anderson_darling(rng):
    variant = str(rng.choice(("midrank", "right")))
    samples = [sample(rng, rng.choice(("normal", "coarse", "discrete", "shifted")), int(rng.integers(2, 60))) for _ in range(int(rng.integers(2, 5)))]
    if len(set(np.concatenate(samples))) < 2:
        samples[0] = samples[0] + 1
    s = stats.anderson_ksamp(samples, midrank=variant == "midrank")
    p = s.pvalue
    expected = {"statistic": (s.statistic, 1e-10)}
    if 0.001 < p < 0.25:
        expected["pValue"] = (p, ASYMPTOTIC)
    return {"samples": [listed(v) for v in samples], "params": {"variant": variant}}, expected, "SciPy"


def mann_whitney(rng):
    alternative = str(rng.choice(ALTERNATIVES))
    correction = bool(rng.random() < 0.5)
    if rng.random() < 0.5:
        x, y = two(rng, 1000)
        s = stats.mannwhitneyu(x, y, use_continuity=correction, alternative=alternative, method="asymptotic")
        expected = {"statistic": (s.statistic, STATISTIC)}
        if np.isfinite(s.pvalue) and s.pvalue > 1e-250:
            expected["pValue"] = (min(1.0, s.pvalue), ASYMPTOTIC)
        params = {"alternative": alternative, "method": "asymptotic", "use_continuity": correction}
        return {"x": listed(x), "y": listed(y), "params": params}, expected, "SciPy"
    x, y = sample(rng, rng.choice(("normal", "discrete", "coarse")), int(rng.integers(1, 12))), sample(rng, rng.choice(("shifted", "discrete")), int(rng.integers(1, 12)))
    s = stats.mannwhitneyu(x, y, alternative=alternative, method="asymptotic")
    expected = {"statistic": (s.statistic, STATISTIC), "pValue": (rank_sum_exact(x, y, alternative), EXACT)}
    return {"x": listed(x), "y": listed(y), "params": {"alternative": alternative, "method": "exact"}}, expected, "integers"


def table(rng, rows=None, columns=None, most=40):
    counts = rng.integers(0, most, (rows or int(rng.integers(2, 5)), columns or int(rng.integers(2, 7))))
    counts[counts.sum(1) == 0, 0] = 1
    counts[0, counts.sum(0) == 0] = 1
    return counts


def chi_square(rng, likelihood=False):
    counts = table(rng)
    correction = bool(rng.random() < 0.5)
    s = stats.chi2_contingency(counts, correction=correction, lambda_="log-likelihood" if likelihood else None)
    expected = {"statistic": (s[0], STATISTIC), "pValue": (s[1], ASYMPTOTIC)}
    if s[1] < 1e-290:
        del expected["pValue"]
    return {"table": counts.tolist(), "params": {"correction": correction}}, expected, "SciPy"


def g_test(rng):
    return chi_square(rng, likelihood=True)


def fisher(rng):
    counts = table(rng, 2, 2, int(rng.choice((6, 15, 60, 400))))
    alternative = str(rng.choice(ALTERNATIVES))
    p = stats.fisher_exact(counts, alternative=alternative)[1]
    (a, b), (c, d) = counts.tolist()
    ways = {k: math.comb(a + b, k) * math.comb(c + d, a + c - k) for k in range(max(0, a - d), min(a + b, a + c) + 1)}
    total = sum(ways.values())
    chosen = {"less": lambda k: k <= a, "greater": lambda k: k >= a, "two-sided": lambda k: ways[k] <= ways[a]}[alternative]
    p = float(Fraction(sum(w for k, w in ways.items() if chosen(k)), total))
    if p < 1e-290:
        p = max(p, 5e-324)
    return {"table": counts.tolist(), "params": {"alternative": alternative}}, {"pValue": (p, EXACT)}, "integers"


def wilcoxon(rng):
    alternative = str(rng.choice(ALTERNATIVES))
    zeros = str(rng.choice(("wilcox", "pratt", "zsplit")))
    correction = bool(rng.random() < 0.5)
    exact = rng.random() < 0.5
    x, y = paired(rng, 35 if exact else 10000)
    d = x - y
    params = {"alternative": alternative, "zero_method": zeros, "correction": correction, "method": "exact" if exact else "asymptotic"}
    request = {"x": listed(x), "y": listed(y), "params": params}
    if exact:
        return request, {"pValue": (signed_rank_exact(d, zeros, alternative), EXACT)}, "integers"
    if not d.any():
        return request, {"pValue": (1.0, EXACT)}, "rule"
    s = stats.wilcoxon(x, y, zero_method=zeros, correction=correction, alternative=alternative, **({"method": "asymptotic"} if NEW_SCIPY else {"method": "approx"}))
    expected = {"statistic": (s.statistic, STATISTIC)}
    if np.isfinite(s.pvalue) and s.pvalue > 1e-250:
        expected["pValue"] = (min(1.0, s.pvalue), ASYMPTOTIC)
    return request, expected, "SciPy"


def sign(rng):
    alternative = str(rng.choice(ALTERNATIVES))
    x, y = paired(rng, 1000)
    up, down = int((x > y).sum()), int((x < y).sum())
    p = stats.binomtest(up, up + down, 0.5, alternative).pvalue if up + down else 1.0
    expected = {"pValue": (p, EXACT)} if p > 1e-290 else {}
    return {"x": listed(x), "y": listed(y), "params": {"alternative": alternative}}, expected, "SciPy"


def mcnemar(rng):
    a, b, c, d = (int(v) for v in rng.integers(0, int(rng.choice((3, 12, 60, 500))), 4))
    p = min(1.0, 2 * stats.binom.cdf(min(b, c), b + c, 0.5)) if b + c else 1.0
    return {"table": [[a, b], [c, d]]}, {"statistic": (min(b, c), STATISTIC), "pValue": (p, EXACT)}, "SciPy"


def paired_t(rng):
    alternative = str(rng.choice(ALTERNATIVES))
    x, y = paired(rng, 10000)
    request = {"x": listed(x), "y": listed(y), "params": {"alternative": alternative}}
    d = [Fraction(float(v)) for v in x - y]
    n = len(d)
    mean = sum(d) / n
    squares = sum((v - mean) ** 2 for v in d)
    if n < 2 or squares == 0:
        return request, {"pValue": (1.0, EXACT)} if not any(d) or n == 1 else {}, "rule"
    t = math.copysign(root(mean * mean * n * (n - 1) / squares), mean)
    p = {"two-sided": 2 * stats.t.sf(abs(t), n - 1), "greater": stats.t.sf(t, n - 1), "less": stats.t.cdf(t, n - 1)}[alternative]
    expected = {"statistic": (t, STATISTIC)}
    if p > 1e-200:
        expected["pValue"] = (p, EXACT)
    return request, expected, "fractions and SciPy"


def tost(rng):
    x, y = rng.normal(0, 1, 20), rng.normal(0.1, 1, 20)
    low, high = -float(rng.uniform(0.1, 1)), float(rng.uniform(0.1, 1))
    p = max(stats.ttest_1samp(x - y, low, alternative="greater").pvalue, stats.ttest_1samp(x - y, high, alternative="less").pvalue)
    return {"x": listed(x), "y": listed(y), "params": {"low": low, "upp": high}}, {"pValue": (p, EXACT)}, "SciPy"


def kendall(rng):
    alternative = str(rng.choice(ALTERNATIVES))
    if rng.random() < 0.4:
        n = int(rng.integers(2, 60))
        x, y = untied(rng, n), untied(rng, n)
        method = "exact"
    else:
        x, y = paired(rng, 1000)
        method = "asymptotic"
    request = {"x": listed(x), "y": listed(y), "params": {"alternative": alternative, "method": method}}
    if len(set(x)) < 2 or len(set(y)) < 2:
        return request, {"pValue": (1.0, EXACT)}, "rule"
    if len(x) < 3:
        return request, {}, "SciPy divides by zero"
    s = stats.kendalltau(x, y, method=method, alternative=alternative)
    expected = {"statistic": (s.statistic, STATISTIC)}
    if np.isfinite(s.pvalue) and s.pvalue > 1e-250:
        expected["pValue"] = (min(1.0, s.pvalue), EXACT if method == "exact" else ASYMPTOTIC)
    return request, expected, "SciPy"


def sign_flip(rng):
    n = int(rng.integers(1, 13))
    d = rng.integers(-4, 7, n) / 4 if rng.random() < 0.5 else rng.normal(0.3, 1, n)
    exact = [Fraction(float(v)) for v in d]
    observed = abs(sum(exact))
    reached = sum(abs(sum(s * v for s, v in zip(signs, exact))) >= observed for signs in itertools.product((1, -1), repeat=n))
    expected = {"statistic": (float(observed / n), STATISTIC), "pValue": (float(Fraction(reached, 2**n)), EXACT)}
    return {"x": listed(d), "y": [0.0] * n}, expected, "all signs"


def mmd(rng):
    n, width = int(rng.integers(1, 8)), int(rng.integers(1, 4))
    x = rng.normal(0, 1, (n, width))
    y = x + rng.normal(0, 0.5, (n, width))
    sigma, form = float(rng.uniform(0.3, 3)), str(rng.choice(("biased", "unbiased")))
    pooled = np.concatenate([x, y])
    kernel = np.exp(-spatial.distance.cdist(pooled, pooled, "sqeuclidean") / (2 * sigma**2))

    def statistic(signs, biased=True):
        s = np.concatenate([signs, -signs])
        value = s @ kernel @ s
        return value / n**2 if biased else 0

    every = [statistic(np.array(signs)) for signs in itertools.product((1, -1), repeat=n)]
    observed = every[0]
    p = np.mean([v >= observed - 1e-9 * abs(observed) for v in every])
    if form == "unbiased" and n > 1:
        kxx, kyy, kxy = kernel[:n, :n], kernel[n:, n:], kernel[:n, n:]
        observed = (kxx.sum() - n) / n / (n - 1) + (kyy.sum() - n) / n / (n - 1) - 2 * kxy.mean()
    request = {"x": x.tolist(), "y": y.tolist(), "params": {"sigma": sigma, "form": form}}
    return request, {"statistic": (observed, 1e-9), "pValue": (p, EXACT)}, "all swaps"


def energy_paired(rng):
    n, width = int(rng.integers(1, 8)), int(rng.integers(1, 4))
    x = rng.normal(0, 1, (n, width))
    y = x + rng.normal(0, 0.5, (n, width))
    pooled = np.concatenate([x, y])
    distance = -spatial.distance.cdist(pooled, pooled)
    every = []
    for signs in itertools.product((1, -1), repeat=n):
        s = np.concatenate([signs, -np.array(signs)])
        every.append(s @ distance @ s / n**2)
    p = np.mean([v >= every[0] - 1e-9 * abs(every[0]) for v in every])
    return {"x": x.tolist(), "y": y.tolist()}, {"statistic": (every[0], 1e-9), "pValue": (p, EXACT)}, "all swaps"


def max_statistic(rng):
    n, width = int(rng.integers(1, 9)), int(rng.integers(1, 4))
    d = rng.integers(-3, 6, (n, width))
    observed = abs(d.sum(0))
    maxima = [abs((np.array(signs) @ d)).max() for signs in itertools.product((1, -1), repeat=n)]
    p = [sum(int(m) >= int(o) for m in maxima) / 2**n for o in observed]
    request = {"x": d.tolist(), "y": np.zeros_like(d).tolist(), "params": {"statistic": "mean"}}
    return request, {"pValues": (p, EXACT), "statistics": (listed(observed / n), STATISTIC)}, "all signs"


def noise_floor(rng):
    n, captures, held_out = int(rng.integers(1, 20)), rng.integers(3, 12), rng.integers(2, 30)
    noise = rng.normal(0, 0.1, (captures, n))
    others = rng.normal(0, 0.1, (held_out, n))
    run = rng.normal(0, rng.choice((0.1, 0.15)), n)
    centre = np.median(noise, axis=0)
    scale = np.median(abs(noise - centre), axis=0)
    score = lambda row: float(np.mean(((row - centre) / scale) ** 2))
    reached = sum(score(row) >= score(run) for row in others)
    request = {"x": listed(run), "captures": noise.tolist(), "heldOut": others.tolist(), "params": {"statistic": "rms"}}
    return request, {"statistic": (score(run), 1e-11), "pValue": ((1 + reached) / (held_out + 1), EXACT)}, "definition"


def cliffs_delta(rng):
    x, y = two(rng, 100)
    value = Fraction(int((x[:, None] > y).sum()) - int((x[:, None] < y).sum()), len(x) * len(y))
    return {"x": listed(x), "y": listed(y)}, {"statistic": (float(value), STATISTIC)}, "definition"


def wasserstein(rng, energy=False):
    x, y = two(rng, 300)
    request = {"x": listed(x), "y": listed(y), "params": {}}
    wx = wy = None
    if rng.random() < 0.4:
        wx, wy = rng.uniform(0.1, 3, len(x)), rng.integers(0, 4, len(y)) + (0.0 if len(y) > 3 else 1.0)
        if not wy.any():
            wy[0] = 1.0
        request["params"] = {"u_weights": listed(wx), "v_weights": listed(wy)}
    steps = list(weighted_steps(listed(x), listed(y), None if wx is None else listed(wx), None if wy is None else listed(wy)))
    if energy:
        squared = 2 * sum((width * gap * gap for width, gap in steps), Fraction(0))
        return request, {"statistic": (root(squared), STATISTIC)}, "fractions"
    return request, {"statistic": (float(sum((w * g for w, g in steps), Fraction(0))), STATISTIC)}, "fractions"


def energy(rng):
    return wasserstein(rng, energy=True)


def wasserstein_scipy(rng):
    x, y = two(rng, 10000)
    return {"x": listed(x), "y": listed(y)}, {"statistic": (stats.wasserstein_distance(x, y), 1e-10)}, "SciPy"


def energy_scipy(rng):
    x, y = sample(rng, "normal", size(rng, 10000)), sample(rng, "shifted", size(rng, 10000))
    return {"x": listed(x), "y": listed(y)}, {"statistic": (stats.energy_distance(x, y), 1e-9)}, "SciPy"


def rows(rng):
    k = int(rng.integers(2, 15))
    if rng.random() < 0.5:
        p, q = rng.dirichlet(np.ones(k)), rng.dirichlet(np.ones(k))
    else:
        p, q = rng.integers(0, 50, k).astype(float), rng.integers(0, 50, k).astype(float)
        p[0] += 1
        q[0] += 1
    return p, q


def jensen_shannon(rng):
    p, q = rows(rng)
    base, form = str(rng.choice(("e", "2"))), str(rng.choice(("distance", "divergence")))
    a, b = proportions(p), proportions(q)
    m = [(u + v) / 2 for u, v in zip(a, b)]
    nats = (entropy_sum(a, m) + entropy_sum(b, m)) / 2
    value = max(Decimal(0), nats / Decimal(2).ln() if base == "2" else nats)
    value = value.sqrt() if form == "distance" else value
    if form == "distance":
        assert abs(float(value) - spatial.distance.jensenshannon(p, q, 2 if base == "2" else None)) < 1e-7
    given = {"table": [listed(p), listed(q)]} if rng.random() < 0.5 else {"x": listed(p), "y": listed(q)}
    return {**given, "params": {"base": base, "form": form}}, {"statistic": (float(value), STATISTIC)}, "60 digits"


def kl(rng):
    p, q = rows(rng)
    base = int(rng.choice((0, 2)))
    value = stats.entropy(p, q, base=base or None)
    if math.isfinite(value):
        value = float(entropy_sum(proportions(p), proportions(q)) / (Decimal(2).ln() if base else 1))
    return {"x": listed(p), "y": listed(q), "params": {"base": base} if base else {}}, {"statistic": (value, STATISTIC)}, "60 digits"


def psi(rng):
    p, q = rows(rng)
    floor = float(rng.choice((1e-4, 1e-2)))
    a, b = ([max(v, Decimal(floor)) for v in proportions(side)] for side in (p, q))
    value = sum((u - v) * (u / v).ln() for u, v in zip(a, b))
    return {"table": [listed(p), listed(q)], "params": {"floor": floor}}, {"statistic": (float(value), STATISTIC)}, "60 digits"


def hellinger(rng):
    p, q = rows(rng)
    a, b = proportions(p), proportions(q)
    value = (sum((u.sqrt() - v.sqrt()) ** 2 for u, v in zip(a, b)) / 2).sqrt()
    return {"x": listed(p), "y": listed(q)}, {"statistic": (float(value), STATISTIC)}, "60 digits"


def total_variation(rng):
    p, q = rows(rng)
    value = sum(abs(u - v) for u, v in zip(proportions(p), proportions(q))) / 2
    return {"x": listed(p), "y": listed(q)}, {"statistic": (float(value), STATISTIC)}, "60 digits"


def l_infinity(rng):
    p, q = rows(rng)
    value = max(abs(u - v) for u, v in zip(proportions(p), proportions(q)))
    return {"x": listed(p), "y": listed(q)}, {"statistic": (float(value), STATISTIC)}, "60 digits"


def cosine(rng):
    n = int(rng.integers(2, 50))
    x, y = rng.normal(0, 1, n), rng.normal(0, 1, n)
    return {"x": listed(x), "y": listed(y)}, {"statistic": (spatial.distance.cosine(x, y), STATISTIC)}, "SciPy"


def chebyshev(rng):
    x, y = paired(rng, 1000)
    return {"x": listed(x), "y": listed(y)}, {"statistic": (spatial.distance.chebyshev(x, y), STATISTIC)}, "SciPy"


def adjustment(rng, name):
    p = np.where(rng.random(8) < 0.3, 0.01, rng.random(8) ** 3)
    n = len(p)
    order = np.argsort(p, kind="stable")
    adjusted = np.empty(n)
    if name == "holm":
        adjusted[order] = np.minimum(1, np.maximum.accumulate((n - np.arange(n)) * p[order]))
    else:
        harmonic = sum(1 / i for i in range(1, n + 1)) if name == "by" else 1
        steps = harmonic * n / np.arange(1, n + 1) * p[order]
        adjusted[order] = np.minimum(1, np.minimum.accumulate(steps[::-1])[::-1])
    return {"pValues": listed(p)}, {"pValues": (listed(adjusted), EXACT)}, "definition"


MEASURES = {
    "ks": ks,
    "ks given ties": ks_splits,
    "cvm": cvm,
    "cvm given ties": cvm_splits,
    "anderson-darling": anderson_darling,
    "mann-whitney": mann_whitney,
    "chi-square": chi_square,
    "g": g_test,
    "fisher": fisher,
    "wilcoxon": wilcoxon,
    "sign": sign,
    "mcnemar": mcnemar,
    "paired-t": paired_t,
    "tost": tost,
    "kendall": kendall,
    "sign-flip": sign_flip,
    "mmd": mmd,
    "energy-paired": energy_paired,
    "max-statistic": max_statistic,
    "noise-floor": noise_floor,
    "cliffs-delta": cliffs_delta,
    "wasserstein": wasserstein,
    "wasserstein scipy": wasserstein_scipy,
    "energy": energy,
    "energy scipy": energy_scipy,
    "jensen-shannon": jensen_shannon,
    "kl": kl,
    "psi": psi,
    "hellinger": hellinger,
    "total-variation": total_variation,
    "l-infinity": l_infinity,
    "cosine": cosine,
    "chebyshev": chebyshev,
    "holm": lambda rng: adjustment(rng, "holm"),
    "bh": lambda rng: adjustment(rng, "bh"),
    "by": lambda rng: adjustment(rng, "by"),
}


# --- comparison -------------------------------------------------------------------------------------------------------


def number(value):
    return float(value) if isinstance(value, str) else value


def agrees(found, wanted, tolerance):
    if isinstance(wanted, list):
        return len(found) == len(wanted) and all(agrees(f, w, tolerance) for f, w in zip(found, wanted))
    found, wanted = number(found), float(wanted)
    if found == wanted:
        return True
    # A value that is 0 but for rounding, as its reference may be.
    return abs(found - wanted) <= tolerance * max(abs(found), abs(wanted)) or max(abs(found), abs(wanted)) < 1e-300


def answers(canary, cases):
    lines = "".join(json.dumps({"id": i, **case.request}) + "\n" for i, case in enumerate(cases))
    process = subprocess.run([canary, "distance", "--batch", "-", "--quiet"], input=lines, capture_output=True, text=True)
    if process.returncode != 0:
        sys.exit("canary ended with %d: %s" % (process.returncode, process.stderr.strip()))
    found = [json.loads(line) for line in process.stdout.splitlines()]
    if [answer["id"] for answer in found] != list(range(len(cases))):
        sys.exit("the answers are not in the order of the requests")
    return found


def main():
    canary, seed = sys.argv[1], int(sys.argv[2])
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 30
    cases = []
    for place, (measure, make) in enumerate(MEASURES.items()):
        rng = np.random.default_rng([seed, place])
        for _ in range(count):
            request, expected, source = make(rng)
            request["test"] = measure.split(" ")[0]
            cases.append(Case(measure, request, expected, source))
    cases += [Case(*parts) for parts in parity_r.cases(np.random.default_rng([seed, 1000]), count)]
    wrong, compared = Counter(), Counter()
    for case, answer in zip(cases, answers(canary, cases)):
        compared[case.measure] += 1
        for name, (wanted, tolerance) in case.expected.items():
            found = answer.get(name)
            if found is None or not agrees(found, wanted, tolerance):
                wrong[case.measure] += 1
                if wrong[case.measure] <= 3:
                    shown = json.dumps(case.request)
                    print("%s: %s is %s, and %s says %r\n  %s\n  %s" % (case.measure, name, found, case.source, wanted, json.dumps(answer), shown[:600]))
                break
    for measure, number_of in compared.items():
        print("%-20s %4d compared, %d differ" % (measure, number_of, wrong[measure]))
    print("%d cases of seed %d with SciPy %s: %d differ" % (sum(compared.values()), seed, scipy.__version__, sum(wrong.values())))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
