"""Layers in PyTorch. Images are `[b, c, h, w]` with channels last in memory, which is faster on a CPU."""

import os

import torch
import torch.nn.functional as F

DEVICE = os.environ.get("PEER_DEVICE", "cpu")
# By default, PyTorch convolves with TF32.
torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = os.environ.get("PEER_PRECISION") == "tf32"

CHANNEL_AXIS = 1
log, sin, silu = torch.log, torch.sin, F.silu


def constant(array):
    return torch.from_numpy(array).to(DEVICE)


def ones(shape):
    return torch.ones(shape, device=DEVICE)


def to_weight(array):
    """Converts to the layouts of `F.linear` and `F.conv2d`."""
    weight = constant(array)
    if weight.ndim == 2:
        return weight.t().contiguous()
    return weight.permute(3, 2, 0, 1).contiguous(memory_format=torch.channels_last) if weight.ndim == 4 else weight


def to_sample(array):
    sample = constant(array)
    return sample.permute(0, 3, 1, 2) if sample.ndim == 4 else sample


def detach(x):
    return x.detach()


def split(x, count, axis):
    return x.chunk(count, axis)


def linear(p, name, x):
    return F.linear(x, p[f"{name}.weight"], p.get(f"{name}.bias"))


def pixelwise(p, name, x):
    return linear(p, name, x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


def convolution(p, name, x):
    return F.conv2d(x, p[f"{name}.weight"], p[f"{name}.bias"], padding=1)


def group_norm(p, name, x, groups, epsilon=1e-5):
    return F.group_norm(x, groups, p[f"{name}.scale"], p[f"{name}.shift"], epsilon)


def normalize_groups(x, groups):
    return F.group_norm(x, groups)


def normalize(h):
    return F.layer_norm(h, h.shape[-1:], eps=1e-6)


def attention(p, name, x, heads):
    batch, tokens, width = x.shape
    parts = linear(p, f"{name}.qkv", x).view(batch, tokens, 3, heads, width // heads)
    mixed = F.scaled_dot_product_attention(*parts.permute(2, 0, 3, 1, 4).unbind(0))  # [b, heads, n, size]
    return linear(p, f"{name}.output", mixed.transpose(1, 2).reshape(batch, tokens, width))


def attention_in_one_head(qkv):
    """Attention between tokens; their channels are followed by query, key and value."""
    batch, tokens, width = qkv.shape
    parts = qkv.view(batch, 1, tokens, width // 3, 3).unbind(-1)  # [b, 1, n, size]
    return F.scaled_dot_product_attention(*(part.contiguous() for part in parts)).reshape(batch, tokens, width // 3)


def halve(x):
    return F.avg_pool2d(x, 2)


def double(x):
    return F.interpolate(x, scale_factor=2)


def per_channel(x):
    return x[:, :, None, None]


def concat_channels(images):
    return torch.cat(images, 1)


def to_patches(x, side):
    b, c, h, w = x.shape
    rows = x.permute(0, 2, 3, 1).reshape(b, h // side, side, w // side, side * c).transpose(2, 3)
    return rows.reshape(b, h // side, w // side, side * side * c).permute(0, 3, 1, 2)


def from_patches(x, side):
    b, c, h, w = x.shape
    rows = x.permute(0, 2, 3, 1).reshape(b, h, w, side, c // side).transpose(2, 3)
    return rows.reshape(b, h * side, w * side, c // side**2).permute(0, 3, 1, 2)


def to_tokens(x):
    return x.flatten(2).transpose(1, 2)


def to_image(tokens, like):
    return tokens.transpose(1, 2).reshape(tokens.shape[0], -1, *like.shape[2:])
