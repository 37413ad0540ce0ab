# Random numbers of EDM's augmentation, chosen in place of those of torch.
import numpy as np
import torch
from generator import numbers

PUBLISHED = dict(xflip=1e8, yflip=1, scale=1, rotate_frac=1, aniso=1, translate_frac=1)
# Our names, EDM's, and the columns of the labels.
NAMES = [
    ("xflip", "xflip", [0]),
    ("yflip", "yflip", [1]),
    ("scale", "scale", [2]),
    ("rotate", "rotate_frac", [3, 4]),
    ("aniso", "aniso", [5, 6]),
    ("translate", "translate_frac", [7, 8]),
]


def parameters(count, seed):
    """Transformations of a batch, in which every one is applied."""
    draw = lambda index: numbers([count], seed + index).to(torch.get_default_dtype())  # noqa: E731
    return dict(
        xflip=(draw(0) > 0).to(torch.get_default_dtype()),
        yflip=(draw(1) > 0).to(torch.get_default_dtype()),
        scale=1.5 * draw(2),
        rotate=np.pi * draw(3),
        exponent=1.5 * draw(4),
        angle=torch.where(draw(5) > 0, np.pi * draw(6), torch.zeros(count)),
        translate=torch.stack([draw(7), draw(8)]),
    )


def injected(batch, pipe):
    """The random numbers of a call of AugmentPipe, in its order. A draw of zero decides that a transformation is applied."""
    count = len(batch["scale"])
    column = lambda name: batch[name].reshape(count, 1, 1, 1)  # noqa: E731
    applied, queue = torch.zeros(count), []
    if pipe.xflip:
        queue += [column("xflip"), torch.zeros(count, 1, 1, 1)]
    if pipe.yflip:
        queue += [column("yflip"), torch.zeros(count, 1, 1, 1)]
    if pipe.scale:
        queue += [batch["scale"], applied]
    if pipe.rotate_frac:
        queue += [(batch["rotate"] / np.pi + 1) / 2, applied]
    if pipe.aniso:
        angle = batch["angle"]
        queue += [batch["exponent"], (angle / np.pi + 1) / 2, applied, torch.where(angle == 0, torch.ones(count), applied)]
    if pipe.translate_frac:
        queue += [batch["translate"], torch.zeros(1, count)]
    return queue


def stored(batch):
    """The transformations as the tests read them."""
    return [
        {
            **{key: batch[key][i].item() for key in ["xflip", "yflip", "scale", "rotate"]},
            "aniso": [batch["exponent"][i].item(), batch["angle"][i].item()],
            "translate": batch["translate"][:, i].tolist(),
        }
        for i in range(len(batch["scale"]))
    ]
