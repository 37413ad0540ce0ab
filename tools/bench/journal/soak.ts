import { fork } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type * as study from "@tweedie/study";
import type { SweepPlan } from "@tweedie/study";

/** Trials that one process claimed, and the milliseconds that each claim took. */
export interface Claimed {
  readonly trials: readonly number[];
  readonly waits: readonly number[];
}

/** Result of many processes that claim the empty trials of one sweep. */
export interface Soak {
  readonly processes: number;
  readonly trials: number;
  /** Trials claimed by two processes, and trials that no process finished. */
  readonly duplicated: number;
  readonly lost: number;
  readonly seconds: number;
  readonly claimMedian: number;
  readonly claimP99: number;
  /** Milliseconds to reopen the sweep, and the part of them for replaying its journal. */
  readonly reopen: number;
  readonly replay: number;
  readonly journalBytes: number;
}

/** Plan of a sweep whose trials are not run. */
export const emptyTrials = (trials: number): SweepPlan => ({
  name: "soak",
  experiment: {
    file: fileURLToPath(new URL("../../../experiments/mixture/sid.yaml", import.meta.url)),
    overrides: [],
    hash: "",
  },
  method: { use: "samplers/random" },
  seed: 0,
  metric: { name: "sw2", goal: "minimize" },
  parameters: [
    { name: "x", path: "loss.lambda", kind: "range", distribution: { distribution: "uniform", min: 0, max: 1 } },
  ],
  constants: {},
  repeat: [],
  runCap: trials,
  retries: 0,
  engine: { use: "launchers/local" },
});

/** Runs a sweep of empty trials with several processes. `sources` is the module that they import. */
export async function soak(processes: number, trials: number, sources = "@tweedie/study"): Promise<Soak> {
  const { createStudy, openStudy } = (await import(sources)) as typeof study;
  const folder = await mkdtemp(join(tmpdir(), "tweedie-soak-"));
  try {
    await createStudy(folder, emptyTrials(trials));
    const worker = fileURLToPath(new URL("./soak-worker.ts", import.meta.url));
    const children = Array.from({ length: processes }, () =>
      fork(worker, [folder, sources], { execArgv: ["--import", "tsx"], serialization: "advanced" }),
    );
    // All processes start claiming together: start-up is not measured.
    await Promise.all(children.map((child) => new Promise((resolve) => child.once("message", resolve))));
    const began = performance.now();
    const reports = await Promise.all(
      children.map((child) => {
        child.send("go");
        return new Promise<Claimed>((resolve, reject) => {
          child.once("message", (message) => resolve(message as Claimed));
          child.once("close", (code) => reject(new Error(`a process ended with ${code}`)));
        });
      }),
    );
    const seconds = (performance.now() - began) / 1_000;
    const claimed = reports.flatMap((report) => report.trials);
    const waits = reports.flatMap((report) => report.waits).sort((a, b) => a - b);
    const opening = performance.now();
    const sweep = await openStudy(folder);
    const opened = performance.now();
    const { counts } = sweep.state();
    const read = performance.now();
    return {
      processes,
      trials,
      duplicated: claimed.length - new Set(claimed).size,
      lost: trials - counts.complete,
      seconds,
      claimMedian: waits[Math.floor(waits.length / 2)]!,
      claimP99: waits[Math.floor(0.99 * waits.length)]!,
      reopen: read - opening,
      replay: read - opened,
      journalBytes: (await stat(join(folder, "journal.jsonl"))).size,
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}
