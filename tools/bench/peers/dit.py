"""Diffusion transformer with adaLN-Zero, equal to `dit` of packages/networks."""

from embedding import embed_noise, places


def dit(library, size):
    side, patch, width = size["shape"][0], size["patch"], size["width"]
    linear, silu, normalize = library.linear, library.silu, library.normalize
    place = places(side // patch, side // patch, width)

    def block(p, name, h, e):
        modulation = linear(p, f"{name}.modulation", e)[:, None]  # [b, 1, 6 width]
        s1, t1, g1, s2, t2, g2 = library.split(modulation, 6, 2)
        mixed = h + library.attention(p, f"{name}.attention", normalize(h) * (1 + s1) + t1, size["heads"]) * g1
        hidden = linear(p, f"{name}.inner", normalize(mixed) * (1 + s2) + t2)
        return mixed + linear(p, f"{name}.outer", silu(hidden)) * g2

    def forward(p, x, noise):
        e = embed_noise(library, p, noise, size["embedding"])
        patches = library.to_patches(x, patch)
        h = linear(p, "input", library.to_tokens(patches)) + library.constant(place)  # [b, n, width]
        for i in range(size["depth"]):
            h = block(p, f"blocks.{i}", h, e)
        scale, shift = library.split(linear(p, "modulation", e)[:, None], 2, 2)
        y = linear(p, "output", normalize(h) * (1 + scale) + shift)
        return library.from_patches(library.to_image(y, like=patches), patch)

    return forward
