"""Losses of a SiD update for all libraries, equal to tools/bench/sid-step.ts and plugins/sid in TypeScript."""

SIGMA_DATA, SIGMA_INIT, LAMBDA = 0.7, 2.5, 0.5
LEARNING_RATE, BETA2, EPSILON = 1e-4, 0.999, 1e-8


class SidLosses:
    """Losses of the fake score and the student. Teacher, student and fake score all use `network(weights, x, noise)`."""

    def __init__(self, library, network):
        self.library, self.network = library, network

    def epsilon(self, p, xt, alpha, beta):
        std = (beta * beta + (alpha * SIGMA_DATA) ** 2) ** 0.5
        f = self.network(p, xt / std, self.library.log(beta / alpha) / 4)
        return (beta * xt / std - alpha * SIGMA_DATA * f) / std

    def generate(self, p, z):
        xt = z * SIGMA_INIT
        alpha = self.library.ones([z.shape[0]] + [1] * (z.ndim - 1))
        return xt - alpha * SIGMA_INIT * self.epsilon(p, xt, alpha, alpha * SIGMA_INIT)

    def fake_score_loss(self, psi, theta, z, eps, alpha, beta):
        xt = alpha * self.library.detach(self.generate(theta, z)) + beta * eps
        return per_sample((self.epsilon(psi, xt, alpha, beta) - eps) ** 2).mean()

    def student_loss(self, theta, psi, teacher, z, eps, alpha, beta):
        xt = alpha * self.generate(theta, z) + beta * eps
        eps_teacher = self.epsilon(teacher, xt, alpha, beta)
        gap = eps_teacher - self.epsilon(psi, xt, alpha, beta)
        return per_sample(gap * (eps_teacher - eps) - LAMBDA * gap * gap).mean()


def per_sample(x):
    return x.reshape(x.shape[0], -1).sum(1)
