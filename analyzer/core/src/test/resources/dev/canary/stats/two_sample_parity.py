#!/usr/bin/env python3
"""Writes two_sample_parity.tsv, the seeded cases of TwoSampleParityTest, to standard output.

Run with scipy 1.17.1 and mpmath 1.3. Where scipy is exact, its numbers are taken. Where it is not,
the numbers come from
  - enumeration of every way to deal the pooled values ("given ties": scipy ignores ties),
  - whole numbers and fractions (tables, for whose large counts scipy rounds too much; the
    Kolmogorov-Smirnov test of larger samples),
  - mpmath with 60 digits (far tails, logarithms of p-values that underflow, the limit of Cramer and
    von Mises, whose series scipy cuts at 1e-7).

Columns: test, options, x, y, statistic, p-value, logarithm of the p-value; "-" is "not checked". A
sample is a list of numbers, or f:n,a,b,q,scale,shift for ((a i + b i i) mod q) scale + shift, or
h:n,a,b,q,scale,shift for u / (q - u) scale + shift with u = (a i + b i i) mod q. A table is rows
parted by "/".
"""

import itertools
import math
import random
import sys
import warnings
from fractions import Fraction

import mpmath as mp
import numpy as np
from scipy import stats

warnings.simplefilter("ignore")
mp.mp.dps = 60
RNG = random.Random(20240917)


def sample(spec):
    if spec[0] in "fh":
        n, a, b, q, scale, shift = spec[2:].split(",")
        n, a, b, q = int(n), int(a), int(b), int(q)
        out = []
        for i in range(n):
            u = (a * i + b * i * i) % q
            out.append((float(u) if spec[0] == "f" else u / (q - u)) * float(scale) + float(shift))
        return out
    return [float(v) for v in spec.split(",")]


def literal(values):
    return ",".join(repr(float(v)) for v in values)


def text(value):
    return "-" if value is None else mp.nstr(value, 20) if isinstance(value, mp.mpf) else repr(float(value))


def emit(test, options, x, y, statistic, p=None, log=None):
    print("\t".join([test, options, x, y, text(statistic), text(p), text(log)]))


def small(kind, n):
    if kind == "tied":
        return [RNG.randrange(4) for _ in range(n)]
    if kind == "bits":
        return [RNG.randrange(2) for _ in range(n)]
    if kind == "constant":
        return [1.0] * n
    if kind == "heavy":
        return [math.tan(math.pi * (RNG.random() - 0.5)) for _ in range(n)]
    return [RNG.gauss(0, 1) for _ in range(n)]


def deal(x, y):
    pool = list(x) + list(y)
    for chosen in itertools.combinations(range(len(pool)), len(x)):
        inside = set(chosen)
        yield [pool[i] for i in chosen], [pool[i] for i in range(len(pool)) if i not in inside]


def ks_gaps(x, y):
    n, m = len(x), len(y)
    gaps = [sum(v <= t for v in x) * m - sum(v <= t for v in y) * n for t in list(x) + list(y)]
    return max(0, max(gaps)), max(0, -min(gaps))


def cvm_statistic(x, y):
    """12 n m N times T, from midranks by the definition."""
    n, m = len(x), len(y)
    pool = sorted(list(x) + list(y))
    rank = {v: 2 * pool.index(v) + pool.count(v) + 1 for v in set(pool)}
    u4 = n * sum((rank[v] - 2 * i) ** 2 for i, v in enumerate(sorted(x), 1))
    u4 += m * sum((rank[v] - 2 * i) ** 2 for i, v in enumerate(sorted(y), 1))
    return 3 * u4 - 2 * n * m * (4 * n * m - 1)


def mwu_statistic(x, y):
    return sum(2 * (a > b) + (a == b) for a in x for b in y)


def enumerated(x, y):
    """p-values given ties, each the share of all ways to deal."""
    seen = (ks_gaps(x, y), cvm_statistic(x, y), mwu_statistic(x, y))
    ways = 0
    hits = dict.fromkeys(["ks2", "ksg", "ksl", "cvm", "mwg", "mwl"], 0)
    for a, b in deal(x, y):
        ways += 1
        high, low = ks_gaps(a, b)
        u = mwu_statistic(a, b)
        hits["ks2"] += max(high, low) >= max(seen[0])
        hits["ksg"] += high >= seen[0][0]
        hits["ksl"] += low >= seen[0][1]
        hits["cvm"] += cvm_statistic(a, b) >= seen[1]
        hits["mwg"] += u >= seen[2]
        hits["mwl"] += u <= seen[2]
    return {key: mp.mpf(value) / ways for key, value in hits.items()}


