"""Layers in JAX. Images are `[b, h, w, c]`: its convolutions are faster with channels last."""

import jax
import jax.numpy as jnp

CHANNEL_AXIS = 3
log, sin, silu, ones, constant, split = jnp.log, jnp.sin, jax.nn.silu, jnp.ones, jnp.asarray, jnp.split
detach = jax.lax.stop_gradient


def linear(p, name, x):
    y = x @ p[f"{name}.weight"]
    return y + p[f"{name}.bias"] if f"{name}.bias" in p else y


pixelwise = linear


def convolution(p, name, x):
    layout = ("NHWC", "HWIO", "NHWC")
    return jax.lax.conv_general_dilated(x, p[f"{name}.weight"], (1, 1), "SAME", dimension_numbers=layout) + p[f"{name}.bias"]


def group_norm(p, name, x, groups, epsilon=1e-5):
    return normalize_groups(x, groups, epsilon) * p[f"{name}.scale"] + p[f"{name}.shift"]


def normalize_groups(x, groups, epsilon=1e-5):
    b, h, w, c = x.shape
    return jax.nn.standardize(x.reshape(b, h * w, groups, c // groups), axis=(1, 3), epsilon=epsilon).reshape(x.shape)


def normalize(h):
    return jax.nn.standardize(h, epsilon=1e-6)


def attention(p, name, x, heads):
    batch, tokens, width = x.shape
    parts = linear(p, f"{name}.qkv", x).reshape(batch, tokens, 3, heads, width // heads)
    mixed = jax.nn.dot_product_attention(*jnp.moveaxis(parts, 2, 0))  # [b, n, heads, size]
    return linear(p, f"{name}.output", mixed.reshape(batch, tokens, width))


def attention_in_one_head(qkv):
    """Attention between tokens; their channels are followed by query, key and value."""
    batch, tokens, width = qkv.shape
    parts = qkv.reshape(batch, tokens, 1, width // 3, 3)  # [b, n, 1, size, 3]
    return jax.nn.dot_product_attention(*jnp.moveaxis(parts, 4, 0)).reshape(batch, tokens, width // 3)


def halve(x):
    b, h, w, c = x.shape
    return x.reshape(b, h // 2, 2, w // 2, 2, c).mean((2, 4))


def double(x):
    return x.repeat(2, 1).repeat(2, 2)


def per_channel(x):
    return x[:, None, None]


def concat_channels(images):
    return jnp.concatenate(images, 3)


def to_patches(x, side):
    b, h, w, c = x.shape
    rows = x.reshape(b, h // side, side, w // side, side * c).swapaxes(2, 3)
    return rows.reshape(b, h // side, w // side, side * side * c)


def from_patches(x, side):
    b, h, w, c = x.shape
    return x.reshape(b, h, w, side, c // side).swapaxes(2, 3).reshape(b, h * side, w * side, c // side**2)


def to_tokens(x):
    return x.reshape(x.shape[0], -1, x.shape[-1])


def to_image(tokens, like):
    return tokens.reshape(*like.shape[:3], -1)
