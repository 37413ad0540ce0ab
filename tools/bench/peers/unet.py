"""U-Net, equal to `unet` of packages/networks, in the memory layout of the library."""

from embedding import embed_noise


def unet(library, size):
    channels, multipliers, blocks = size["channels"], size["multipliers"], size["blocks"]
    levels = range(len(multipliers))
    silu, pixelwise, convolution = library.silu, library.pixelwise, library.convolution
    block = residual_block(library, size["groups"], size["heads"])

    def forward(p, x, noise):
        e = embed_noise(library, p, noise, size["embedding"])
        h, skips = convolution(p, "input", x), []
        for i in levels:
            if i > 0:
                h = pixelwise(p, f"down.{i}.enter", library.to_patches(h, 2))
            for j in range(blocks):
                h = block(p, f"down.{i}.{j}", h, e)
                skips.append(h)
        h = block(p, "middle", h, e)
        for i in reversed(levels):
            for j in range(blocks):
                h = block(p, f"up.{i}.{j}", library.concat_channels([h, skips.pop()]), e)
            if i > 0:
                h = library.from_patches(pixelwise(p, f"up.{i}.leave", h), 2)
        return convolution(p, "output", silu(library.group_norm(p, "norm", h, size["groups"])))

    return forward


def residual_block(library, groups, heads):
    silu, convolution, group_norm = library.silu, library.convolution, library.group_norm

    def forward(p, name, h, e):
        y = convolution(p, f"{name}.conv1", silu(group_norm(p, f"{name}.norm1", h, groups)))
        s, t = library.split(library.per_channel(library.linear(p, f"{name}.modulation", e)), 2, library.CHANNEL_AXIS)
        change = convolution(p, f"{name}.conv2", silu(library.normalize_groups(y, groups) * (1 + s) + t))
        kept = library.pixelwise(p, f"{name}.skip", h) if f"{name}.skip.weight" in p else h
        x = kept + change
        if f"{name}.attention.qkv.weight" not in p:
            return x
        tokens = library.to_tokens(group_norm(p, f"{name}.attention.norm", x, groups))
        return x + library.to_image(library.attention(p, f"{name}.attention", tokens, heads), like=x)

    return forward