def small_cases():
    kinds = ["normal", "tied", "bits", "heavy", "constant"]
    shapes = [(1, 1), (1, 4), (2, 3), (3, 3), (5, 4), (6, 6), (4, 8), (7, 5)]
    for kind, (n, m) in itertools.product(kinds, shapes):
        x, y = small(kind, n), small(kind, m)
        if kind == "normal":
            y = [v + 0.8 for v in y]
        p = enumerated(x, y)
        sx, sy = literal(x), literal(y)
        high, low = ks_gaps(x, y)
        emit("ks", "TWO_SIDED,EXACT", sx, sy, mp.mpf(max(high, low)) / (n * m), p["ks2"])
        emit("ks", "GREATER,EXACT", sx, sy, mp.mpf(high) / (n * m), p["ksg"])
        emit("ks", "LESS,EXACT", sx, sy, mp.mpf(low) / (n * m), p["ksl"])
        t = mp.mpf(cvm_statistic(x, y)) / (12 * n * m * (n + m))
        emit("cvm", "EXACT", sx, sy, t, p["cvm"])
        u = mp.mpf(mwu_statistic(x, y)) / 2
        both = min(mp.mpf(1), 2 * min(p["mwg"], p["mwl"]))
        emit("mwu", "TWO_SIDED,EXACT", sx, sy, u, both)
        emit("mwu", "GREATER,EXACT", sx, sy, u, p["mwg"])
        emit("mwu", "LESS,EXACT", sx, sy, u, p["mwl"])


LARGER = [
    ("f:20,7919,0,10007,1,0", "f:20,104729,0,10009,1.1,0.5"),
    ("f:19,7919,0,10007,1,0", "f:20,104729,0,10009,1.1,0.5"),
    ("f:13,7919,0,10007,1,0", "f:20,1299709,3,10009,1.4,700.5"),
    ("f:45,37,11,13,1,0", "f:48,29,5,15,1,0"),
    ("f:200,37,11,13,1,0", "f:200,29,5,15,1,0"),
    ("f:60,7919,0,10007,1,0", "f:41,104729,0,10009,1,2000.5"),
    ("f:900,7919,0,10007,1,0", "f:1100,104729,0,10009,1.1,0.5"),
    ("f:2500,7919,5,10007,1,0", "f:1700,104729,3,10009,1,250.5"),
    ("h:300,7919,1,10007,1,0", "h:350,104729,2,10009,1.2,0.01"),
    ("h:3000,7919,1,10007,1,0", "h:3000,104729,2,10009,1,0"),
    ("f:2000,37,11,13,1,0", "f:1500,29,5,15,1,0"),
    ("f:1,7919,0,10007,1,3000.5", "f:500,104729,0,10009,1,0"),
    ("f:100000,7919,0,100003,1,0", "f:90000,104729,0,99991,1,400.5"),
    ("f:100000,37,11,101,1,0", "f:100000,29,5,103,1,0"),
]


def alternative(name):
    return name.lower().replace("_", "-")


def ks_larger(sx, sy):
    x, y = sample(sx), sample(sy)
    for side in ["TWO_SIDED", "GREATER", "LESS"]:
        found = stats.ks_2samp(x, y, alternative=alternative(side), method="asymp")
        lowest = mp.mpf(2 if side == "TWO_SIDED" else 1) / mp.binomial(len(x) + len(y), len(x))
        if found.pvalue > lowest:
            emit("ks", side + ",ASYMPTOTIC", sx, sy, found.statistic, found.pvalue)
        if max(len(x), len(y)) <= 3000:
            gap = round(found.statistic * len(x) * len(y))
            if len(set(x + y)) < len(x) + len(y) and len(x) > 400:
                continue
            p = ks_exact(x, y, gap, side, range(1, len(x) + len(y) + 1))
            emit("ks", side + ",EXACT,IGNORED", sx, sy, found.statistic, p)
            pool = sorted(x + y)
            ends = [k for k in range(1, len(pool) + 1) if k == len(pool) or pool[k] > pool[k - 1]]
            emit("ks", side + ",EXACT", sx, sy, found.statistic, ks_exact(x, y, gap, side, ends))


