"""DDPM++ of EDM, equal to `songUnet` of packages/networks without classes, augmentation and dropout."""

import math

import numpy as np


def song_unet(library, size):
    side, blocks, count = size["shape"][0], size["blocks"], len(size["multipliers"])
    silu, convolution, linear = library.silu, library.convolution, library.linear
    levels = [f"{side >> i}x{side >> i}" for i in range(count)]

    def norm(p, name, h):
        groups = max(1, min(32, h.shape[library.CHANNEL_AXIS] // 4))
        return library.group_norm(p, name, h, groups, epsilon=1e-6)

    def embed(p, noise):
        half = size["channels"] // 2
        frequencies = np.array([[10_000 ** -(i % half / (half - 1)) for i in range(2 * half)]], np.float32)
        phases = np.array([[0.0 if i < half else math.pi / 2 for i in range(2 * half)]], np.float32)
        e = library.sin(noise.reshape(-1, 1) * library.constant(frequencies) + library.constant(phases))
        return silu(linear(p, "map_layer1", silu(linear(p, "map_layer0", e))))

    def attend(p, name, h):
        tokens = library.to_tokens(norm(p, f"{name}.norm2", h))
        mixed = library.attention_in_one_head(linear(p, f"{name}.qkv", tokens))
        return (h + library.to_image(linear(p, f"{name}.proj", mixed), like=h)) * math.sqrt(0.5)

    def block(p, name, h, e, resize=lambda h: h):
        y = convolution(p, f"{name}.conv0", resize(silu(norm(p, f"{name}.norm0", h))))
        y = silu(norm(p, f"{name}.norm1", y + library.per_channel(linear(p, f"{name}.affine", e))))
        kept = library.pixelwise(p, f"{name}.skip", resize(h)) if f"{name}.skip.weight" in p else h
        h = (convolution(p, f"{name}.conv1", y) + kept) * math.sqrt(0.5)
        return attend(p, name, h) if f"{name}.qkv.weight" in p else h

    def forward(p, x, noise):
        e = embed(p, noise)
        skips = [convolution(p, f"enc.{levels[0]}_conv", x)]
        for i, level in enumerate(levels):
            if i > 0:
                skips.append(block(p, f"enc.{level}_down", skips[-1], e, library.halve))
            for j in range(blocks):
                skips.append(block(p, f"enc.{level}_block{j}", skips[-1], e))
        h = skips[-1]
        for i, level in reversed(list(enumerate(levels))):
            if i == count - 1:
                h = block(p, f"dec.{level}_in1", block(p, f"dec.{level}_in0", h, e), e)
            else:
                h = block(p, f"dec.{level}_up", h, e, library.double)
            for j in range(blocks + 1):
                h = block(p, f"dec.{level}_block{j}", library.concat_channels([h, skips.pop()]), e)
        return convolution(p, f"dec.{levels[0]}_aux_conv", silu(norm(p, f"dec.{levels[0]}_aux_norm", h)))

    return forward
