import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const tweedie = fileURLToPath(new URL("../bin/tweedie.mjs", import.meta.url));

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
checkpoint: { every: 20 }
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tweedie-"));
  await writeFile(join(folder, "tiny.yaml"), yaml);
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs the experiment in a process of its own, and kills it once it has told of a step. Gives its exit code or signal. */
async function play(out: string, kill?: { signal: NodeJS.Signals; phase: string; step: number }) {
  // A cache of its own for every folder: a teacher from the cache would leave nothing to interrupt.
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

const remains = async (out: string) => {
  const status = JSON.parse(await readFile(join(folder, out, "status.json"), "utf8")) as { metrics: unknown };
  return {
    metrics: status.metrics,
    log: await readFile(join(folder, out, "metrics.jsonl"), "utf8"),
    weights: await readFile(join(folder, out, "checkpoints/distill-000000300/state.safetensors")),
  };
};

test("a run that is killed three times and started again leaves the same bytes as one that is left alone", async () => {
  const end = await play("whole");
  expect([0, 3]).toContain(end); // so few steps may not converge
  for (const [out, signal, code] of [
    ["killed", "SIGKILL", "SIGKILL"],
    ["terminated", "SIGTERM", 143],
    ["stopped", "SIGINT", 130],
  ] as const) {
    expect(await play(out, { signal, phase: "pretrain", step: 110 })).toBe(code);
    expect(await play(out, { signal, phase: "distill", step: 50 })).toBe(code);
    expect(await play(out, { signal, phase: "distill", step: 210 })).toBe(code);
    expect(await play(out)).toBe(end);
    expect(await remains(out)).toEqual(await remains("whole"));
  }
}, 300_000);
