import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { nest, random, sizeOf, under } from "@tweedie/core";
import { type Experiment, validateExperiment } from "@tweedie/engine";
import { encodeNpy } from "@tweedie/formats";
import { createExecutor, type Executor } from "@tweedie/graph";
import { type Components, createComponents } from "../../packages/engine/src/components.ts";
import { phaseDraws } from "../../packages/engine/src/draws/phase-draws.ts";
import { distillationProgram } from "../../packages/engine/src/steps/distillation.ts";
import { accumulators } from "../../packages/engine/src/steps/micro-batches.ts";
import { trainableState } from "../../packages/engine/src/steps/trainable-weights.ts";
import { compileProgram } from "../../packages/engine/src/train/compile-program.ts";
import { readOptions } from "./options.ts";
import { peakMemory } from "./peak-memory.ts";
import { printTable } from "./table.ts";

const main = fileURLToPath(new URL("main.ts", import.meta.url));

/** A SiD distillation of EDM's DDPM++ on images of 32x32 pixels; `channels: 128` is EDM's network for CIFAR-10. */
const yaml = `
data: { use: datasets/arrays, path: images.npy }
network: { use: networks/song-unet }
teacher: teachers/denoiser
student: students/denoiser
fakeScore: fake-scores/denoiser
loss: sid/l2
`;
const imageShape = [64, 32, 32, 3];

/**
 * Peak memory and time of an iteration by the size of its micro-batches, each in a process of its own.
 *
 * `--channels N` is the width of the network, `--batch N`, `--micro N,N,...`; further `--set KEY=VALUE,...` are overrides.
 */
export function measureMemory(argv: readonly string[]): void {
  const { threads, rest } = readOptions(argv, { extra: ["channels", "batch", "micro", "set"] });
  const { channels = "32", batch = "8", micro = "1,2,8", set = "" } = rest;
  const rows = micro.split(",").map((microBatch) => {
    const overrides = [`network.channels=${channels}`, `distill.batch=${batch}`, `distill.microBatch=${microBatch}`];
    const args = ["memory-process", "--threads", String(threads), "--set", [...overrides, ...set.split(",")].join(",")];
    const child = spawnSync(process.execPath, [...process.execArgv, main, ...args], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    if (child.status !== 0)
      throw new Error(`the measurement of micro-batches of ${microBatch} ended with ${child.status}`);
    return { "micro-batch": microBatch, ...(JSON.parse(child.stdout.toString()) as Record<string, string>) };
  });
  console.log(`one SiD iteration, DDPM++ of ${channels} channels at 32x32, batch ${batch}, ${threads} threads`);
  printTable(rows);
}

/** Measures one distillation in this process and prints JSON. */
export async function measureProcess(argv: readonly string[]): Promise<void> {
  const { threads, rest } = readOptions(argv, { extra: ["set"] });
  const folder = mkdtempSync(join(tmpdir(), "tweedie-memory-"));
  try {
    writeFileSync(join(folder, "memory.yaml"), yaml);
    const images = random(0, "images").uniform(sizeOf(imageShape)).map((u) => 2 * u - 1); // prettier-ignore
    writeFileSync(join(folder, "images.npy"), encodeNpy({ shape: imageShape, data: images }));
    const overrides = rest["set"]!.split(",").filter((each) => each !== "");
    const experiment = await validateExperiment({ file: join(folder, "memory.yaml"), overrides });
    process.stdout.write(JSON.stringify(await measure(experiment, threads)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measure(experiment: Experiment, threads: number): Promise<Record<string, string>> {
  const components = await createComponents(experiment);
  const { distillation } = components;
  const draw = phaseDraws("distill", components, 0);
  const executor = await createExecutor("ort", { threads });
  const { store, trained } = createStore(executor, components);
  const before = peakMemory();
  const begun = performance.now();
  const step = await compileProgram(executor, store, distillationProgram(distillation, trained), draw(1));
  const compiled = performance.now();
  await step.run(draw(1));
  const first = performance.now();
  await step.run(draw(2));
  const second = performance.now();
  const seconds = (from: number, to: number) => `${((to - from) / 1e3).toFixed(1)} s`;
  return {
    "with weights only": gib(before),
    compile: seconds(begun, compiled),
    "first iteration": seconds(compiled, first),
    iteration: seconds(first, second),
    peak: gib(peakMemory()),
  };
}

/** Store of teacher, student and fake score. A function of its own, so that the initial arrays are not kept. */
function createStore(executor: Executor, { distillation }: Components) {
  const { teacher, student, fakeScore, models } = distillation;
  const weights = teacher.init(random(0, "teacher"));
  const state = {
    ...trainableState(models.student.trainable, student.init(random(0, "student"), weights)),
    ...trainableState(models.fakeScore.trainable, fakeScore.init(random(0, "fakeScore"), weights)),
  };
  const networks = ["student", "fakeScore"].map((name) => under(name, state));
  const store = executor.createStore({
    ...nest("teacher", weights),
    ...state,
    ...accumulators(networks, distillation),
  });
  return { store, trained: Object.values(state).reduce((sum, { data }) => sum + data.length, 0) };
}

const gib = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(2)} GiB`;
