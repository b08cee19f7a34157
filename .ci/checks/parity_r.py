"""References from R, where Rscript is installed: exact Kolmogorov-Smirnov under ties, rank tests, Fisher, p.adjust."""

import shutil
import subprocess

EXACT, ASYMPTOTIC = 1e-9, 1e-6
ALTERNATIVES = ("two-sided", "less", "greater")


def vector(values):
    return "c(" + ",".join(repr(float(v)) for v in values) + ")"


def ks(rng):
    x, y = rng.integers(0, 8, int(rng.integers(2, 40))), rng.integers(0, 9, int(rng.integers(2, 40)))
    # R before 4.3 takes ties into account for the two-sided p-value alone.
    call = "ks.test(%s, %s, exact=TRUE)$p.value" % (vector(x), vector(y))
    return "ks", {"x": x.tolist(), "y": y.tolist(), "method": "exact"}, call, EXACT


def signed_rank(rng):
    n = int(rng.integers(3, 30))
    x, y = rng.normal(0, 1, n), rng.normal(0.3, 1, n)
    alternative = str(rng.choice(ALTERNATIVES))
    call = "wilcox.test(%s, %s, paired=TRUE, exact=TRUE, alternative='%s')$p.value" % (vector(x), vector(y), alternative.replace("-", "."))
    return "wilcoxon", {"x": x.tolist(), "y": y.tolist(), "alternative": alternative, "exact": True}, call, EXACT


def rank_sum(rng):
    x, y = rng.integers(0, 20, int(rng.integers(3, 200))), rng.integers(1, 22, int(rng.integers(3, 200)))
    alternative, correct = str(rng.choice(ALTERNATIVES)), bool(rng.random() < 0.5)
    call = "wilcox.test(%s, %s, exact=FALSE, correct=%s, alternative='%s')$p.value" % (
        vector(x), vector(y), "TRUE" if correct else "FALSE", alternative.replace("-", "."))
    request = {"x": x.tolist(), "y": y.tolist(), "alternative": alternative, "exact": False, "correct": correct}
    return "mann-whitney", request, call, ASYMPTOTIC


def fisher(rng):
    counts = rng.integers(0, 30, (2, 2)) + 1
    call = "fisher.test(matrix(%s, nrow=2, byrow=TRUE))$p.value" % vector(counts.ravel())
    return "fisher", {"table": counts.tolist()}, call, EXACT


def t(rng):
    n = int(rng.integers(2, 60))
    x, y = rng.normal(0, 1, n), rng.normal(0.3, 1, n)
    call = "t.test(%s, %s, paired=TRUE)$p.value" % (vector(x), vector(y))
    return "paired-t", {"x": x.tolist(), "y": y.tolist()}, call, EXACT


def cases(rng, count):
    """As many cases of each as asked for; none where there is no R."""
    if shutil.which("Rscript") is None:
        print("no Rscript: nothing is compared with R")
        return []
    drawn = [make(rng) for make in (ks, signed_rank, rank_sum, fisher, t) for _ in range(count)]
    script = "options(warn=-1)\n" + "".join("cat(sprintf('%%.17g', %s), '\\n')\n" % call for _, _, call, _ in drawn)
    said = subprocess.run(["Rscript", "--vanilla", "-"], input=script, capture_output=True, text=True, check=True).stdout
    return [
        ("%s, R" % measure, {**request, "test": measure}, {"pValue": (min(1.0, float(p)), tolerance)}, "R")
        for (measure, request, _, tolerance), p in zip(drawn, said.split())
    ]
