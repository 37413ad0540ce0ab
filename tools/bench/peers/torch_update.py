"""The update in PyTorch, op by op or with both losses through `torch.compile`."""

import torch
import torch_library
from arrays import noise, under
from game import BETA2, EPSILON, LEARNING_RATE, Game
from networks import create_network


def torch_update(size, arrays, threads, compiled):
    torch.set_num_threads(threads)
    game = Game(torch_library, create_network(torch_library, size))
    prepare = torch.compile if compiled else lambda f: f
    fake_score_loss, student_loss = prepare(game.fake_score_loss), prepare(game.student_loss)

    state = {key: torch_library.to_weight(value) for key, value in arrays.items()}
    teacher, average = under("teacher", state), under("ema.student", state)
    # The same memory twice: with gradients for the player whose turn it is, and without for the other.
    fixed_psi, fixed_theta = under("fakeScore", state), under("student", state)
    psi, theta = ({name: w.detach().requires_grad_() for name, w in player.items()} for player in (fixed_psi, fixed_theta))
    of_psi, of_theta = (
        torch.optim.Adam(player.values(), lr=LEARNING_RATE, betas=(0.0, BETA2), eps=EPSILON, fused=True)
        for player in (psi, theta)
    )

    def learn(optimizer, loss):
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss

    def samples(name, draws):
        return [torch_library.to_sample(each) for each in noise(name, draws)]

    def update(draws):
        first = learn(of_psi, fake_score_loss(psi, fixed_theta, *samples("fakeScore", draws)))
        second = learn(of_theta, student_loss(theta, fixed_psi, teacher, *samples("student", draws)))
        torch._foreach_lerp_(list(average.values()), list(fixed_theta.values()), 1 - float(draws["decay"]))
        return [first.item(), second.item()]

    return update
