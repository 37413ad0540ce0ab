import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { mapParams, nest, random } from "@tweedie/core";
import { runFolder, validateExperiment } from "@tweedie/engine";
import { createExecutor } from "@tweedie/graph";
import { startDrawThread } from "../../packages/engine/src/draws/start-draw-thread.ts";
import { phaseDraws } from "../../packages/engine/src/draws/phase-draws.ts";
import { createComponents } from "../../packages/engine/src/components.ts";
import { distillationStep } from "../../packages/engine/src/steps/distillation.ts";
import { trainableState } from "../../packages/engine/src/steps/trainable-weights.ts";
import { interleave, median } from "./interleaved.ts";
import { readOptions } from "./options.ts";
import { printTable } from "./table.ts";

const experiments = fileURLToPath(new URL("../../experiments/", import.meta.url));

/** Distillations whose iterations are timed. */
const distillations: Readonly<Record<string, readonly [file: string, ...overrides: string[]]>> = {
  "MLP 3x64, batch 128": ["mixture/sid.yaml", "network.width=64", "distill.batch=128"],
  "MLP 3x256, batch 1024": ["mixture/sid.yaml", "network.width=256", "distill.batch=1024"],
  "MLP on 28x28, batch 64": ["digits/mlp.yaml", "data.size=28", "distill.batch=64"],
  "DDPM++ on 28x28, batch 64": ["digits/sid-1.yaml", "data.size=28", "distill.batch=64"],
};

/** Compares draws in the training thread with draws in a separate thread: iterations of both in turn, in one process. `--only` selects titles that contain a text. */
export async function draws(argv: readonly string[]): Promise<void> {
  const { threads, seconds, rest } = readOptions(argv, { extra: ["only"] });
  const titles = Object.keys(distillations).filter((title) => title.includes(rest["only"] ?? ""));
  console.log(`one iteration of a distillation, ${threads} thread${threads > 1 ? "s" : ""} for the session; medians of wall time`); // prettier-ignore
  const rows: Record<string, string>[] = [];
  for (const title of titles) rows.push({ iteration: title, ...(await measure(title, threads, seconds)) });
  printTable(rows);
}

async function measure(title: string, threads: number, seconds: number) {
  const [file, ...overrides] = distillations[title]!;
  const experiment = await validateExperiment({ file: experiments + file, overrides });
  const components = await createComponents(experiment);
  const draw = phaseDraws("distill", components, 0);
  const like = draw(1);
  const { teacher, student, fakeScore, models } = components.distillation;
  const weights = teacher.init(random(0, "teacher"));
  const executor = await createExecutor("ort", { threads });
  const store = executor.createStore({
    ...nest("teacher", weights),
    ...trainableState(models.student.trainable, student.init(random(0, "student"), weights)),
    ...trainableState(models.fakeScore.trainable, fakeScore.init(random(0, "fakeScore"), weights)),
  });
  const compiled = await executor.compile(distillationStep(components.distillation), store, mapParams(like, ({ shape }) => shape)); // prettier-ignore

  const drawing: number[] = [];
  let [here, there, late] = [1, 1, 0];
  const drawHere = () => {
    const begun = performance.now();
    const drawn = draw(here++);
    drawing.push((performance.now() - begun) / 1e3);
    return drawn;
  };
  await compiled.run(drawHere());
  const ahead = startDrawThread({ experiment, folder: runFolder(tmpdir()), phase: "distill", first: 1, steps: 2 ** 30, like })!; // prettier-ignore
  const drawThere = () => {
    const taken = ahead.take(there);
    if (!taken) late++;
    return taken ?? draw(there);
  };
  // Warm-up: until the thread has started and the slots that it filled first are used.
  for (const end = performance.now() + 3e3; performance.now() < end; there++) await compiled.run(drawThere());
  late = 0;
  const from = there;
  /** Iterations per turn: many, so that the few draws made ahead during the other's turn do not matter. */
  const block = Math.max(8, Math.ceil(0.2 / (await timed(() => compiled.run(drawHere())))));
  const times = await interleave(
    {
      here: () => repeat(block, () => compiled.run(drawHere())),
      ahead: () => repeat(block, () => compiled.run((there++, drawThere()))),
    },
    { seconds, turns: 1000 },
  );
  await ahead.stop();
  await compiled.dispose();
  return {
    draws: ms(median(drawing)),
    fraction: percent((median(drawing) * block) / times.here.wall),
    here: ms(times.here.wall / block),
    ahead: ms(times.ahead.wall / block),
    ratio: (times.here.wall / times.ahead.wall).toFixed(3),
    "processor here": ms(times.here.cpu / block),
    "processor ahead": ms(times.ahead.cpu / block),
    late: percent(late / (there - from)),
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1e3;
}

async function repeat(count: number, work: () => Promise<unknown>): Promise<void> {
  for (let i = 0; i < count; i++) await work();
}

const ms = (seconds: number): string => `${(1e3 * seconds).toFixed(seconds < 0.1 ? 2 : 0)} ms`;
const percent = (fraction: number): string => `${(100 * fraction).toFixed(1)} %`;
