# One batch of SiD-LSG's two losses in PyTorch, for packages/engine/src/guidance/published.test.ts.
# Run with torch 2.15.0:  python tools/parity/guidance.py
# It writes packages/engine/src/guidance/published.fixture.json: values, and gradients in the samples and in the fake score's weights.
# The formulas are those of training/sid_training_loop.py and training/sid_sd_util.py of SiD-LSG (arXiv 2406.01561), for predictions of the noise.
import json
from pathlib import Path

import torch
from generator import numbers

OUTPUT = Path(__file__).parents[2] / "packages/engine/src/guidance/published.fixture.json"
BATCH, SIZE, CLASSES = 4, 3, 2
TRAIN_FAKE, EVAL_FAKE, EVAL_REAL = 1.5, 2, 3  # kappa1, kappa2 = kappa3, kappa4
torch.set_default_dtype(torch.float64)

images = (numbers([BATCH, SIZE], 1).double() * 1.5).requires_grad_(True)
noise = numbers([BATCH, SIZE], 2).double() * 1.7
shifts = numbers([CLASSES, SIZE], 3).double()
scale = torch.tensor(0.4).requires_grad_(True)
biases = numbers([CLASSES, SIZE], 4).double().requires_grad_(True)
labels = torch.tensor([0, 1, 1, 0])
dropped = torch.tensor([0, 1, CLASSES, 0])  # the class of the third sample is withheld
alpha = torch.tensor([0.95, 0.8, 0.6, 0.1])[:, None]
beta = (1 - alpha**2).sqrt()


def of_class(rows, label):
    """A row for each label; zeros for a class that is not given."""
    return torch.cat([rows, torch.zeros(1, SIZE)])[label]


def true_score(xt, label):
    return torch.sin(0.7 * xt + 0.2 + of_class(shifts, label))


def fake_score(xt, label):
    return scale * xt + of_class(biases, label)


def denoise(net, x, label, guidance_scale, predict_x0=True):
    """sid_sd_denoise"""
    xt = alpha * x + beta * noise
    if guidance_scale == 1:
        prediction = net(xt, label)
    else:
        unconditional = net(xt, torch.full_like(label, CLASSES))
        prediction = unconditional + guidance_scale * (net(xt, label) - unconditional)
    return (xt - beta * prediction) / alpha if predict_x0 else prediction


def fake_loss():
    prediction = denoise(fake_score, images.detach(), dropped, TRAIN_FAKE, predict_x0=False)
    return ((prediction - noise) ** 2).sum() / BATCH


def generator_loss():
    y_fake = denoise(fake_score, images, labels, EVAL_FAKE)
    y_real = denoise(true_score, images, labels, EVAL_REAL)
    with torch.no_grad():
        weight = (images - y_real).abs().mean(dim=1, keepdim=True).clip(min=0.00001)
    return ((y_real - y_fake) * (y_fake - images) / weight).sum() / BATCH  # alpha = 1


def result(loss, weights):
    value = loss()
    gradients = torch.autograd.grad(value, list(weights.values()))
    return {"value": value.item(), **{name: g.flatten().tolist() for name, g in zip(weights, gradients)}}


fixture = {
    "fakeScore": result(fake_loss, {"scale": scale, "biases": biases}),
    "student": result(generator_loss, {"xg": images}),
}
OUTPUT.write_text(json.dumps(fixture) + "\n")
print(OUTPUT.stat().st_size, "bytes")
