"""What one would write without this product: allclose, KS and PSI over two recordings, with NumPy and SciPy.

Usage: peer.py WORKSPACE, one that workspaces.py made. Prints one line; exit code 1 if the answers moved.
"""

import pathlib
import sys

import numpy as np
from scipy.stats import ks_2samp


def read(path):
    if path.suffix == ".npy":
        return np.load(path)
    return np.loadtxt(path, delimiter=",", skiprows=1, usecols=None, converters={0: lambda _: 0})[:, 1:]


def psi(old, new, bins=10, floor=1e-4):
    edges = np.quantile(old, np.linspace(0, 1, bins + 1)[1:-1])
    p = np.maximum(np.bincount(np.searchsorted(edges, old), minlength=bins) / len(old), floor)
    q = np.maximum(np.bincount(np.searchsorted(edges, new), minlength=bins) / len(new), floor)
    return float(np.sum((q - p) * np.log(q / p)))


def main():
    root = pathlib.Path(sys.argv[1])
    old = read(next((root / "canaries" / "bench").glob("recorded.*")))
    new = read(next(root.glob("now.*")))
    top = np.argmax(old, axis=1)
    a, b = old[np.arange(len(old)), top], new[np.arange(len(new)), top]
    close = bool(np.allclose(old, new, rtol=1e-5, atol=1e-8))
    ks = ks_2samp(a, b)
    print(f"close={close} ks={ks.statistic:.4g} p={ks.pvalue:.4g} psi={psi(a, b):.4g}")
    sys.exit(0 if close else 1)


if __name__ == "__main__":
    main()
