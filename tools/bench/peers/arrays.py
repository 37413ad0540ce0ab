"""Reads the files of the benchmark: sizes of the network, initial weights, draws of several updates."""

import json
import os

import numpy as np


def read_network(folder):
    with open(os.path.join(folder, "network.json")) as file:
        return json.load(file)


def read_arrays(folder, name):
    """Arrays by name, from a file of float32 numbers and its index."""
    with open(os.path.join(folder, f"{name}.json")) as file:
        table = json.load(file)
    numbers = np.fromfile(os.path.join(folder, f"{name}.bin"), np.float32)
    return {key: numbers[at["offset"] :][: int(np.prod(at["shape"]))].reshape(at["shape"]).copy() for key, at in table.items()}


def read_draws(folder):
    count = sum(name.startswith("draws.") and name.endswith(".json") for name in os.listdir(folder))
    return [read_arrays(folder, f"draws.{i}") for i in range(count)]


def under(prefix, arrays):
    return {key[len(prefix) + 1 :]: value for key, value in arrays.items() if key.startswith(prefix + ".")}


def noise(name, draws):
    """`z`, `eps`, and the amplitudes of the noise level as `[b, 1, ...]`."""
    own = under(name, draws)
    column = [-1] + [1] * (own["z"].ndim - 1)
    return own["z"], own["eps"], own["alphaBar"].reshape(column), own["betaBar"].reshape(column)
