import { mkdirSync, readdirSync } from "node:fs";
import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type RunEvent, run, runFolder, validateExperiment } from "@tweedie/engine";
import { evaluateRun, sampleRun } from "@tweedie/engine/finished-run";
import { createStudy, openStudy, readSweep } from "@tweedie/study";
import { writeTestFiles } from "@tweedie/testing/projects";
import { readRunData } from "../../packages/report/src/run-data.ts";
import type { Reading, Subject } from "./try-change.ts";

const weighting = `import { definePlugin } from "@tweedie/core";
import { z } from "zod";
export default definePlugin({ role: "weighting", summary: "one", options: z.strictObject({}), create: () => ({}) });
`;

const experiment = `
data: datasets/ring
network: { use: networks/mlp, width: 8, depth: 1, embedding: 8 }
teacher: teachers/denoiser
student: students/denoiser
fakeScore: fake-scores/denoiser
loss: sid/l2
pretrain: { steps: 4, batch: 16, weighting: ./one.ts }
distill: { steps: 6, batch: 16 }
evaluate: { every: 3, samples: 32, draws: 16, metrics: [metrics/sliced-wasserstein], teacherSteps: 2, teacherCurve: { evaluations: [1], samples: 16 } }
log: { every: 1 }
checkpoint: { every: 2 }
`;

/**
 * Creates a project with an interrupted run, a finished run, a cache and a sweep, and returns every kind of file that is read back.
 * Sets `TWEEDIE_CACHE`.
 */
export async function createSubjects(project: string): Promise<readonly Subject[]> {
  writeTestFiles(project, { "ring.yaml": experiment, "one.ts": weighting });
  const at = (...path: string[]) => join(project, ...path);
  process.env["TWEEDIE_CACHE"] = at("part/cache");
  const part = await validateExperiment({ file: at("ring.yaml") });
  const controller = new AbortController();
  const stop = (event: RunEvent) =>
    void (event.event === "metrics" && event.phase === "distill" && event.step === 4 && controller.abort());
  await run({ experiment: part, out: at("part/run"), signal: controller.signal, onEvent: stop, threads: 1 });
  await cp(at("part"), at("whole"), { recursive: true });
  await run({ experiment: part, out: at("whole/run"), threads: 1 });
  await evaluateRun({ run: at("whole/run"), overrides: ["evaluate.metrics=[metrics/mmd]"] });
  mkdirSync(at("start"));
  await cp(at("part/cache"), at("start/cache"), { recursive: true });
  const { plan, experiments } = await readSweep(at("ring.yaml"), ["loss.lambda=0,1", "name=one"]);
  const study = await createStudy(at("sweep/one"), plan, { experiments });
  await study.claim("a");

  const finish = (copy: string) => runToEnd(at("ring.yaml"), copy);
  const subject = (kind: string, folder: string, file: string, read: Subject["read"]): Subject => ({
    ...{ kind, folder: at(folder), file, read },
  });
  const inFolder = (folder: string, part: string) => readdirSync(at(folder, part)).map((name) => join(part, name));
  const checkpoints = readdirSync(at("part/run/checkpoints")).filter((name) => name.startsWith("distill-"));
  const newest = checkpoints.sort().at(-1)!;
  const [teacher] = inFolder("start", "cache/teachers").filter((name) => !name.endsWith(".lock"));
  const code = inFolder("whole", "run/code")[0]!;
  return [
    ...["status.json", "config.yaml", "metrics.jsonl"].flatMap((file) => [
      subject(`${file}, resumed`, "part", `run/${file}`, finish),
      subject(`${file}, read`, "whole", `run/${file}`, look),
    ]),
    ...inFolder("part", `run/checkpoints/${newest}`).map((file) => subject("checkpoint", "part", file, finish)),
    ...inFolder("part", "run/teacher").map((file) => subject("teacher", "part", file, finish)),
    ...inFolder("start", teacher!).map((file) => subject("cached teacher", "start", file, finish)),
    ...inFolder("start", "cache/steps")
      .slice(0, 2)
      .map((file) => subject("compiled step", "start", file, finish)),
    subject("teacher-curve.json", "whole", "run/teacher-curve.json", look),
    subject("evaluations.json", "whole", "run/evaluations.json", look),
    subject("samples", "whole", "run/samples/student.npy", look),
    subject("samples", "whole", "run/samples/checksums.json", look),
    subject("plugin copy", "whole", join(code, "one.ts"), look),
    ...["sweep.yaml", "inputs.json", "experiment.yaml", "journal.jsonl"].map((file) =>
      subject(`sweep: ${file}`, "sweep", `one/${file}`, readTrial),
    ),
  ];
}

/** Runs the experiment in a copy to its end. Returns all that does not depend on time. */
async function runToEnd(file: string, copy: string): Promise<Reading> {
  process.env["TWEEDIE_CACHE"] = join(copy, "cache");
  const warnings: string[] = [];
  const onEvent = (event: RunEvent) => void (event.event === "warning" && warnings.push(event.message));
  const out = join(copy, "run");
  const { metrics, floors, teacher, status } = await run({
    ...{ experiment: await validateExperiment({ file }), out, onEvent, threads: 1 },
  });
  const folder = runFolder(out);
  const log = await readFile(folder.metrics, "utf8");
  const samples = (await readFile(join(folder.samples, "student.npy"))).toString("base64");
  return { result: { metrics, floors, teacher, status, log, samples }, warnings };
}

/** Reads a finished run as the report does, and samples its student. */
async function look(copy: string): Promise<Reading> {
  const out = join(copy, "run");
  const { folder: _, warnings, ...result } = await readRunData(out);
  const { data } = await sampleRun({ run: out, count: 4, seed: 0 });
  return { result: { ...result, sampled: [...data] }, warnings };
}

/** Opens a sweep and reads the experiment of a trial. */
async function readTrial(copy: string): Promise<Reading> {
  const study = await openStudy(join(copy, "one"));
  const { damaged, trials, configurations, best } = study.state();
  const claim = await study.claim("b");
  if (claim === "finished" || "wait" in claim) return { result: claim, warnings: [] };
  const { resolved } = await validateExperiment({ file: claim.experiment, overrides: claim.overrides });
  const warnings = damaged > 0 ? [`${damaged} damaged lines`] : [];
  return {
    result: { trials: trials.length, points: configurations.map(({ values }) => values), best, resolved },
    warnings,
  };
}
