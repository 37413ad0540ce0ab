# One iteration of SiD in PyTorch, for packages/engine/src/steps/sid-update.slow.test.ts.
# Run with torch 2.15.0 and a checkout of https://github.com/mingyuanzhou/SiD (only run, not copied):
#   python tools/parity/sid_update.py SID_CHECKOUT
# It writes packages/engine/src/steps/sid-update.fixture.json: losses, Adam's moments and the weights after one update of each network.
# Networks and loss are SiD's classes; the loop follows training/sid_training_loop.py without data, DDP and maintenance.
import base64
import copy
import json
import sys
from pathlib import Path

import torch
from generator import fill, numbers
from transformations import PUBLISHED, injected, parameters, stored

sys.path.insert(0, sys.argv[1])
from training.augment import AugmentPipe  # noqa: E402
from training.networks import EDMPrecond  # noqa: E402
from training.sid_loss import SID_EDMLoss  # noqa: E402

OUTPUT = Path(__file__).parents[2] / "packages/engine/src/steps/sid-update.fixture.json"
BATCH, SIDE, CLASSES, SIGMA = 4, 7, 10, 2.5
LOSS_SCALE, STUDENT_SCALE, ALPHA, TMAX, RATE = 1, 100, 1.2, 800, 1e-3
options = dict(model_channels=4, channel_mult=[1], channel_mult_emb=2, num_blocks=1, attn_resolutions=[7], dropout=0.0, augment_dim=9)


def encode(tensor):
    return base64.b64encode(tensor.detach().contiguous().numpy().tobytes()).decode()


# The draws of SiD's code, in its order.
shape = [BATCH, 1, SIDE, SIDE]
draws = {
    "z.fakeScore": numbers(shape, 101) * 1.7,
    "rnd_normal": numbers([BATCH, 1, 1, 1], 102) * 1.7,
    "n.fakeScore": numbers(shape, 103) * 1.7,
    "z.student": numbers(shape, 104) * 1.7,
    "rnd_t": (numbers([BATCH, 1, 1, 1], 105) + 1) / 2,
    "n.student": numbers(shape, 106) * 1.7,
}
transformations = parameters(BATCH, 300)
pipe = AugmentPipe(p=1, **PUBLISHED)
queue = list(draws.values())
queue[2:2] = injected(transformations, pipe)

teacher = EDMPrecond(SIDE, 1, CLASSES, sigma_data=0.5, model_type="SongUNet", **options)
with torch.no_grad():
    fill(teacher)
teacher.eval().requires_grad_(False)
fake, student = copy.deepcopy(teacher), copy.deepcopy(teacher)
labels = torch.eye(CLASSES)[torch.arange(BATCH) * 3 % CLASSES]
loss_fn = SID_EDMLoss()
torch.randn = torch.randn_like = torch.rand = torch.randint = lambda *_, **__: queue.pop(0)
adam = lambda net: torch.optim.Adam(net.parameters(), lr=RATE, betas=(0.0, 0.999), eps=1e-8)  # noqa: E731
optimizers = {"fakeScore": adam(fake), "student": adam(student)}


def generate(z):
    sigma = SIGMA * torch.ones(BATCH, 1, 1, 1)
    return student(SIGMA * z, sigma, labels, augment_labels=torch.zeros(BATCH, 9))


def step(name, net):
    for parameter in [each for each in net.parameters() if each.grad is not None]:
        torch.nan_to_num(parameter.grad, nan=0, posinf=1e5, neginf=-1e5, out=parameter.grad)
    optimizers[name].step()


fake.train().requires_grad_(True)
student.eval().requires_grad_(False)
images = generate(torch.randn_like(None))
fake_loss = loss_fn(fake_score=fake, images=images, labels=labels, augment_pipe=pipe).sum().mul(LOSS_SCALE / BATCH)
fake_loss.backward()
step("fakeScore", fake)

fake.eval().requires_grad_(False)
student.train().requires_grad_(True)
images = generate(torch.randn_like(None))
student_loss = loss_fn.generator_loss(teacher, fake, images, labels, alpha=ALPHA, tmax=TMAX).sum().mul(STUDENT_SCALE / BATCH)
student_loss.backward()
step("student", student)

state = teacher.state_dict()
results = {}
for name, net in [("fakeScore", fake), ("student", student)]:
    moments = optimizers[name].state
    results[name] = {
        # A parameter without a gradient, such as those of the augmentation, has no moments.
        key: {"weight": encode(each), "squares": encode(moments[each]["exp_avg_sq"] if each in moments else torch.zeros_like(each))}
        for key, each in net.named_parameters()
    }
fixture = {
    "options": {"img_resolution": SIDE, "in_channels": 1, "out_channels": 1, "label_dim": CLASSES, **options},
    "tensors": {name: ",".join(map(str, tensor.shape)) for name, tensor in state.items()},
    "transformations": stored(transformations),
    "losses": {"fakeScore": fake_loss.item(), "student": student_loss.item()},
    "results": results,
}
OUTPUT.write_text(json.dumps(fixture, indent=1) + "\n")
print(fixture["losses"], OUTPUT.stat().st_size, "bytes")
