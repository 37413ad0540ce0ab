"""The two losses of a SiD update, written once for all libraries: what tools/bench/sid-step.ts and plugins/sid say in TypeScript."""

SIGMA_DATA, SIGMA_INIT, LAMBDA = 0.7, 2.5, 0.5
LEARNING_RATE, BETA2, EPSILON = 1e-4, 0.999, 1e-8


class Game:
    """The losses of the fake score and of the student. `network(weights, x, noise)` is what all three are."""

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
        of_teacher = self.epsilon(teacher, xt, alpha, beta)
        gap = of_teacher - self.epsilon(psi, xt, alpha, beta)
        return per_sample(gap * (of_teacher - eps) - LAMBDA * gap * gap).mean()


def per_sample(x):
    return x.reshape(x.shape[0], -1).sum(1)