def ks_exact(x, y, gap, side, ends):
    """Paths that meet the boundary at a checkpoint, counted in whole numbers."""
    n, m = len(x), len(y)
    ends = set(ends)
    alive, out = {0: 1}, 0
    for k in range(1, n + m + 1):
        new = {}
        for i, ways in alive.items():
            if k - 1 - i < m:
                new[i] = new.get(i, 0) + ways
            if i < n:
                new[i + 1] = new.get(i + 1, 0) + ways
        if k in ends:
            for i in list(new):
                d = i * m - (k - i) * n
                if (side != "LESS" and d >= gap) or (side != "GREATER" and -d >= gap):
                    out += new.pop(i) * math.comb(n + m - k, n - i)
        alive = new
    return mp.mpf(out) / math.comb(n + m, n) if gap > 0 else mp.mpf(1)


def cvm_limit(t, n, m):
    """The upper tail of scipy's approximation, by its series with as many digits as are needed."""
    k, total = n * m, n + m
    mean = (1 + mp.mpf(1) / total) / 6
    variance = mp.mpf(total + 1) * (4 * k * total - 3 * (n * n + m * m) - 2 * k)
    variance /= 45 * total**2 * 4 * k
    w = mp.mpf(1) / 6 + (t - mean) / mp.sqrt(45 * variance)
    if w < 0.003:
        return mp.mpf(1)
    whole, j = mp.mpf(0), 0
    while True:
        q = mp.mpf(4 * j + 1) ** 2 / (16 * w)
        u = mp.gamma(j + mp.mpf(1) / 2) / mp.gamma(j + 1) / (mp.pi ** mp.mpf("1.5") * mp.sqrt(w))
        part = u * mp.sqrt(4 * j + 1) * mp.exp(-q) * mp.besselk(mp.mpf(1) / 4, q)
        whole += part
        j += 1
        if abs(part) < mp.mpf(10) ** (10 - mp.mp.dps):
            return 1 - whole


def cvm_larger(sx, sy):
    x, y = sample(sx), sample(sy)
    n, m = len(x), len(y)
    if n < 2 or n > 3000:
        return
    t = mp.mpf(cvm_statistic(x, y)) / (12 * n * m * (n + m))
    emit("cvm", "ASYMPTOTIC", sx, sy, t, cvm_limit(t, n, m))
    if n <= 20:
        exact = stats.cramervonmises_2samp(x, y, method="exact")
        emit("cvm", "EXACT,IGNORED", sx, sy, exact.statistic, exact.pvalue)
        emit("cvm", "AUTO", sx, sy, exact.statistic, exact.pvalue)


def mwu_larger(sx, sy):
    x, y = sample(sx), sample(sy)
    n, m = len(x), len(y)
    for side, corrected in itertools.product(["TWO_SIDED", "GREATER", "LESS"], [True, False]):
        found = stats.mannwhitneyu(
            x, y, alternative=alternative(side), method="asymptotic", use_continuity=corrected
        )
        option = "CORRECTED" if corrected else "NONE"
        emit("mwu", side + ",ASYMPTOTIC," + option, sx, sy, found.statistic, found.pvalue)
        if n * m <= 40000 and corrected:
            found = stats.mannwhitneyu(x, y, alternative=alternative(side), method="exact")
            emit("mwu", side + ",EXACT,IGNORED", sx, sy, found.statistic, found.pvalue)


def ad_larger(sx, sy):
    x, y = sample(sx), sample(sy)
    if len(x) + len(y) > 3 and len(x) <= 3000:
        for variant in ["MIDRANK", "RIGHT", "CONTINUOUS"]:
            found = stats.anderson_ksamp([x, y], variant=variant.lower())
            emit("ad", variant, sx, sy, found.statistic, 1 if sorted(x) == sorted(y) else found.pvalue)


