# The values of scipy and numpy in the tests of plugins/metrics: frechet, kid, neighbours and inception-score.
# Run with scipy 1.17.1 and numpy 2.4.6:  python tools/parity/metrics.py
# It also writes frechet/reference.fixture.npz, statistics as EDM and pytorch-fid write them.
from pathlib import Path

import numpy as np
from scipy.linalg import sqrtm
from scipy.spatial.distance import cdist
from scipy.special import softmax


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


def statistics(x):
    return x.mean(0), np.cov(x, rowvar=False)


def distance(mu, sigma, mu_reference, sigma_reference):
    """As EDM and pytorch-fid compute FID."""
    root = sqrtm(sigma @ sigma_reference).real
    return np.sum((mu - mu_reference) ** 2) + np.trace(sigma + sigma_reference - 2 * root)


def frechet(x, y):
    return distance(*statistics(x), *statistics(y))


def inception_score(logits, splits):
    """As Salimans et al. compute it; the mean over the splits."""
    p = softmax(logits, axis=1)
    parts = [p[i * len(p) // splits : (i + 1) * len(p) // splits] for i in range(splits)]
    return np.mean([np.exp(np.mean(np.sum(q * (np.log(q) - np.log(q.mean(0))), axis=1))) for q in parts])


def neighbours(x, y, k):
    to_x, to_y = np.sort(cdist(x, x))[:, k], np.sort(cdist(y, y))[:, k]
    between = cdist(x, y)
    in_y = between <= to_y
    return in_y.any(1).mean(), (between <= to_x[:, None]).any(0).mean(), in_y.sum() / len(x) / k, in_y.any(0).mean()


def kid(x, y):
    k = lambda a, b: (a @ b.T / a.shape[1] + 1) ** 3
    within = lambda a: (k(a, a).sum() - np.trace(k(a, a))) / (len(a) * (len(a) - 1))
    return within(x) + within(y) - 2 * k(x, y).mean()


for n, m, d in [(50, 40, 2), (200, 300, 8), (500, 400, 32), (600, 600, 64)]:
    print("frechet", n, m, d, f"{frechet(samples(n, d, 1, 1, 0), samples(m, d, 2, 1.5, 0.1)):.12g}")
for n, m, d, k in [(40, 50, 2, 3), (200, 300, 8, 5)]:
    values = neighbours(samples(n, d, 1, 1.5, 0.1), samples(m, d, 2, 1, 0), k)
    print("neighbours", n, m, d, k, *(f"{value:.12g}" for value in values))
for n, m, d in [(40, 50, 2), (200, 300, 8)]:
    print("kid", n, m, d, f"{kid(samples(n, d, 1, 1.5, 0.1), samples(m, d, 2, 1, 0)):.12g}")
for n, classes, splits in [(100, 10, 1), (101, 5, 10), (300, 100, 7)]:
    print("inception score", n, classes, splits, f"{inception_score(samples(n, classes, 1, 20, 0), splits):.12g}")

mu, sigma = statistics(samples(500, 16, 3, 1.2, 0.05))
np.savez(Path(__file__).parents[2] / "plugins/metrics/src/frechet/reference.fixture.npz", mu=mu, sigma=sigma)
x = samples(400, 16, 1, 1, 0)
print("frechet to reference", f"{distance(*statistics(x), mu, sigma):.12g}", "of halves", *(f"{distance(*statistics(half), mu, sigma):.12g}" for half in (x[:200], x[200:])))
