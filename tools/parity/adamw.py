# AdamW with clipping by global norm and warm-up in PyTorch, for packages/engine/src/steps/adamw.test.ts.
# Run with torch 2.15.0:  python tools/parity/adamw.py
# It writes packages/engine/src/steps/adamw.fixture.json: the weights after each update.
import json
from pathlib import Path

import torch
from generator import numbers

OUTPUT = Path(__file__).parents[2] / "packages/engine/src/steps/adamw.fixture.json"
RATE, BETAS, EPS, DECAY, CLIP, WARMUP, UPDATES = 0.02, (0.9, 0.999), 1e-8, 0.5, 10, 5, 60
SHAPES = {"a": [3, 2], "b": [4]}

weights = {name: torch.nn.Parameter(numbers(shape, seed)) for seed, (name, shape) in enumerate(SHAPES.items(), 1)}
targets = {name: numbers(shape, seed) for seed, (name, shape) in enumerate(SHAPES.items(), 11)}
optimizer = torch.optim.AdamW(weights.values(), lr=RATE, betas=BETAS, eps=EPS, weight_decay=DECAY)
schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda update: min(1, (update + 1) / WARMUP))

norms, steps = [], []
for _ in range(UPDATES):
    loss = sum((8 * (weight - targets[name]) ** 2).sum() for name, weight in weights.items())
    optimizer.zero_grad()
    loss.backward()
    norms.append(torch.nn.utils.clip_grad_norm_(weights.values(), CLIP).item())
    optimizer.step()
    schedule.step()
    steps.append({name: weight.detach().flatten().tolist() for name, weight in weights.items()})

settings = {"lr": RATE, "betas": BETAS, "eps": EPS, "weightDecay": DECAY, "schedule": {"warmup": WARMUP}, "clip": {"norm": CLIP}}
OUTPUT.write_text(json.dumps({"optimizer": settings, "shapes": SHAPES, "norms": norms, "steps": steps}) + "\n")
print(norms[0], norms[-1], sum(norm > CLIP for norm in norms), 'clipped,', OUTPUT.stat().st_size, "bytes")
