import { spawn } from "node:child_process";
import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, beforeAll, expect, test } from "vitest";
import { main } from "../../main.ts";
import { recordingTerminal } from "../../terminal/recording-terminal.fixture.ts";

const yaml = `
data: datasets/ring
network: { use: networks/mlp, width: 16, depth: 1, embedding: 8 }
teacher: teachers/denoiser
student: students/denoiser
fakeScore: fake-scores/denoiser
loss: sid/l2
pretrain: { steps: 20, batch: 32 }
distill: { steps: 150, batch: 32 }
evaluate: { every: 100, samples: 64, metrics: [metrics/sliced-wasserstein], teacherSteps: 3, teacherCurve: null }
log: { every: 10 }
checkpoint: { every: 40 }
`;
const bin = fileURLToPath(new URL("../../../bin/tweedie.mjs", import.meta.url));
const originalFolder = process.cwd();
const folder = temporaryFolder({ "tiny.yaml": yaml }, afterAll);
beforeAll(async () => {
  process.chdir(folder);
  process.env["TWEEDIE_CACHE"] = join(folder, "cache");
  await tweedie("run", "tiny.yaml", "-o", "long", "distill.steps=300");
  await tweedie("run", "tiny.yaml", "-o", "runs/short");
  await cp("runs/short", "runs/killed", { recursive: true });
}, 120_000);
afterAll(() => process.chdir(originalFolder));

async function tweedie(...argv: readonly string[]) {
  const terminal = recordingTerminal();
  const code = await main(argv, terminal);
  return { code, stdout: terminal.stdout.text, stderr: terminal.stderr.text };
}

const resultsOf = async (out: string) => {
  const status = JSON.parse(await readFile(join(out, "status.json"), "utf8")) as Record<string, unknown>;
  return {
    ...{ metrics: status["metrics"], hash: status["configHash"] },
    config: await readFile(join(out, "config.yaml"), "utf8"),
    log: await readFile(join(out, "metrics.jsonl"), "utf8"),
    weights: await readFile(join(out, "checkpoints/distill-000000300/state.safetensors")),
    samples: await readFile(join(out, "samples/student.npy")),
  };
};

/** Extends a run in a process that is killed when it logs a step. */
const extendAndKill = (run: string, step: number) =>
  new Promise<unknown>((resolve) => {
    const child = spawn(process.execPath, [bin, "extend", run, "distill.steps=300", "--json"], { cwd: folder });
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      if (text.includes(`"phase":"distill","step":${step},"values"`)) child.kill("SIGKILL");
    });
    child.on("close", (code, signal) => resolve(code ?? signal));
  });

test("a dry run of an extension prints the changes and writes nothing", async () => {
  const { stdout, code } = await tweedie("extend", "short", "distill.steps=300", "log.every=20", "--dry-run");
  expect(code).toBe(0);
  expect(stdout).toContain("distill.steps: 150 -> 300\nlog.every: 10 -> 20\ndiffers log.every holds from step 150 on");
  const json = await tweedie("extend", "short", "distill.steps=300", "--dry-run", "--json");
  expect(JSON.parse(json.stdout)).toEqual({
    run: "runs/short",
    changes: [{ path: "distill.steps", from: 150, to: 300 }],
    differences: [],
  });
  expect(await readFile("runs/short/status.json")).toEqual(await readFile("runs/killed/status.json"));
});

test("other settings are refused", async () => {
  const { code, stderr } = await tweedie("extend", "short", "distill.steps=300", "loss.lambda=1");
  expect(code).toBe(2);
  expect(stderr).toContain("loss.lambda `0.5`, got `1`");
  expect(stderr).toContain("tweedie fork runs/short distill.steps=300 loss.lambda=1");
  const fork = await tweedie("fork", "short", "distill.steps=300", "loss.lambda=1", "--dry-run");
  expect(fork.code).toBe(0);
  expect(fork.stdout).toMatch(/# would run in runs\/[\s\S]*lambda: 1\n[\s\S]*steps: 300\n/);
});

test("an extended run has the bytes of a long one, and so has one that was killed twice in the extension", async () => {
  expect([0, 3]).toContain((await tweedie("extend", "short", "distill.steps=300")).code);
  expect(await resultsOf("runs/short")).toEqual(await resultsOf("long"));
  expect(await extendAndKill("killed", 160)).toBe("SIGKILL");
  expect(await extendAndKill("killed", 210)).toBe("SIGKILL");
  await tweedie("extend", "killed");
  expect(await resultsOf("runs/killed")).toEqual(await resultsOf("long"));
});

test("a completion of an extension has runs, and then keys", async () => {
  expect((await tweedie("complete", "--", "extend", "")).stdout).toContain("runs/short");
  expect((await tweedie("complete", "--", "extend", "short", "distill.st")).stdout).toBe(
    "distill.steps=\ndistill.student.\n",
  );
});
