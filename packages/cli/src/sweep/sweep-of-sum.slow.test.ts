import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ringExperiment, temporaryProject } from "@tweedie/testing/projects";
import type { StudyState } from "@tweedie/study";
import { afterAll, expect, test } from "vitest";

const program = fileURLToPath(new URL("../../bin/tweedie.mjs", import.meta.url));

/** A loss as its author writes it in a project of their own: it pulls the samples to the origin. */
const pull = `import { definePlugin } from "@tweedie/core";
import { squaredNorm } from "@tweedie/diffusion";
import { z } from "zod";

export default definePlugin({
  role: "loss",
  summary: "a pull to the origin",
  options: z.strictObject({ power: z.number().default(1) }),
  create: ({ power }) => ({ student: ({ xg }) => squaredNorm(xg).pow(power) }),
});
`;

const root = temporaryProject(
  {
    "experiments/ring.yaml": ringExperiment(),
    "experiments/pulled.yaml": `extends: ring.yaml
loss: { use: losses/sum, terms: { score: { use: sid/l2, lambda: 1 }, pull: { use: ../plugins/pull.ts, weight: 0.1 } } }
distill: { steps: 60, student: { optimizer: { lr: 1e-2 } } }
evaluate: { every: 20, samples: 256, draws: 64, metrics: [metrics/sliced-wasserstein], teacherCurve: null }
`,
    "plugins/pull.ts": pull,
  },
  afterAll,
);

const tweedie = async (...argv: string[]): Promise<string> =>
  (await promisify(execFile)(process.execPath, [program, ...argv], { cwd: root })).stdout;

test("a plugin of a project is a term of a sum, and is swept over its weight", async () => {
  const weights = [0, 30];
  await tweedie("sweep", "experiments/pulled.yaml", `loss.terms.pull.weight=${weights.join()}`, "--name", "pulls");
  const { trials } = JSON.parse(await tweedie("sweep", "status", "pulls", "--json")) as StudyState;
  expect(trials.map(({ status }) => status)).toEqual(["complete", "complete"]);
  const [free, pulled] = trials.map(({ folder }) => {
    const lines = readFileSync(join(root, folder, "metrics.jsonl"), "utf8")
      .trimEnd()
      .split("\n");
    return JSON.parse(lines.at(-1)!) as Record<string, number>;
  });
  expect(pulled!["diag.spread"]).toBeLessThan(free!["diag.spread"]! / 2);
  expect(free!["diag.grad.term.pull"]).toBe(0);
  expect(pulled!["diag.grad.term.pull"]).toBeGreaterThan(pulled!["diag.grad.term.score"]!);
  expect(await tweedie("sweep", "best", "pulls")).toContain("loss.terms.pull.weight=");
});
