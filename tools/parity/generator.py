# Numbers that the scripts of this folder and the tests make alike, so that no weights are stored.
import numpy as np
import torch


def numbers(shape, seed):
    """Uniform on [-1, 1]: the same in the test."""
    values = []
    for _ in range(int(np.prod(shape))):
        seed = (1664525 * seed + 1013904223) % 2**32
        values.append(seed / 2**31 - 1)
    return torch.tensor(values, dtype=torch.float64).float().reshape(list(shape))


def fill(module):
    """Sets all parameters, and the frequencies of Fourier features, from the generator."""
    parameters = {name for name, _ in module.named_parameters()}
    state = module.state_dict()
    for index, (name, tensor) in enumerate(state.items()):
        if name in parameters or name.endswith("freqs"):
            fan = int(np.prod(tensor.shape[1:])) if tensor.ndim > 1 else 9
            scale = 1 if tensor.ndim > 1 or name.endswith("bias") else 0.3
            offset = 1 if tensor.ndim == 1 and "norm" in name and name.endswith("weight") else 0
            tensor.copy_(offset + scale * numbers(tensor.shape, index + 1) * (3 / fan) ** 0.5)
