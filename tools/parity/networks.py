# The values of PyTorch in packages/networks/src/published/parity.slow.test.ts.
# Run with torch 2.15.0, diffusers 0.42.1 and a checkout of https://github.com/NVlabs/edm (only run, not copied):
#   python tools/parity/networks.py EDM_CHECKOUT
# It writes published/parity.fixture.json: options, names and shapes of tensors, outputs, and gradients in the input.
# Weights and inputs are not stored: a generator of one line makes the same ones here and in the test.
import base64
import json
import sys
from pathlib import Path

import torch
from generator import fill, numbers

OUTPUT = Path(__file__).parents[2] / "packages/networks/src/published/parity.fixture.json"


def encode(tensor):
    return base64.b64encode(tensor.detach().permute(0, 2, 3, 1).contiguous().numpy().tobytes()).decode()


def case(name, model, module, sigma, apply, classes=None):
    """One case. `apply` is a denoiser or a network, called with the noisy images, `sigma` and the labels."""
    module.eval()
    fill(module)
    options = model["options"]
    side, channels = options.get("img_resolution", options.get("sample_size")), options["in_channels"]
    shape = (len(sigma), channels, side, side)
    x = numbers(shape, 101) * 1.5 * torch.tensor(sigma).square().add(0.25).sqrt().reshape(-1, 1, 1, 1)
    x.requires_grad_(True)
    labels = None if classes is None else torch.tensor([i * 7 % classes for i in range(len(sigma))])
    output = apply(x, torch.tensor(sigma), labels)
    (output * numbers(shape, 103)).sum().backward()
    print(name, "weights", sum(p.numel() for p in module.parameters()), "largest output", output.detach().abs().max().item())
    return {
        **{"name": name, "model": model, "sigma": sigma},
        "labels": None if labels is None else labels.tolist(),
        "tensors": {key: ",".join(map(str, tensor.shape)) for key, tensor in module.state_dict().items()},
        **{"output": encode(output), "gradient": encode(x.grad)},
    }


def edm_case(name, kind, options, sigma, augmented=False):
    from training import networks

    module = getattr(networks, kind)(**options)
    classes = options.get("label_dim") or None
    extra = {"augment_labels": numbers((len(sigma), 9), 107)} if augmented else {}

    def apply(x, sigma, labels):
        one_hot = None if labels is None else torch.nn.functional.one_hot(labels, classes).float()
        return module(x, sigma, one_hot, **extra)

    plain = {key: value for key, value in vars(module).items() if isinstance(value, (int, float)) and key != "training" and abs(value) < 1e9}
    model = {
        "network": options["model_type"],
        "options": module.model.init_kwargs,
        "preconditioning": {"name": kind, "options": plain},
    }
    return case(name, model, module, sigma, apply, classes) | ({"augmented": True} if augmented else {})


def edm_cases():
    small = dict(img_resolution=8, img_channels=3, model_channels=8, num_blocks=1, dropout=0.13)
    song = small | dict(model_type="SongUNet", channel_mult=[1, 2], attn_resolutions=[4])
    ncsn = dict(embedding_type="fourier", encoder_type="residual", channel_mult_noise=2, resample_filter=[1, 3, 3, 1])
    adm = small | dict(model_type="DhariwalUNet", model_channels=16, channel_mult=[1, 4], attn_resolutions=[4, 8])
    yield edm_case("DDPM++ with classes", "EDMPrecond", song | dict(label_dim=10, augment_dim=9), [0.01, 0.7, 8.0])
    yield edm_case("DDPM++ with augmentation labels", "EDMPrecond", song | dict(augment_dim=9), [0.4], augmented=True)
    yield edm_case("DDPM++", "VPPrecond", song | dict(img_channels=1, num_blocks=2), [0.05, 3.0])
    yield edm_case("NCSN++", "VEPrecond", song | ncsn | dict(channel_mult=[1, 2, 2]), [0.05, 0.7, 30.0])
    yield edm_case("NCSN++ with classes", "EDMPrecond", song | ncsn | dict(label_dim=3), [0.02, 2.0])
    yield edm_case("both skip variants", "EDMPrecond", song | dict(encoder_type="skip", decoder_type="skip", resample_filter=[1, 3, 3, 1], channel_mult=[2, 1, 2]), [0.3, 5.0])
    yield edm_case("ADM with classes", "EDMPrecond", adm | dict(label_dim=10, augment_dim=9), [0.01, 8.0])
    yield edm_case("ADM", "EDMPrecond", adm, [0.7])
    yield edm_case("ADM with a learned variance", "iDDPMPrecond", adm | dict(img_channels=1), [0.05, 10.0])


