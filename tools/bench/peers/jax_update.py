"""The update in JAX, jitted as a whole."""

import os

import jax
import jax.numpy as jnp
import jax_library
import numpy as np
from arrays import noise, under
from losses import BETA2, SidLosses
from networks import create_network


def jax_update(size, arrays):
    # The default on a GPU is TF32.
    jax.config.update("jax_default_matmul_precision", "tensorfloat32" if os.environ.get("PEER_PRECISION") == "tf32" else "highest")
    losses = SidLosses(jax_library, create_network(jax_library, size))

    def adam(weights, v, gradients, draws):
        v = jax.tree.map(lambda v, g: BETA2 * v + g * g, v, gradients)
        move = lambda w, g, v: w - draws["stepSize"] * g / (jnp.sqrt(v) + draws["epsilon"])
        return jax.tree.map(move, weights, gradients, v), v

    def step(state, draws):
        first, gradients = jax.value_and_grad(losses.fake_score_loss)(state["psi"], state["theta"], *noise("fakeScore", draws))
        psi, v_psi = adam(state["psi"], state["v_psi"], gradients, draws)
        second, gradients = jax.value_and_grad(losses.student_loss)(state["theta"], psi, state["teacher"], *noise("student", draws))
        theta, v_theta = adam(state["theta"], state["v_theta"], gradients, draws)
        average = jax.tree.map(lambda a, w: (a - w) * draws["decay"] + w, state["average"], theta)
        following = dict(state, psi=psi, theta=theta, v_psi=v_psi, v_theta=v_theta, average=average)
        return following, jnp.stack([first, second])

    names = {"teacher": "teacher", "psi": "fakeScore", "theta": "student", "average": "ema.student"}
    # Donated buffers must not be shared: all networks get their own.
    state = {key: {each: jnp.array(value) for each, value in under(name, arrays).items()} for key, name in names.items()}
    state["v_psi"], state["v_theta"] = (jax.tree.map(jnp.zeros_like, state[key]) for key in ("psi", "theta"))
    compiled = jax.jit(step, donate_argnums=0)

    def update(draws):
        nonlocal state
        state, losses = compiled(state, draws)
        return np.asarray(losses).tolist()

    return update
