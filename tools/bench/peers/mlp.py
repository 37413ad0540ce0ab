"""Residual MLP, equal to `mlp` of packages/networks."""

from embedding import fourier


def mlp(library, size):
    linear, silu = library.linear, library.silu

    def forward(p, x, noise):
        e = fourier(library, noise, size["embedding"])
        h = linear(p, "input", x)
        for i in range(size["depth"]):
            y = linear(p, f"blocks.{i}.inner", silu(h)) + linear(p, f"blocks.{i}.noise", e)
            h = h + linear(p, f"blocks.{i}.outer", silu(y))
        return linear(p, "output", silu(h))

    return forward
