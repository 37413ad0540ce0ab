# The published formulas of f-distill, SIM, FGM and moment matching in PyTorch, for plugins/divergences/src/published.test.ts.
# Run with torch 2.15.0:  python tools/parity/divergences.py
# It writes plugins/divergences/src/published.fixture.json: gradients of the student's losses in the samples, and values where they have a meaning.
# The formulas are those of the papers, in the papers' predictions: x0 (f-distill, moment matching), scores (SIM), velocities (FGM).
import json
from pathlib import Path

import torch
from generator import numbers

OUTPUT = Path(__file__).parents[2] / "plugins/divergences/src/published.fixture.json"
BATCH, SIZE, HUBER = 4, 3, 0.3
torch.set_default_dtype(torch.float64)

xg, eps, logit = numbers([BATCH, SIZE], 1).double() * 1.5, numbers([BATCH, SIZE], 2).double() * 1.7, numbers([BATCH], 3).double() * 3
vp = (torch.tensor([1, 0.8, 1, 0.1])[:, None], torch.tensor([0.05, 0.6, 5, 0.99])[:, None])
times = torch.tensor([0.1, 0.4, 0.6, 0.9])[:, None]


def teacher(xt):
    return torch.sin(0.7 * xt + 0.2)


def fake(xt):
    return 0.4 * xt - 0.1


def result(loss, levels):
    """Value of each sample and gradient in the samples, with the networks held constant but differentiable in xt."""
    x = xg.clone().requires_grad_(True)
    alpha, beta = levels
    each = loss(x, alpha * x + beta * eps, alpha, beta)
    each.sum().backward()
    return {"values": each.detach().tolist(), "gradient": x.grad.flatten().tolist()}


def denoised(xt, alpha, beta):
    return [(xt - beta * net(xt)) / alpha for net in (teacher, fake)]


def distribution_matching(h):
    """DMD's gradient (fake - teacher) / mean|x - teacher|, each sample times h, as a loss whose gradient it is."""

    def loss(x, xt, alpha, beta):
        with torch.no_grad():
            real, generated = denoised(xt, alpha, beta)
            step = (generated - real) * h[:, None] / (x - real).abs().mean(1, keepdim=True)
        return (step * x).sum(1)

    return loss


r = torch.exp(logit).clamp(0.1, 20)
weights = {
    "reverse-kl": torch.ones_like(r),
    "softened-reverse-kl": 1 / (1 + r),
    "jensen-shannon": 1 - 1 / (1 + r),
    "squared-hellinger": r**0.5,
    "forward-kl": r,
    "jeffreys": 1 + r,
    "neyman": 1 / r,
}


def implicit_matching(x, xt, alpha, beta):
    """SIM: -d'(y) (s_fake - grad log q(xt | x0)) with y = s_fake - s_teacher and d = sqrt(|y|^2 + c^2) - c; c is per element of eps."""
    s_teacher, s_fake, s_conditional = -teacher(xt) / beta, -fake(xt) / beta, -(xt - alpha * x) / beta**2
    y, c = s_fake - s_teacher, HUBER * SIZE**0.5 / beta
    return -(y / (y.square().sum(1, keepdim=True) + c**2).sqrt() * (s_fake - s_conditional)).sum(1)


def generator_matching(x, xt, alpha, beta):
    """FGM: L1 + L2 = |u - v|^2 + 2 <u - v, v - (eps - x0)> with the teacher's velocity u and the fake one v."""
    u, v = [net(xt) - (xt - beta * net(xt)) / alpha for net in (teacher, fake)]
    return ((u - v).square() + 2 * (u - v) * (v - (eps - x))).sum(1)


def moment_matching(x, xt, alpha, beta):
    with torch.no_grad():
        real, generated = denoised(xt, alpha, beta)
    return (x * (generated - real)).sum(1)


fixture = {
    "huber": HUBER,
    "fDistill": {name: result(distribution_matching(h / h.mean()), vp)["gradient"] for name, h in weights.items()},
    "sim": result(implicit_matching, vp),
    "fgm": result(generator_matching, (1 - times, times)),
    "momentMatching": result(moment_matching, vp),
}
OUTPUT.write_text(json.dumps(fixture) + "\n")
print(OUTPUT.stat().st_size, "bytes")
