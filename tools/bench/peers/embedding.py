"""Noise and position embeddings, equal to those of packages/networks."""

import math

import numpy as np


def fourier(library, noise, features):
    """Sines and cosines of a number per sample: `[b, features]`."""
    half = features // 2
    frequencies = np.array([[8 ** ((i % half) / (half - 1)) for i in range(features)]], np.float32)
    phases = np.array([[0.0 if i < half else math.pi / 2 for i in range(features)]], np.float32)
    return library.sin(noise.reshape(-1, 1) * library.constant(frequencies) + library.constant(phases))


def embed_noise(library, p, noise, features):
    """Two layers on its Fourier features: `[b, width]`."""
    hidden = library.silu(library.linear(p, "noise.inner", fourier(library, noise, features)))
    return library.silu(library.linear(p, "noise.outer", hidden))


def places(rows, columns, width):
    """Waves of the row and of the column of each patch: `[rows columns, width]`."""
    row = np.repeat(waves(rows, width // 2)[:, None], columns, axis=1)
    column = np.repeat(waves(columns, width // 2)[None], rows, axis=0)
    return np.concatenate([row, column], axis=2).reshape(rows * columns, width).astype(np.float32)


def waves(count, size):
    half = size // 2
    angles = np.arange(count)[:, None] / 10_000 ** (np.arange(half) / half)
    return np.concatenate([np.sin(angles), np.cos(angles)], axis=1)
