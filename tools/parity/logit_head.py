# The layers of DMD2's discriminator in PyTorch, with fewer channels, for packages/networks/src/architectures/logit-head.test.ts.
# Run with torch 2.15.0:  python tools/parity/logit_head.py
# It writes packages/networks/src/architectures/logit-head.fixture.json: logits, and the gradient of their squares in features and weights.
import json
from pathlib import Path

import torch
from generator import fill, numbers

OUTPUT = Path(__file__).parents[2] / "packages/networks/src/architectures/logit-head.fixture.json"
CHANNELS, GROUPS = 16, 4
conv, norm = torch.nn.Conv2d, torch.nn.GroupNorm
head = torch.nn.Sequential()
head.add_module("halve", conv(CHANNELS, CHANNELS, 4, stride=2, padding=1))  # 8x8 -> 4x4
head.add_module("norm1", norm(GROUPS, CHANNELS))
head.add_module("silu1", torch.nn.SiLU())
head.add_module("join", conv(CHANNELS, CHANNELS, 4, stride=4))  # 4x4 -> 1x1
head.add_module("norm2", norm(GROUPS, CHANNELS))
head.add_module("silu2", torch.nn.SiLU())
head.add_module("logit", conv(CHANNELS, 1, 1))
with torch.no_grad():
    fill(head)

features = numbers([2, CHANNELS, 8, 8], 100).requires_grad_(True)
logits = head(features).flatten()
logits.square().sum().backward()
gradients = {name: each.grad for name, each in head.named_parameters()}
fixture = {
    "logits": logits.tolist(),
    "features": features.grad.permute(0, 2, 3, 1)[:, ::3, ::3].flatten().tolist(),
    # Of the weights of convolutions, those of the first output.
    "weights": {name: (each[0] if each.ndim == 4 else each).flatten().tolist() for name, each in gradients.items()},
}
OUTPUT.write_text(json.dumps(fixture) + "\n")
print(OUTPUT.stat().st_size, "bytes")
