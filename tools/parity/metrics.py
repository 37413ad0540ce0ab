# The values of scipy in the tests of plugins/metrics: frechet.test.ts and neighbours.test.ts.
# Run with scipy 1.17.1 and numpy 2.4.6:  python tools/parity/metrics.py
import numpy as np
from scipy.linalg import sqrtm
from scipy.spatial.distance import cdist


def uniform(count, seed):
    """A generator of one line, the same in the tests."""
    values = []
    for _ in range(count):
        seed = (1664525 * seed + 1013904223) % 2**32
        values.append(seed / 2**32)
    return np.array(values).astype(np.float32).astype(np.float64)


def samples(n, d, seed, scale, shift):
    x = (uniform(n * d, seed).reshape(n, d) - 0.5) * (1 + np.arange(d)) ** -0.5 * scale + shift
    x[:, 1:] += 0.7 * x[:, :-1]
    return x.astype(np.float32).astype(np.float64)


def frechet(x, y):
    a, b = np.cov(x, rowvar=False), np.cov(y, rowvar=False)
    return np.sum((x.mean(0) - y.mean(0)) ** 2) + np.trace(a + b) - 2 * np.trace(sqrtm(a @ b)).real


def neighbours(x, y, k):
    to_x, to_y = np.sort(cdist(x, x))[:, k], np.sort(cdist(y, y))[:, k]
    between = cdist(x, y)
    in_y = between <= to_y
    return in_y.any(1).mean(), (between <= to_x[:, None]).any(0).mean(), in_y.sum() / len(x) / k, in_y.any(0).mean()


for n, m, d in [(50, 40, 2), (200, 300, 8), (500, 400, 32), (600, 600, 64)]:
    print("frechet", n, m, d, f"{frechet(samples(n, d, 1, 1, 0), samples(m, d, 2, 1.5, 0.1)):.12g}")
for n, m, d, k in [(40, 50, 2, 3), (200, 300, 8, 5)]:
    values = neighbours(samples(n, d, 1, 1.5, 0.1), samples(m, d, 2, 1, 0), k)
    print("neighbours", n, m, d, k, *(f"{value:.12g}" for value in values))
