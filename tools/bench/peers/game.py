"""One SiD update of residual MLPs, written once for torch and for jax.numpy: what packages/networks and plugins/sid say in TypeScript."""

import math

import numpy as np

SIGMA_DATA, SIGMA_INIT, LAMBDA, BETA2, DEPTH, FEATURES = 0.7, 2.5, 0.5, 0.999, 3, 32

HALF = FEATURES // 2
FREQUENCIES = np.array([[8 ** ((i % HALF) / (HALF - 1)) for i in range(FEATURES)]], np.float32)
PHASES = np.array([[0.0 if i < HALF else math.pi / 2 for i in range(FEATURES)]], np.float32)


class Game:
    """The losses of the fake score and of the student, for a library with numpy's names."""

    def __init__(self, xp, silu, constant, detach):
        self.xp, self.silu, self.detach = xp, silu, detach
        self.frequencies, self.phases = constant(FREQUENCIES), constant(PHASES)

    def network(self, p, x, noise):
        e = self.xp.sin(noise.reshape(-1, 1) * self.frequencies + self.phases)
        h = x @ p["input.weight"] + p["input.bias"]
        for i in range(DEPTH):
            name = f"blocks.{i}"
            y = self.silu(h) @ p[f"{name}.inner.weight"] + p[f"{name}.inner.bias"] + e @ p[f"{name}.noise.weight"]
            h = h + self.silu(y) @ p[f"{name}.outer.weight"] + p[f"{name}.outer.bias"]
        return self.silu(h) @ p["output.weight"] + p["output.bias"]

    def epsilon(self, p, xt, alpha, beta):
        std = (beta * beta + (alpha * SIGMA_DATA) ** 2) ** 0.5
        f = self.network(p, xt / std, self.xp.log(beta / alpha) / 4)
        return (beta * xt / std - alpha * SIGMA_DATA * f) / std

    def generate(self, p, z):
        xt = z * SIGMA_INIT
        alpha = self.xp.ones_like(z[:, :1])
        return xt - alpha * SIGMA_INIT * self.epsilon(p, xt, alpha, alpha * SIGMA_INIT)

    def fake_score_loss(self, psi, theta, z, eps, alpha, beta):
        xt = alpha * self.detach(self.generate(theta, z)) + beta * eps
        return ((self.epsilon(psi, xt, alpha, beta) - eps) ** 2).sum(1).mean()

    def student_loss(self, theta, psi, teacher, z, eps, alpha, beta):
        xt = alpha * self.generate(theta, z) + beta * eps
        of_teacher = self.epsilon(teacher, xt, alpha, beta)
        gap = of_teacher - self.epsilon(psi, xt, alpha, beta)
        return (gap * (of_teacher - eps) - LAMBDA * gap * gap).sum(1).mean()
