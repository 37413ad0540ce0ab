# The losses of SiDA's and of DMD2's code in PyTorch, for packages/engine/src/discriminator/adversarial-presets.slow.test.ts.
# Run with torch 2.15.0, and checkouts of https://github.com/mingyuanzhou/SiD (branch sida) and https://github.com/tianweiy/DMD2 (only run, not copied):
#   python tools/parity/adversarial.py SIDA_CHECKOUT DMD2_CHECKOUT
# It writes packages/engine/src/discriminator/adversarial-presets.fixture.json: values, and gradients in the samples and in the fake score's weights.
# The loss classes are those of the checkouts; scales of the losses are those of SiDA's training loop and of DMD2's script.
import json
import sys
import types
from pathlib import Path

import torch
from generator import numbers

OUTPUT = Path(__file__).parents[2] / "packages/engine/src/discriminator/adversarial-presets.fixture.json"
BATCH, COLOURS, SIDE = 4, 3, 32
ELEMENTS = COLOURS * SIDE * SIDE
IMAGE, ONE = [BATCH, COLOURS, SIDE, SIDE], [BATCH, 1, 1, 1]


def module(name, path):
    """Loads a file of a checkout without its package."""
    loaded = types.ModuleType(name)
    exec(compile(Path(path).read_text(), path, "exec"), loaded.__dict__)
    return loaded


for stub in ["torch_utils", "dnnlib", "main", "main.edm", "main.edm.edm_network"]:
    sys.modules[stub] = types.ModuleType(stub)
sys.modules["torch_utils"].persistence = types.SimpleNamespace(persistent_class=lambda each: each)
sys.modules["main.edm.edm_network"].get_edm_network = None
SIDA = module("sida_loss", f"{sys.argv[1]}/sida_training/sida_loss.py").SIDA_EDMLoss()
EDMGuidance = module("edm_guidance", f"{sys.argv[2]}/main/edm/edm_guidance.py").EDMGuidance

queue = []
torch.randn = torch.randn_like = torch.rand = torch.randint = lambda *_, **__: queue.pop(0)
image = lambda seed, scale: (numbers(IMAGE, seed) * scale).double()  # noqa: E731


def teacher(x, sigma, *_, **__):
    return x - sigma.reshape(ONE) * torch.sin(0.7 * x + 0.2)


class FakeScore(torch.nn.Module):
    """A layer of sines of each pixel, whose values at 4 of the pixels are the features."""

    def __init__(self):
        super().__init__()
        self.inner = torch.nn.Parameter(numbers([4, COLOURS], 11).double())
        self.outer = torch.nn.Parameter(numbers([COLOURS, 4], 12).double())
        self.head = torch.nn.Parameter(numbers([1, 4, 2, 2], 13).double())

    def forward(self, x, sigma, *_, return_flag="decoder", return_bottleneck=False, **__):
        sigma = sigma.reshape(ONE)
        h = torch.sin(torch.einsum("hc,bcxy->bhxy", self.inner, x) + 0.3 * sigma.log())
        features = 20 * h[:, :, ::16, ::16]
        logits = features.mean(1, keepdim=True)
        denoised = x - sigma * torch.einsum("ch,bhxy->bcxy", self.outer, h)
        if return_bottleneck:
            return features
        return {"decoder": denoised, "encoder": logits, "encoder_decoder": (denoised, logits)}[return_flag]


fake = FakeScore()


class Head(torch.nn.Module):
    def forward(self, features):
        return torch.nn.functional.conv2d(features, fake.head.float())


def result(loss, images=None):
    """Value and gradients of a loss: in every eighth pixel of the samples, or in the weights."""
    fake.zero_grad()
    loss.backward()
    if images is None:
        gradients = {name: each.grad.flatten().tolist() for name, each in fake.named_parameters() if each.grad is not None}
        return {"value": loss.item(), "gradients": gradients}
    pixels = images.grad[:, :, ::8, ::8].permute(0, 2, 3, 1).flatten().tolist()
    return {"value": loss.item(), "gradient": pixels, "squares": images.grad.square().sum().item()}


def samples():
    return image(1, 1.0).requires_grad_(True)


def parts(losses, gradients_of=lambda: None):
    """Results of the two parts of a loss: those of the score and of the discriminator."""
    return {name: result(losses(images := gradients_of())[i], images) for i, name in enumerate(["score", "adversarial"])}


def sida_student(images):
    queue[:] = [(numbers(ONE, 3).double() + 1) / 2, image(2, 1.7)]
    loss, gan = SIDA.generator_share_encoder_loss(teacher, fake, images, alpha=1)
    gan = gan.mean(dim=[1, 2, 3], keepdim=True) * ELEMENTS
    return 0.5 * loss.sum() * (100 / BATCH), 0.5 * gan.sum() * (0.01 / BATCH)


def sida_fake_score(_):
    queue[:] = [numbers(ONE, 5).double() * 1.7, image(4, 1.7)]
    losses = SIDA.fakescore_discriminator_share_encoder_loss(fake, image(1, 1.0), real_images=image(6, 1.0))
    return [loss.sum() / BATCH for loss in losses]


guidance = EDMGuidance.__new__(EDMGuidance)
torch.nn.Module.__init__(guidance)
guidance.sigma_data, guidance.num_train_timesteps, guidance.min_step, guidance.max_step = 0.5, 1000, 20, 980
guidance.diffusion_gan, guidance.diffusion_gan_max_timestep, guidance.gan_classifier = True, 1000, True
guidance.fake_unet, guidance.real_unet, guidance.cls_pred_branch = fake, teacher, Head()
ramp = torch.linspace(0, 1, 1000, dtype=torch.float64)
guidance.karras_sigmas = (0.002 ** (1 / 7) + ramp * (80 ** (1 / 7) - 0.002 ** (1 / 7))) ** 7  # small sigma first
steps = {"student": [30, 400, 700, 950], "studentLogits": [0, 300, 600, 999], "fakeScore": [5, 350, 650, 980], "real": [100, 200, 500, 900], "generated": [50, 250, 550, 850]}
indices = lambda name, shape: torch.tensor(steps[name]).reshape(shape)  # noqa: E731


def dmd2_student(images):
    queue[:] = [indices("student", ONE), image(2, 1.7), indices("studentLogits", [BATCH]), image(7, 1.7)]
    losses, _ = guidance.generator_forward(images, None)
    return losses["loss_dm"], losses["gen_cls_loss"] * 3e-3


def dmd2_fake_score(_):
    queue[:] = [image(4, 1.7), indices("fakeScore", ONE), indices("real", [BATCH]), image(8, 1.7), indices("generated", [BATCH]), image(9, 1.7)]
    losses, _ = guidance.guidance_forward(image(1, 1.0), None, {"real_image": image(6, 1.0), "real_label": None})
    return losses["loss_fake_mean"], losses["guidance_cls_loss"] * 1e-2


fixture = {
    "sigmas": {name: guidance.karras_sigmas[each].tolist() for name, each in steps.items()},
    "sida": {"student": parts(sida_student, samples), "fakeScore": parts(sida_fake_score)},
    "dmd2": {"student": parts(dmd2_student, samples), "fakeScore": parts(dmd2_fake_score)},
}
OUTPUT.write_text(json.dumps(fixture) + "\n")
print(OUTPUT.stat().st_size, "bytes")
