"""A peer of the compiled step: `peer.py torch|torch-compile|jax FOLDER THREADS`, then lines `run N` on stdin and a line of JSON for each."""

import json
import os
import sys
import time

import numpy as np

LIBRARY, FOLDER, THREADS = sys.argv[1], sys.argv[2], int(sys.argv[3])
NOISE = ("z", "eps", "alphaBar", "betaBar")
LEARNING_RATE, EPSILON = 1e-4, 1e-8


def read(name):
    """The arrays of a file of float32 numbers, by its table of contents."""
    with open(os.path.join(FOLDER, f"{name}.json")) as file:
        table = json.load(file)
    numbers = np.fromfile(os.path.join(FOLDER, f"{name}.bin"), np.float32)
    return {key: numbers[at["offset"] :][: int(np.prod(at["shape"]))].reshape(at["shape"]).copy() for key, at in table.items()}


def under(prefix, arrays):
    return {key[len(prefix) + 1 :]: value for key, value in arrays.items() if key.startswith(prefix + ".")}


def noise(name, draws):
    values = [under(name, draws)[each] for each in NOISE]
    return values[:2] + [value.reshape(-1, 1) for value in values[2:]]


def torch_update(compiled):
    import torch
    from game import BETA2, Game

    torch.set_num_threads(THREADS)
    game = Game(torch, torch.nn.functional.silu, torch.from_numpy, lambda x: x.detach())
    state = {key: torch.from_numpy(value) for key, value in read("state").items()}
    teacher, psi, theta, average = (under(name, state) for name in ("teacher", "fakeScore", "student", "ema.student"))
    optimizers = []
    for weights in (psi, theta):
        for weight in weights.values():
            weight.requires_grad_(True)
        optimizers.append(torch.optim.Adam(weights.values(), lr=LEARNING_RATE, betas=(0.0, BETA2), eps=EPSILON, fused=True))
    shape = torch.compile if compiled else lambda f: f
    fake_score_loss, student_loss = shape(game.fake_score_loss), shape(game.student_loss)

    def update(draws):
        losses = []
        for name, optimizer, loss in (
            ("fakeScore", optimizers[0], lambda *n: fake_score_loss(psi, theta, *n)),
            ("student", optimizers[1], lambda *n: student_loss(theta, psi, teacher, *n)),
        ):
            value = loss(*(torch.from_numpy(each) for each in noise(name, draws)))
            weights = list((psi if name == "fakeScore" else theta).values())
            for weight, gradient in zip(weights, torch.autograd.grad(value, weights)):
                weight.grad = gradient
            optimizer.step()
            losses.append(value.item())
        with torch.no_grad():
            torch._foreach_lerp_(list(average.values()), list(theta.values()), 1 - float(draws["decay"]))
        return losses

    return update


def jax_update():
    os.environ["XLA_FLAGS"] = f"--xla_cpu_multi_thread_eigen={'true' if THREADS > 1 else 'false'} intra_op_parallelism_threads={THREADS}"
    import jax
    import jax.numpy as jnp
    from game import BETA2, Game

    game = Game(jnp, jax.nn.silu, jnp.asarray, jax.lax.stop_gradient)

    def adam(weights, v, gradients, draws):
        v = jax.tree.map(lambda v, g: BETA2 * v + g * g, v, gradients)
        move = lambda w, g, v: w - draws["stepSize"] * g / (jnp.sqrt(v) + draws["epsilon"])
        return jax.tree.map(move, weights, gradients, v), v

    def step(state, draws):
        first, gradients = jax.value_and_grad(game.fake_score_loss)(state["psi"], state["theta"], *noise("fakeScore", draws))
        psi, v_psi = adam(state["psi"], state["v_psi"], gradients, draws)
        second, gradients = jax.value_and_grad(game.student_loss)(state["theta"], psi, state["teacher"], *noise("student", draws))
        theta, v_theta = adam(state["theta"], state["v_theta"], gradients, draws)
        average = jax.tree.map(lambda a, w: (a - w) * draws["decay"] + w, state["average"], theta)
        following = dict(state, psi=psi, theta=theta, v_psi=v_psi, v_theta=v_theta, average=average)
        return following, jnp.stack([first, second])

    arrays = {key: jnp.asarray(value) for key, value in read("state").items()}
    names = {"teacher": "teacher", "psi": "fakeScore", "theta": "student", "average": "ema.student"}
    state = {key: under(name, arrays) for key, name in names.items()}
    state["v_psi"], state["v_theta"] = (jax.tree.map(jnp.zeros_like, state[key]) for key in ("psi", "theta"))
    compiled = jax.jit(step, donate_argnums=0)

    def update(draws):
        nonlocal state
        state, losses = compiled(state, draws)
        return np.asarray(losses).tolist()

    # Donated buffers must not be shared: all networks get their own.
    state = jax.tree.map(jnp.array, state)
    return update


update = jax_update() if LIBRARY == "jax" else torch_update(LIBRARY == "torch-compile")
rounds = [read(f"draws.{i}") for i in range(len([f for f in os.listdir(FOLDER) if f.startswith("draws.") and f.endswith(".json")]))]
done = 0
print("ready", flush=True)
for line in sys.stdin:
    wall, cpu, losses = [], [], []
    for _ in range(int(line.split()[1])):
        began, worked = time.perf_counter(), time.process_time()
        losses.append(update(rounds[done % len(rounds)]))
        wall.append(time.perf_counter() - began)
        cpu.append(time.process_time() - worked)
        done += 1
    print(json.dumps({"wall": wall, "cpu": cpu, "losses": losses}), flush=True)
