"""A contestant: `peer.py torch|torch-compile|jax FOLDER THREADS`, then lines `run N` on stdin and a line of JSON for each."""

import json
import os
import re
import sys
import time

from arrays import read_arrays, read_network, read_rounds

LIBRARY, FOLDER, THREADS = sys.argv[1], sys.argv[2], int(sys.argv[3])
# XLA takes a thread for each core that it sees, whatever its flags say.
os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:THREADS])


def create_update():
    """The update, and the memory that the process takes once its library is there."""
    size = read_network(FOLDER)
    if LIBRARY == "jax":
        eigen = "true" if THREADS > 1 else "false"
        os.environ["XLA_FLAGS"] = f"--xla_cpu_multi_thread_eigen={eigen} intra_op_parallelism_threads={THREADS}"
        from jax_update import jax_update

        loaded = peak()
        return jax_update(size, read_arrays(FOLDER, "state")), loaded
    from torch_update import torch_update

    loaded = peak()
    return torch_update(size, read_arrays(FOLDER, "state"), THREADS, compiled=LIBRARY == "torch-compile"), loaded


def peak():
    """The most memory that was ever resident, in bytes. Unlike `getrusage`'s it does not begin with the parent's."""
    with open("/proc/self/status") as file:
        return 1024 * int(re.search(r"VmHWM:\s+(\d+)", file.read())[1])


def say(answer):
    print(json.dumps(answer), flush=True)


update, loaded = create_update()
rounds = read_rounds(FOLDER)
done = 0
say({"loadedBytes": loaded})
for line in sys.stdin:
    wall, cpu, losses = [], [], []
    for _ in range(int(line.split()[1])):
        began, worked = time.perf_counter(), time.process_time()
        losses.append(update(rounds[done % len(rounds)]))
        wall.append(time.perf_counter() - began)
        cpu.append(time.process_time() - worked)
        done += 1
    say({"wall": wall, "cpu": cpu, "losses": losses, "peakBytes": peak()})
