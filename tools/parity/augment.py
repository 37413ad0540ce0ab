# EDM's augmentation in PyTorch, for packages/engine/src/augmentation/augmentation.test.ts.
# Run with torch 2.15.0 and a checkout of https://github.com/NVlabs/edm (only run, not copied):
#   python tools/parity/augment.py EDM_CHECKOUT
# It writes packages/engine/src/augmentation/augmentation.fixture.json: parameters of transformations, EDM's labels, and pixels of the
# images of EDM's AugmentPipe in float64.
import base64
import json
import sys
from pathlib import Path

import torch
from generator import numbers
from transformations import NAMES, PUBLISHED, injected, parameters, stored

sys.path.insert(0, sys.argv[1])
from training.augment import AugmentPipe  # noqa: E402

OUTPUT = Path(__file__).parents[2] / "packages/engine/src/augmentation/augmentation.fixture.json"
CHANNELS = 2
# Reflections end at a margin that depends on the batch. A sample with this scale makes it as large as it can be.
WIDE = -12.0
torch.set_default_dtype(torch.float64)


def run(images, batch, switches):
    pipe = AugmentPipe(p=1, **switches)
    queue = injected(batch, pipe)
    torch.rand = torch.randn = torch.randint = lambda *_, **__: queue.pop(0)
    result = pipe(images)
    assert not queue
    return result


def case(name, side, count, switches, columns, keep):
    batch = parameters(count, 200 + side)
    batch["scale"][-1] = WIDE
    for ours, theirs, _ in NAMES:
        if theirs not in switches:
            for key in ["exponent", "angle"] if ours == "aniso" else [ours]:
                batch[key] = torch.zeros_like(batch[key])
    warped, labels = run(numbers([count, CHANNELS, side, side], side).double(), batch, switches)
    all_labels = torch.zeros(count, 9)
    all_labels[:, columns] = labels.double()
    pixels = warped.permute(0, 2, 3, 1).reshape(-1)[::keep]
    return {
        "name": name,
        "side": side,
        "keep": keep,
        "transformations": stored(batch),
        "labels": all_labels.reshape(-1).tolist(),
        "pixels": base64.b64encode(pixels.float().numpy().tobytes()).decode(),
    }


cases = []
for side, count, keep in [(8, 4, 1), (32, 3, 7)]:
    for name, switch, columns in NAMES:
        cases.append(case(name, side, count, {switch: PUBLISHED[switch]}, columns, keep * 3))
    cases.append(case("all together", side, 2 * count, PUBLISHED, list(range(9)), keep))
OUTPUT.write_text(json.dumps(cases, separators=(",", ":")) + "\n")
print(len(cases), "cases,", OUTPUT.stat().st_size, "bytes")
