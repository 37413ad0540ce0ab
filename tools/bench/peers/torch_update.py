"""SiD update in PyTorch: eager, or with both losses compiled by `torch.compile`."""

import torch
import torch_library
from arrays import noise, under
from losses import BETA2, EPSILON, LEARNING_RATE, SidLosses
from networks import create_network


def torch_update(size, arrays, threads, compiled):
    torch.set_num_threads(threads)
    losses = SidLosses(torch_library, create_network(torch_library, size))
    prepare = torch.compile if compiled else lambda f: f
    fake_score_loss, student_loss = prepare(losses.fake_score_loss), prepare(losses.student_loss)

    state = {key: torch_library.to_weight(value) for key, value in arrays.items()}
    teacher, average = under("teacher", state), under("ema.student", state)
    # Two views of the same memory: with gradients for the model in training, without for the other one.
    fixed_psi, fixed_theta = under("fakeScore", state), under("student", state)
    psi, theta = ({name: w.detach().requires_grad_() for name, w in model.items()} for model in (fixed_psi, fixed_theta))
    psi_optimizer, theta_optimizer = (
        torch.optim.Adam(model.values(), lr=LEARNING_RATE, betas=(0.0, BETA2), eps=EPSILON, fused=True)
        for model in (psi, theta)
    )

    def descend(optimizer, loss):
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss

    def samples(name, draws):
        return [torch_library.to_sample(each) for each in noise(name, draws)]

    def update(draws):
        first = descend(psi_optimizer, fake_score_loss(psi, fixed_theta, *samples("fakeScore", draws)))
        second = descend(theta_optimizer, student_loss(theta, fixed_psi, teacher, *samples("student", draws)))
        torch._foreach_lerp_(list(average.values()), list(fixed_theta.values()), 1 - float(draws["decay"]))
        return [first.item(), second.item()]

    return update
