"""Networks by kind."""

from dit import dit
from mlp import mlp
from song_unet import song_unet
from unet import unet

KINDS = {"mlp": mlp, "unet": unet, "dit": dit, "song-unet": song_unet}


def create_network(library, size):
    """`forward(weights, x, noise)` of a network of that size, in that library."""
    return KINDS[size["kind"]](library, size)
