"""Makes ../resources/dev/canary/stats/paired_parity.tsv: what other tools answer to seeded data.

Each line: test, options, kind of data, seed, n, and the expected numbers (statistic, p-value and,
where it matters, the logarithm of the p-value). The data themselves are drawn by a generator that
ParityData.java repeats bit for bit. Tools: SciPy 1.17.1; R 4.2.2 (p.adjust, and as a second opinion
on SciPy's exact tests); mpmath 1.3.0 with 60 digits for far tails; enumeration of all signs in whole
numbers where there are ties or zeros, which SciPy's "exact" ignores.

    python3 make_paired_parity.py
"""

import itertools
import subprocess
from collections import Counter
from fractions import Fraction
from pathlib import Path

import mpmath
import numpy as np
from scipy import stats

mpmath.mp.dps = 60
OUT = Path(__file__).parent.parent / "resources" / "dev" / "canary" / "stats" / "paired_parity.tsv"
MASK = (1 << 64) - 1
LINES = []


class Draws:
    """SplitMix64, 53 bits a draw."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return ((z ^ (z >> 31)) >> 11) * 2.0**-53


def pair(kind, u, v, w):
    if kind == "uniform":
        return u, v
    if kind == "shift":
        return u + 0.25, v
    if kind == "far":
        return u + 3, v / 2
    if kind == "ties":
        return float(int(6 * u)), float(int(6 * v))
    if kind == "zeros":
        return float(int(4 * u)), float(int(4 * (u if w < 0.5 else v)))
    if kind == "discrete":
        return int(40 * u) / 8, int(32 * v) / 8
    if kind == "heavy":
        return (u - 0.5) / ((w + 0.001) * (w + 0.001)), v
    if kind == "follows":
        return u, u + (v - 0.5) / 2
    if kind == "binary":
        return float(u < 0.5), float(v < 0.3)
    if kind == "constant":
        return 0.5, 0.25
    raise ValueError(kind)


def data(kind, seed, n):
    draws = Draws(seed)
    x, y = zip(*(pair(kind, draws.next(), draws.next(), draws.next()) for _ in range(n)))
    return list(x), list(y)


def emit(test, options, kind, seed, n, *numbers):
    LINES.append("\t".join([test, options, kind, str(seed), str(n), " ".join(map(show, numbers))]))


def show(number):
    return repr(float(number))


def log(p):
    """The logarithm of a Fraction or an mpf, and p itself as a double."""
    value = mpmath.mpf(p.numerator) / p.denominator if isinstance(p, Fraction) else p
    return float(value), float(mpmath.log(value))


# Wilcoxon: exact by counting subsets of doubled ranks in whole numbers, else SciPy.


def subsets(ranks):
    counts = {0: 1}
    for rank in ranks:
        following = Counter(counts)
        for total, count in counts.items():
            following[total + rank] += count
        counts = following
    return counts


def wilcoxon_exact(d, zeros, alternative):
    d = d[d != 0] if zeros == "wilcox" else d
    ranks = np.round(2 * stats.rankdata(abs(d))).astype(int)
    moving = [int(r) for r in ranks[d != 0]]
    plus = int(ranks[d > 0].sum())
    counts = subsets(moving)
    whole = 2 ** len(moving)
    less = Fraction(sum(c for s, c in counts.items() if s <= plus), whole)
    greater = Fraction(sum(c for s, c in counts.items() if s >= plus), whole)
    return {"less": less, "greater": greater, "two-sided": min(Fraction(1), 2 * min(less, greater))}[
        alternative
    ]


def wilcoxon():
    alternatives = ["two-sided", "less", "greater"]
    for kind, seed, n in itertools.product(
        ["uniform", "shift", "ties", "zeros", "discrete", "heavy", "follows", "far"],
        [1],
        [1, 2, 3, 7, 12, 13, 30, 50],
    ):
        x, y = map(np.array, data(kind, seed, n))
        if not (x - y).any():
            continue
        for zeros, alternative in zip(["wilcox", "pratt", "zsplit"], alternatives):
            statistic = stats.wilcoxon(
                x, y, zero_method=zeros, alternative=alternative, method="asymptotic"
            ).statistic
            exact = wilcoxon_exact(x - y, zeros, alternative)
            if 2 <= n <= 12:  # a second opinion: SciPy's own enumeration of signs
                every = stats.PermutationMethod(n_resamples=1 << n)
                other = stats.wilcoxon(
                    x, y, zero_method=zeros, alternative=alternative, method=every
                ).pvalue
                assert abs(other - exact) < 1e-12, (kind, n, zeros, other, float(exact))
            emit(
                "wilcoxon", f"exact,{zeros},{alternative}", kind, seed, n, statistic, *log(exact)
            )
    for kind, seed, n in itertools.product(
        ["uniform", "shift", "ties", "zeros", "discrete", "heavy", "far"], [2], [5, 40, 300, 5000]
    ):
        x, y = data(kind, seed, n)
        for (zeros, alternative), correct in itertools.product(
            zip(["wilcox", "pratt", "zsplit"], alternatives), [False, True]
        ):
            result = stats.wilcoxon(
                x, y, zero_method=zeros, correction=correct, alternative=alternative,
                method="asymptotic",
            )
            # zstatistic of a two-sided test is that of the lower side
            z = -result.zstatistic if alternative == "greater" else result.zstatistic
            p = mpmath.ncdf(mpmath.mpf(float(z))) * (2 if alternative == "two-sided" else 1)
            options = f"asymptotic,{zeros},{alternative}" + (",corrected" if correct else "")
            emit("wilcoxon", options, kind, seed, n, result.statistic, *log(min(p, mpmath.mpf(1))))
    for kind, n in [("shift", 200), ("uniform", 200), ("far", 300), ("ties", 150)]:
        x, y = map(np.array, data(kind, 3, n))
        statistic = stats.wilcoxon(x, y, method="asymptotic").statistic
        exact = wilcoxon_exact(x - y, "wilcox", "two-sided")
        emit("wilcoxon", "exact,wilcox,two-sided", kind, 3, n, statistic, *log(exact))


# Sign test and McNemar: the binomial tail in whole numbers, checked against SciPy.


def binomial(k, n):
    term, tail = 1, 1
    for i in range(1, k + 1):
        term = term * (n - i + 1) // i
        tail += term
    return Fraction(tail if k >= 0 else 0, 2**n)


def sign():
    for kind, n in itertools.product(
        ["uniform", "shift", "zeros", "ties", "heavy", "far"], [1, 2, 9, 64, 1000, 3000]
    ):
        x, y = map(np.array, data(kind, 4, n))
        s, n_all = int((x > y).sum()), int((x != y).sum())
        if n_all == 0:
            continue
        less, greater = binomial(s, n_all), binomial(n_all - s, n_all)
        for alternative, p in [
            ("less", less),
            ("greater", greater),
            ("two-sided", min(Fraction(1), 2 * min(less, greater))),
        ]:
            other = stats.binomtest(s, n_all, alternative=alternative).pvalue
            assert abs(other - p) <= 1e-10 * p + 1e-320, (kind, n, other, float(p))
            emit("sign", alternative, kind, 4, n, s, *log(p))
    for n in [1, 5, 40, 3000]:
        x, y = map(np.array, data("binary", 5, n))
        b, c = int((x > y).sum()), int((x < y).sum())
        p = min(Fraction(1), 2 * binomial(min(b, c), b + c))
        emit("mcnemar", "", "binary", 5, n, min(b, c), *log(p))


# t: moments in fractions, the tail by mpmath, checked against SciPy.


def upper(t, freedom):
    x = freedom / (freedom + t * t)
    tail = mpmath.betainc(mpmath.mpf(freedom) / 2, 0.5, 0, x, regularized=True) / 2
    return tail if t >= 0 else 1 - tail


def t_of(d, start):
    d = [Fraction(value) for value in d]
    mean = sum(d) / len(d)
    variance = sum((value - mean) ** 2 for value in d) / (len(d) - 1)
    square = (mean - Fraction(start)) ** 2 * len(d) / variance
    root = mpmath.sqrt(mpmath.mpf(square.numerator) / square.denominator)
    return root if mean >= start else -root


def student():
    for kind, n in itertools.product(
        ["uniform", "shift", "zeros", "discrete", "heavy", "far", "follows"],
        [2, 3, 8, 50, 400],
    ):
        x, y = map(np.array, data(kind, 6, n))
        d = x - y
        if len(set(d)) < 2:
            continue
        t = t_of(d, 0)
        for alternative, p in [
            ("less", upper(-t, n - 1)),
            ("greater", upper(t, n - 1)),
            ("two-sided", 2 * upper(abs(t), n - 1)),
        ]:
            other = stats.ttest_rel(x, y, alternative=alternative)
            assert abs(other.statistic - t) < 1e-9 * abs(t) + 1e-12
            assert abs(other.pvalue - p) < 1e-9, (kind, n, other.pvalue, p)
            emit("t", alternative, kind, 6, n, t, *log(p))
        for low, high in [(-0.5, 0.5), (-4.0, 4.0), (0.0, 1.0)]:
            above, below = t_of(d, low), t_of(d, high)
            p = max(upper(above, n - 1), upper(-below, n - 1))
            emit("tost", f"{low},{high}", kind, 6, n, above if above <= -below else below, *log(p))


# Sign flips: SciPy's permutation test over all signs.


def flips():
    for kind, n in itertools.product(["shift", "ties", "zeros", "heavy", "discrete"], [2, 4, 9, 12]):
        x, y = map(np.array, data(kind, 7, n))
        d = x - y
        scaled = [int(value * 2**60) for value in d] if kind != "heavy" else None
        if scaled and all(Fraction(a, 2**60) == Fraction(b) for a, b in zip(scaled, d)):
            sums = [abs(sum(s * v for s, v in zip(signs, scaled)))
                    for signs in itertools.product([1, -1], repeat=n)]
            p = Fraction(sum(s >= sums[0] for s in sums), 2**n)
        else:
            p = Fraction(
                stats.permutation_test(
                    (d,), lambda v, axis: abs(v.mean(axis)), permutation_type="samples",
                    n_resamples=1 << n, alternative="greater",
                ).pvalue
            )
        emit("flips", "", kind, 7, n, abs(d.mean()), float(p))


def max_statistic():
    """p columns of one draw each, all signs of whole rows; |t| by SciPy."""
    for kind, n, p in itertools.product(["shift", "discrete", "zeros"], [1, 2, 6, 11], [1, 3]):
        x, y = data(kind, 8, n * p)
        d = (np.array(x) - np.array(y)).reshape(n, p)
        signs = np.array(list(itertools.product([1, -1], repeat=n)))
        sums = np.abs(signs @ d)  # discrete and zeros: exact
        norm = np.sqrt((d**2).sum(0))
        for name, values in [
            ("mean", sums),
            ("t", np.divide(sums, norm, out=np.zeros_like(sums), where=norm > 0)),
        ]:
            most = values.max(1)
            ps = [(most >= observed * (1 - 1e-12)).mean() for observed in values[0]]
            emit("max", f"{name},{p}", kind, 8, n * p, *ps)


def kendall():
    for kind, n in itertools.product(
        ["uniform", "shift", "follows", "heavy", "ties", "zeros", "discrete"],
        [2, 3, 8, 20, 33, 34, 150, 4000],
    ):
        x, y = data(kind, 9, n)
        tied = len(set(x)) < n or len(set(y)) < n
        if len(set(x)) == 1 or len(set(y)) == 1:
            continue
        for alternative in ["two-sided", "less", "greater"]:
            methods = ["asymptotic"] if tied else ["asymptotic", "exact"]
            for method in methods:
                if method == "exact" and n > 150 or method == "asymptotic" and n < 3:
                    continue
                result = stats.kendalltau(x, y, method=method, alternative=alternative)
                if result.pvalue > 0:
                    emit("kendall", f"{method},{alternative}", kind, 9, n, *result[:2])


def distances():
    for kind, n in itertools.product(["uniform", "heavy", "follows", "zeros"], [1, 2, 10, 1000]):
        x, y = data(kind, 10, n)
        if not any(x) or not any(y):
            continue
        a, b = [mpmath.mpf(v) for v in x], [mpmath.mpf(v) for v in y]
        cosine = 1 - mpmath.fdot(a, b) / mpmath.sqrt(mpmath.fdot(a, a) * mpmath.fdot(b, b))
        emit("cosine", "", kind, 10, n, cosine)
        greater = sum((u > v) - (u < v) for u in x for v in y)
        emit("cliff", "", kind, 10, n, Fraction(greater, n * n))
        d = np.array(x) - np.array(y)
        ranks = stats.rankdata(abs(d[d != 0]))
        if len(ranks):
            emit("biserial", "", kind, 10, n, (ranks * np.sign(d[d != 0])).sum() / ranks.sum())
        if len(set(d)) > 1:
            emit("dz", "", kind, 10, n, t_of(d, 0) / mpmath.sqrt(n))
        if len(set(x)) > 1 or len(set(y)) > 1:
            fx, fy = [Fraction(v) for v in x], [Fraction(v) for v in y]
            mx, my = sum(fx) / n, sum(fy) / n
            pooled = (sum((v - mx) ** 2 for v in fx) + sum((v - my) ** 2 for v in fy)) / (2 * n - 2)
            root = mpmath.sqrt(mpmath.mpf(pooled.numerator) / pooled.denominator)
            emit("d", "", kind, 10, n, mpmath.mpf(float(mx - my)) / root)


def adjusted():
    for kind, n in itertools.product(["uniform", "ties", "tiny"], [1, 2, 5, 20, 40]):
        u = data("uniform", 11, n)[0]
        p = {"uniform": u, "ties": [int(10 * v) / 16 for v in u], "tiny": [v**8 for v in u]}[kind]
        for method in ["holm", "BH", "BY"]:
            text = f"cat(sprintf('%.17g', p.adjust(c({','.join(map(repr, p))}), '{method}')))"
            answer = subprocess.run(["Rscript", "-e", text], capture_output=True, text=True, check=True)
            numbers = [float(v) for v in answer.stdout.split()]
            if method in ("BH", "BY"):
                other = stats.false_discovery_control(p, method=method.lower())
                assert np.allclose(other, numbers, rtol=1e-12, atol=0)
            emit("adjust", method, kind, 11, n, *numbers)


def second_opinion():
    """R's exact tests agree with what is written, where it has them."""
    for n in [7, 30]:
        x, y = data("shift", 1, n)
        text = "x<-c({});y<-c({});cat(sprintf('%.17g',c(wilcox.test(x,y,paired=TRUE)$p.value,"
        text += "t.test(x,y,paired=TRUE)$p.value,cor.test(x,y,method='kendall')$p.value)))"
        text = text.format(",".join(map(repr, x)), ",".join(map(repr, y)))
        answer = subprocess.run(["Rscript", "-e", text], capture_output=True, text=True, check=True)
        wilcox, t, tau = [float(v) for v in answer.stdout.split()]
        d = np.array(x) - np.array(y)
        assert abs(wilcox / wilcoxon_exact(d, "wilcox", "two-sided") - 1) < 1e-12
        assert abs(t / (2 * upper(abs(t_of(d, 0)), n - 1)) - 1) < 1e-9
        assert abs(tau / stats.kendalltau(x, y).pvalue - 1) < 1e-9


if __name__ == "__main__":
    for part in [wilcoxon, sign, student, flips, max_statistic, kendall, distances, adjusted]:
        part()
    second_opinion()
    OUT.write_text("\n".join(LINES) + "\n")
    print(len(LINES), "lines,", OUT.stat().st_size, "bytes")