def ad_small():
    for kind, (n, m) in itertools.product(["normal", "tied", "heavy"], [(2, 2), (5, 4), (9, 14), (30, 20)]):
        x, y = small(kind, n), [v + RNG.choice([0, 1]) for v in small(kind, m)]
        ad_larger(literal(x), literal(y))


def separated():
    """Logarithms of p-values that underflow."""
    for n, m in [(700, 900), (1000, 1000), (40, 5000)]:
        sx, sy = "f:%d,1,0,1000003,1,0" % n, "f:%d,1,0,1000003,1,5000" % m
        ways = mp.log(mp.binomial(n + m, n))
        emit("ks", "TWO_SIDED,EXACT", sx, sy, 1, None, mp.log(2) - ways)
        emit("ks", "GREATER,EXACT", sx, sy, 1, None, -ways)
        if n < 1000:
            emit("ks", "TWO_SIDED,AUTO", sx, sy, 1, None, mp.log(2) - ways)
    for n, m in [(5000, 6000), (100000, 100000)]:
        sx, sy = "f:%d,1,0,1000003,1,0" % n, "f:%d,1,0,1000003,1,200000" % m
        z = (mp.mpf(n) * m / 2 - 0.5) / mp.sqrt(mp.mpf(n) * m * (n + m + 1) / 12)
        emit("mwu", "TWO_SIDED,ASYMPTOTIC", sx, sy, 0, None, mp.log(2) + mp.log(mp.erfc(z / mp.sqrt(2)) / 2))
        emit("mwu", "LESS,ASYMPTOTIC", sx, sy, 0, None, mp.log(mp.erfc(z / mp.sqrt(2)) / 2))
    for n in [60, 150, 400]:
        sx, sy = "f:%d,1,0,1000003,1,0" % n, "f:%d,1,0,1000003,1,5000" % n
        t = mp.mpf(cvm_statistic(sample(sx), sample(sy))) / (24 * n**3)
        mp.mp.dps = 60 + n // 2
        p = cvm_limit(t, n, n)
        mp.mp.dps = 60
        emit("cvm", "ASYMPTOTIC", sx, sy, t, None, mp.log(p))


def rows(table):
    return "/".join(",".join(str(int(v)) for v in row) for row in table)


def chi_tail(statistic, df):
    return mp.gammainc(mp.mpf(df) / 2, mp.mpf(statistic) / 2, regularized=True)


def exact_chi(table, corrected, likelihood):
    """The statistic in fractions, so that nothing cancels."""
    r = [sum(map(int, row)) for row in table]
    c = [sum(int(row[j]) for row in table) for j in range(len(table[0]))]
    total = sum(r)
    df = (len(r) - 1) * (len(c) - 1)
    out = mp.mpf(0)
    for i, j in itertools.product(range(len(r)), range(len(c))):
        e = Fraction(r[i] * c[j], total)
        d = Fraction(int(table[i][j])) - e
        if corrected and df == 1:
            d -= min(Fraction(1, 2), abs(d)) * (1 if d > 0 else -1 if d < 0 else 0)
        o = e + d
        if likelihood:
            ratio = o / e
            out += 2 * mp.mpf(o.numerator) / o.denominator * mp.log(mp.mpf(ratio.numerator) / ratio.denominator) if o else 0
        else:
            q = d * d / e
            out += mp.mpf(q.numerator) / q.denominator
    return abs(out), df


def tables():
    cases = [
        [[16, 18, 16, 14, 12, 12], [16, 16, 16, 16, 16, 8]],
        [[4, 2, 0], [1, 1, 4]],
        [[5, 5, 8], [4, 6, 8]],
        [[60, 30], [45, 45]],
        [[200, 800], [400, 600]],
        [[3, 3], [6, 0]],
        [[10, 11], [11, 10]],
        [[1, 0], [0, 1]],
        [[1000000, 1000001], [1000001, 1000000]],
        [[90000, 10000], [10000, 90000]],
        [[5000, 0, 10], [3, 6000, 0], [0, 0, 700]],
        [[123456789, 987654321], [123456999, 987654000]],
        [[10**12, 10**12 + 3 * 10**6], [10**12 + 10**6, 10**12]],
    ]
    for _ in range(30):
        shape = RNG.choice([(2, 2), (2, 3), (3, 4), (2, 12), (5, 5)])
        largest = RNG.choice([4, 30, 1000])
        cases.append([[RNG.randrange(1, largest) for _ in range(shape[1])] for _ in range(shape[0])])
    for table in cases:
        for test, likelihood in [("chi2", False), ("g", True)]:
            for corrected in [True, False]:
                statistic, df = exact_chi(table, corrected, likelihood)
                found = stats.chi2_contingency(
                    table, correction=corrected, lambda_="log-likelihood" if likelihood else "pearson"
                )
                if max(map(max, table)) < 10**6:
                    assert abs(found.statistic - statistic) <= 1e-9 * max(statistic, 1)
                p = chi_tail(statistic, df)
                option = "CORRECTED" if corrected else "NONE"
                emit(test, option, rows(table), "-", statistic, p if p > 1e-300 else None, mp.log(p))


