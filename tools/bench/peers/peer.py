"""Runs updates: `peer.py torch|torch-compile|jax FOLDER THREADS`. Answers each line `run N` on stdin with a line of JSON."""

import json
import os
import re
import sys
import time

from arrays import read_arrays, read_network, read_draws

LIBRARY, FOLDER, THREADS = sys.argv[1], sys.argv[2], int(sys.argv[3])
# XLA starts one thread per visible core, regardless of its flags.
os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:THREADS])


def create_update():
    """Returns the update, and the memory of the process after loading the library."""
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
    """Peak resident memory in bytes. Unlike that of `getrusage`, it does not include the parent's."""
    with open("/proc/self/status") as file:
        return 1024 * int(re.search(r"VmHWM:\s+(\d+)", file.read())[1])


def send(answer):
    print(json.dumps(answer), flush=True)


update, loaded = create_update()
all_draws = read_draws(FOLDER)
done = 0
send({"loadedBytes": loaded})
for line in sys.stdin:
    wall, cpu, losses = [], [], []
    for _ in range(int(line.split()[1])):
        began, worked = time.perf_counter(), time.process_time()
        losses.append(update(all_draws[done % len(all_draws)]))
        wall.append(time.perf_counter() - began)
        cpu.append(time.process_time() - worked)
        done += 1
    send({"wall": wall, "cpu": cpu, "losses": losses, "peakBytes": peak()})