def diffusers_case(name, options, scheduler, steps):
    """A U-Net of diffusers and its scheduler's conversion to the denoised sample, at steps of the scheduler."""
    from diffusers import DDPMScheduler, UNet2DModel

    module = UNet2DModel(**options)
    signals = DDPMScheduler(**scheduler).alphas_cumprod.double()
    sigma = [((1 - signals[step]) / signals[step]).sqrt().item() for step in steps]
    alpha = signals[steps].sqrt().float().reshape(-1, 1, 1, 1)
    beta = (1 - signals[steps]).sqrt().float().reshape(-1, 1, 1, 1)
    prediction = scheduler.get("prediction_type", "epsilon")

    def apply(x, sigma, labels):
        noisy = x * alpha
        output = module(noisy, torch.tensor(steps), class_labels=labels, return_dict=False)[0]
        if prediction == "sample":
            return output
        return alpha * noisy - beta * output if prediction == "v_prediction" else (noisy - beta * output) / alpha

    model = {"network": "UNet2DModel", "options": options, "extras": {"scheduler": scheduler}}
    return case(name, model, module, sigma, apply, options.get("num_class_embeds"))


def diffusers_cases():
    small = dict(sample_size=8, in_channels=3, out_channels=3, layers_per_block=1, norm_num_groups=4)
    two = dict(block_out_channels=[8, 16], down_block_types=["DownBlock2D", "AttnDownBlock2D"], up_block_types=["AttnUpBlock2D", "UpBlock2D"])
    three = dict(block_out_channels=[8, 16, 8], down_block_types=["AttnDownBlock2D", "DownBlock2D", "DownBlock2D"], up_block_types=["UpBlock2D", "AttnUpBlock2D", "UpBlock2D"])
    cifar = dict(downsample_padding=0, flip_sin_to_cos=False, freq_shift=1, norm_eps=1e-6, attention_head_dim=None)
    yield diffusers_case("UNet2DModel like ddpm-cifar10", small | two | cifar, dict(beta_schedule="linear"), [3, 200, 700])
    yield diffusers_case("UNet2DModel with classes", small | two | dict(num_class_embeds=5, resnet_time_scale_shift="scale_shift", mid_block_scale_factor=1.41), dict(beta_schedule="squaredcos_cap_v2", prediction_type="v_prediction"), [10, 600])
    yield diffusers_case("UNet2DModel that predicts samples", small | three | dict(layers_per_block=2, attention_head_dim=4, center_input_sample=True, time_embedding_dim=20, attn_norm_num_groups=2), dict(beta_schedule="scaled_linear", beta_start=0.00085, beta_end=0.012, prediction_type="sample"), [0, 500, 999])
    yield diffusers_case("UNet2DModel without attention in the middle", small | two | dict(add_attention=False), dict(beta_schedule="scaled_linear", prediction_type="v_prediction"), [100, 800])


torch.manual_seed(0)
torch.set_num_threads(1)
sys.path.insert(0, sys.argv[1])
cases = [*edm_cases(), *diffusers_cases()]
OUTPUT.write_text(json.dumps(cases, indent=2) + "\n")
