# The values of PyTorch in plugins/extractors/src/images/prepare-images.test.ts.
# Run with torch 2.15.0:  python tools/parity/extractors.py
# It writes images/parity.fixture.json: for each case the size, the channels and the pixels of the network's input, from 0 to 255.
import json
from pathlib import Path

import torch
import torch.nn.functional as F

OUTPUT = Path(__file__).parents[2] / "plugins/extractors/src/images/parity.fixture.json"


def numbers(shape, seed):
    """Uniform on [-1.2, 1.2], with values outside [-1, 1]: the same in the test."""
    values = []
    for _ in range(torch.Size(shape).numel()):
        seed = (1664525 * seed + 1013904223) % 2**32
        values.append(1.2 * (seed / 2**31 - 1))
    return torch.tensor(values, dtype=torch.float64).float().reshape(shape)


def to_8_bits(x):
    """As generate.py of EDM; as torchvision's save_image but for the rounding of floats."""
    return (x * 127.5 + 128).clip(0, 255).to(torch.uint8).float()


def half_pixel(x, size):
    """As pytorch-fid resizes."""
    return F.interpolate(x, size=(size, size), mode="bilinear", align_corners=False)


def top_left(x, size):
    """As TensorFlow 1 resizes, in the form of the networks that are exported from it to torch."""
    theta = torch.eye(2, 3)
    theta[0, 2] += 1 / x.shape[3] - 1 / size
    theta[1, 2] += 1 / x.shape[2] - 1 / size
    grid = F.affine_grid(theta.expand(len(x), 2, 3), [len(x), x.shape[1], size, size], align_corners=False)
    return F.grid_sample(x, grid, mode="bilinear", padding_mode="border", align_corners=False)


cases = []
for name, resize in [("half-pixel", half_pixel), ("top-left", top_left)]:
    for side, channels, size in [(4, 3, 11), (8, 1, 5), (5, 1, 5)]:
        x = numbers((2, side, side, channels), side).permute(0, 3, 1, 2)
        pixels = to_8_bits(x)
        output = resize(pixels, size) if size != side else pixels
        values = [round(value, 4) for value in output.flatten().tolist()]
        cases.append({"resize": name, "side": side, "channels": channels, "size": size, "output": values})
OUTPUT.write_text(json.dumps(cases) + "\n")
