"""The soak of `npm run bench:journal` with Optuna's JournalStorage: trials that do nothing, by many processes.

python3 -m venv venv && venv/bin/pip install optuna
venv/bin/python tools/bench/journal/optuna_journal.py 16 10000
"""

import json
import multiprocessing
import os
import sys
import tempfile
import time

import optuna
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend

optuna.logging.set_verbosity(optuna.logging.ERROR)


def open_study(path):
    storage = JournalStorage(JournalFileBackend(path))
    sampler = optuna.samplers.RandomSampler(seed=os.getpid())
    return optuna.create_study(storage=storage, study_name="soak", sampler=sampler, load_if_exists=True)


def work(path, barrier, counter, trials, queue):
    study = open_study(path)
    barrier.wait()
    numbers, waits = [], []
    while True:
        with counter.get_lock():
            if counter.value >= trials:
                break
            counter.value += 1
        began = time.perf_counter()
        trial = study.ask({"x": optuna.distributions.FloatDistribution(0, 1)})
        waits.append(1000 * (time.perf_counter() - began))
        study.tell(trial, trial.params["x"])
        numbers.append(trial.number)
    queue.put((numbers, waits))


def main(processes, trials):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "journal.log")
        open_study(path)
        barrier = multiprocessing.Barrier(processes + 1)
        counter = multiprocessing.Value("i", 0)
        queue = multiprocessing.Queue()
        workers = [
            multiprocessing.Process(target=work, args=(path, barrier, counter, trials, queue)) for _ in range(processes)
        ]
        for worker in workers:
            worker.start()
        barrier.wait()
        began = time.perf_counter()
        reports = [queue.get() for _ in workers]
        seconds = time.perf_counter() - began
        for worker in workers:
            worker.join()
        numbers = [number for report in reports for number in report[0]]
        waits = sorted(wait for report in reports for wait in report[1])
        began = time.perf_counter()
        found = open_study(path).get_trials(deepcopy=False)
        reopen = 1000 * (time.perf_counter() - began)
        complete = sum(trial.state == optuna.trial.TrialState.COMPLETE for trial in found)
        result = {
            "optuna": optuna.__version__,
            "processes": processes,
            "trials": trials,
            "duplicated": len(numbers) - len(set(numbers)),
            "lost": trials - complete,
            "seconds": round(seconds, 2),
            "claimMedian": round(waits[len(waits) // 2], 2),
            "claimP99": round(waits[int(0.99 * len(waits))], 2),
            "reopen": round(reopen, 2),
            "journalBytes": os.path.getsize(path),
        }
        print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main(*(int(word) for word in (sys.argv[1:] or ["16", "10000"])))
