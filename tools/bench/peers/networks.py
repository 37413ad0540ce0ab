"""Networks by kind."""

from dit import dit
from mlp import mlp
from unet import unet

KINDS = {"mlp": mlp, "unet": unet, "dit": dit}


def create_network(library, size):
    """`forward(weights, x, noise)` of a network of that size, in that library."""
    return KINDS[size["kind"]](library, size)
