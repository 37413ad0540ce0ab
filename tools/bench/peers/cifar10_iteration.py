# One iteration of SiD on EDM's CIFAR-10 network in PyTorch: seconds and peak memory by micro-batch, beside `npm run bench -- memory`.
# Run with torch and a checkout of https://github.com/mingyuanzhou/SiD (only run, not copied):
#   python tools/bench/peers/cifar10_iteration.py SID_CHECKOUT --batch 4 --micro 1 --threads 2
# The weights are random; the loop is that of training/sid_training_loop.py without data, augmentation and DDP.
import argparse
import copy
import resource
import sys
import time

parser = argparse.ArgumentParser()
parser.add_argument("checkout")
parser.add_argument("--channels", type=int, default=128)
parser.add_argument("--batch", type=int, default=4)
parser.add_argument("--micro", type=int, default=4)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--iterations", type=int, default=2)
options = parser.parse_args()
sys.path.insert(0, options.checkout)

import torch  # noqa: E402
from training.networks import EDMPrecond  # noqa: E402
from training.sid_loss import SID_EDMLoss  # noqa: E402

torch.set_num_threads(options.threads)
torch.manual_seed(0)
teacher = EDMPrecond(
    32, 3, sigma_data=0.5, model_type="SongUNet", model_channels=options.channels, channel_mult=[2, 2, 2], augment_dim=9, dropout=0.13
)
for parameter in teacher.parameters():
    torch.nn.init.normal_(parameter, std=0.02)
teacher.eval().requires_grad_(False)
fake, student, average = copy.deepcopy(teacher), copy.deepcopy(teacher), copy.deepcopy(teacher)
loss = SID_EDMLoss()
adam = lambda net: torch.optim.Adam(net.parameters(), lr=1e-5, betas=(0.0, 0.999), eps=1e-8)  # noqa: E731
optimizers = {"fake": adam(fake), "student": adam(student)}


def generate():
    z = torch.randn(options.micro, 3, 32, 32)
    return student(2.5 * z, 2.5 * torch.ones(options.micro, 1, 1, 1), None, augment_labels=torch.zeros(options.micro, 9))


def update(name, net, other, objective):
    net.train().requires_grad_(True)
    other.eval().requires_grad_(False)
    optimizers[name].zero_grad(set_to_none=True)
    for _ in range(options.batch // options.micro):
        (objective().sum() / options.batch).backward()
    optimizers[name].step()


def iteration():
    update("fake", fake, student, lambda: loss(fake_score=fake, images=generate(), labels=None))
    update("student", student, fake, lambda: loss.generator_loss(teacher, fake, generate(), None, alpha=1.2, tmax=800))
    with torch.no_grad():
        for mean, value in zip(average.parameters(), student.parameters()):
            mean.lerp_(value, 0.01)


for _ in range(options.iterations):
    begun = time.perf_counter()
    iteration()
    seconds = time.perf_counter() - begun
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
print(f"PyTorch {torch.__version__}: {seconds:.1f} s, peak {peak:.2f} GiB")