def fisher(table):
    (a, b), (c, d) = table
    row, other, drawn = a + b, c + d, a + c
    low, high = max(0, drawn - other), min(row, drawn)
    weights = [math.comb(row, low) * math.comb(other, drawn - low)]
    for x in range(low, high):
        weights.append(weights[-1] * (row - x) * (drawn - x) // ((x + 1) * (other - drawn + x + 1)))
    total, seen = sum(weights), weights[a - low]
    return {
        "TWO_SIDED": mp.mpf(sum(w for w in weights if w <= seen)) / total,
        "LESS": mp.mpf(sum(weights[: a - low + 1])) / total,
        "GREATER": mp.mpf(sum(weights[a - low :])) / total,
    }


def fishers():
    cases = [
        [[60, 30], [45, 45]],
        [[90, 60], [60, 90]],
        [[6, 0], [0, 6]],
        [[3, 3], [6, 0]],
        [[1, 0], [0, 1]],
        [[8, 2], [1, 5]],
        [[10, 10], [10, 10]],
        [[2, 7], [8, 2]],
        [[100, 2], [1000, 5]],
        [[2700, 1300], [2600, 1400]],
        [[4000, 100], [150, 3900]],
        [[3, 9000], [14, 8800]],
    ]
    for _ in range(40):
        largest = RNG.choice([6, 20, 200])
        cases.append([[RNG.randrange(largest) + (i == j) for j in range(2)] for i in range(2)])
    for table in cases:
        (a, b), (c, d) = table
        odds = mp.mpf(a * d) / (b * c) if b * c else mp.mpf(sys.float_info.max)
        for side, p in fisher(table).items():
            scipy = stats.fisher_exact(table, alternative=alternative(side)).pvalue
            assert abs(scipy - p) < 1e-6 * p or p < 1e-290, (table, side, scipy, p)
            emit("fisher", side, rows(table), "-", odds, p if p > 1e-300 else None, mp.log(p))
    for table in [[[50500, 49500], [49700, 50300]], [[100000, 99000], [5, 20]], [[800000, 200000], [799000, 201000]]]:
        (a, b), (c, d) = table
        for side, p in fisher_large(table).items():
            emit("fisher", side, rows(table), "-", mp.mpf(a * d) / (b * c), p)


def fisher_large(table):
    (a, b), (c, d) = table
    row, other, drawn = a + b, c + d, a + c
    low, high = max(0, drawn - other), min(row, drawn)
    left = max(low, a - 20000)
    right = min(high, a + 20000)
    weights = [mp.binomial(row, left) * mp.binomial(other, drawn - left) / mp.binomial(row + other, drawn)]
    for x in range(left, right):
        weights.append(weights[-1] * (row - x) * (drawn - x) / ((x + 1) * (other - drawn + x + 1)))
    seen = weights[a - left]
    return {
        "TWO_SIDED": mp.fsum(w for w in weights if w <= seen * (1 + mp.mpf(10) ** -40)),
        "LESS": mp.fsum(weights[: a - left + 1]),
        "GREATER": mp.fsum(weights[a - left :]),
    }


if __name__ == "__main__":
    small_cases()
    for pair in LARGER:
        ks_larger(*pair)
        cvm_larger(*pair)
        mwu_larger(*pair)
        ad_larger(*pair)
    ad_small()
    separated()
    tables()
    fishers()
