import { spawn } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, beforeAll, expect, test } from "vitest";

const tweedie = fileURLToPath(new URL("../../bin/tweedie.mjs", import.meta.url));

const yaml = `
data: datasets/ring
network: { use: networks/mlp, width: 16, depth: 1, embedding: 8 }
teacher: teachers/denoiser
student: students/denoiser
fakeScore: fake-scores/denoiser
loss: sid/l2
pretrain: { steps: 300, batch: 32 }
distill: { steps: 300, batch: 32 }
evaluate: { every: 100, samples: 64, metrics: [metrics/sliced-wasserstein], teacherSteps: 3 }
log: { every: 10 }
checkpoint: { every: 20, keepBest: { metric: sw2, count: 2 } }
`;

const folder = temporaryFolder({ "tiny.yaml": yaml }, afterAll);
let end: number | string | null;
beforeAll(async () => {
  end = await runAndKill("whole");
  expect([0, 3]).toContain(end); // after so few steps the student may not have converged
}, 240_000);

/** Runs the experiment in a child process, and sends a signal when it reports a step. Returns the exit code or signal. */
async function runAndKill(out: string, kill?: { signal: NodeJS.Signals; phase: string; step: number }) {
  // Each run folder has its own cache: with a cached teacher there would be no pretraining to interrupt.
  const child = spawn(process.execPath, [tweedie, "run", "tiny.yaml", "--out", out, "--json"], {
    cwd: folder,
    env: { ...process.env, TWEEDIE_CACHE: join(folder, `cache-${out}`) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
    const lines = text.split("\n");
    text = lines.pop()!;
    for (const line of lines) {
      const event = JSON.parse(line) as { event: string; phase?: string; step?: number };
      if (kill && event.event === "metrics" && event.phase === kill.phase && event.step === kill.step) {
        child.kill(kill.signal);
      }
    }
  });
  return new Promise<number | string | null>((resolve) => child.on("close", (code, signal) => resolve(code ?? signal)));
}

const resultsOf = async (out: string) => {
  const { metrics, best } = JSON.parse(await readFile(join(folder, out, "status.json"), "utf8")) as {
    readonly metrics: unknown;
    readonly best: unknown;
  };
  return {
    ...{ metrics, best },
    checkpoints: (await readdir(join(folder, out, "checkpoints"))).sort(),
    log: await readFile(join(folder, out, "metrics.jsonl"), "utf8"),
    weights: await readFile(join(folder, out, "checkpoints/distill-000000300/state.safetensors")),
  };
};

test.each([
  ["SIGKILL", "SIGKILL"],
  ["SIGTERM", 143],
  ["SIGINT", 130],
] as const)(
  "a run that is resumed after three %s writes the same bytes as an uninterrupted one",
  async (signal, code) => {
    expect(await runAndKill(signal, { signal, phase: "pretrain", step: 110 })).toBe(code);
    expect(await runAndKill(signal, { signal, phase: "distill", step: 50 })).toBe(code);
    expect(await runAndKill(signal, { signal, phase: "distill", step: 210 })).toBe(code);
    expect(await runAndKill(signal)).toBe(end);
    expect(await resultsOf(signal)).toEqual(await resultsOf("whole"));
  },
);
