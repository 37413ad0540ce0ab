import { provideModules } from "@tweedie/engine/browser";
import type { Executor } from "@tweedie/graph/browser";
import type { BackendChoice, Message, Request, View } from "../protocol/messages.ts";
import { compileFile } from "./compile-file.ts";
import { createLiveRun, type LiveRun } from "./live-run.ts";
import { createRateMeter, nextTask } from "./pacing.ts";
import { pluginList } from "./plugin-list.ts";
import { problemOf } from "./problem-of.ts";
import { projectFolder, readExperiment } from "./read-experiment.ts";
import { createExecutor } from "./runtime.ts";

/** Least milliseconds between pictures of a training, and their largest share of the time. */
const [frameInterval, frameShare] = [60, 0.25];

/** Iterations between evaluations, of which each takes as long as dozens of iterations. */
const evaluateEvery = 100;

const send = (message: Message): void => postMessage(message);

let run: LiveRun | undefined;
let backend: BackendChoice = "auto";
/** Executor of the run. */
let executor: Executor | undefined;
let view: View = { sigma: 0.3, field: true, arrows: false };
/** Most iterations a second while the run is playing; undefined while it is paused. */
let playing: number | undefined;
/** Number of the last loop of iterations. A loop ends when another one begins. */
let loops = 0;
/** Rate that was requested while a run was opening, which then plays. */
let requested: number | undefined;
/** Aborts the opening of a run. */
let opening = new AbortController();
const meter = createRateMeter();

/** Opens a run when all work before it is done. The opening of another one ends at once. */
function open(yaml: string): Promise<void> {
  const signal = abortOpening();
  return exclusive(() => openRun(yaml, signal));
}

function abortOpening(): AbortSignal {
  opening.abort(new Error("another run was opened"));
  opening = new AbortController();
  playing = undefined;
  requested = undefined;
  return opening.signal;
}

async function openRun(yaml: string, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const former = run;
  run = undefined;
  try {
    await former?.dispose();
    await executor?.dispose();
    const experiment = await readExperiment(yaml);
    const created = createExecutor(backend).then((each) => (executor = each));
    created.catch(() => undefined); // the run reports it, if its data do not fail first
    const opened = await createLiveRun(experiment, {
      executor: created,
      signal,
      onData: (scene) => send({ type: "opened", scene }),
      onTeacher: async (step, steps, loss) => {
        if (step % 20 === 0 || step === steps) send({ type: "teacher", step, steps, loss });
        await nextTask();
      },
    });
    if (signal.aborted) return await opened.dispose();
    run = opened;
    send({ type: "opened", scene: opened.scene });
    await showFrame();
    send({ type: "evaluation", row: await opened.evaluate() });
    if (requested !== undefined) start(requested);
  } catch (error) {
    if (!signal.aborted) send({ type: "problem", problem: problemOf(error) });
  }
}

/** Continues with other settings, or begins again if other weights are trained. */
async function change(yaml: string): Promise<void> {
  const current = run;
  if (!current) return openRun(yaml, abortOpening());
  try {
    await current.change(await readExperiment(yaml));
    await showFrame();
  } catch (error) {
    if (error instanceof Error && error.message.includes("other weights")) return openRun(yaml, abortOpening());
    send({ type: "problem", problem: problemOf(error) });
  }
}

async function showFrame(): Promise<void> {
  if (run) send({ type: "frame", frame: await run.frame(view, playing === undefined ? 0 : meter.rate) });
}

/** Makes an iteration, and an evaluation where one is due. Returns false at the end of the training. */
async function iterate(current: LiveRun): Promise<boolean> {
  const reason = await current.iterate();
  meter.count();
  const row = current.step % evaluateEvery === 0 || reason !== undefined ? await current.evaluate() : undefined;
  if (row) send({ type: "evaluation", row });
  const end = reason ?? row?.alarm;
  if (end !== undefined) send({ type: "ended", step: current.step, reason: end });
  return end === undefined;
}

/** Plays beside the work that calls it. */
function start(rate: number): void {
  play(rate).catch((error: unknown) => send({ type: "problem", problem: problemOf(error, run?.slots) }));
}

async function play(rate: number): Promise<void> {
  if (!run) {
    requested = rate;
    return;
  }
  const isPlaying = playing !== undefined;
  playing = rate;
  if (isPlaying) return;
  meter.reset();
  let next = 0;
  // A loop may still finish an iteration after a pause: if the run is played again meanwhile, only the new loop goes on.
  const loop = ++loops;
  const isLast = () => playing !== undefined && loop === loops;
  try {
    while (isLast() && run) {
      const begun = performance.now();
      const goesOn = await exclusive(async () => (run ? iterate(run) : false));
      if (performance.now() > next || !goesOn) {
        const drawn = performance.now();
        await exclusive(showFrame);
        next = performance.now() + Math.max(frameInterval, (performance.now() - drawn) / frameShare);
      }
      if (!goesOn) playing = undefined;
      await nextTask();
      while (isLast() && performance.now() - begun < (playing ? 1_000 / playing : 0)) await nextTask();
    }
  } catch (error) {
    send({ type: "problem", problem: problemOf(error, run?.slots) });
  }
  if (loop === loops) playing = undefined;
}

let last: Promise<unknown> = Promise.resolve();

/** Runs work after all work before it, so that a change of settings does not meet an iteration. */
function exclusive<T>(work: () => Promise<T>): Promise<T> {
  const result = last.then(work);
  last = result.catch(() => undefined);
  return result;
}

async function check(id: number, yaml: string): Promise<void> {
  try {
    const { warnings } = await readExperiment(yaml);
    send({ type: "checked", id, problem: undefined, warnings });
  } catch (error) {
    send({ type: "checked", id, problem: problemOf(error), warnings: [] });
  }
}

async function receive(request: Request): Promise<void> {
  switch (request.type) {
    case "plugins":
      return send({ type: "plugins", plugins: await pluginList() });
    case "reference": {
      const { readReference } = await import("./reference.ts");
      return send({ type: "reference", reference: await readReference() });
    }
    case "check":
      return check(request.id, request.yaml);
    case "file": {
      const { module, problem, checks } = await compileFile(request.name, request.text);
      if (module) provideModules({ [`${projectFolder}/${request.name}`]: module });
      return send({ type: "compiled", id: request.id, problem, checks });
    }
    case "backend":
      backend = request.choice;
      return;
    case "open":
      return open(request.yaml);
    case "change":
      return exclusive(() => change(request.yaml));
    case "play":
      return play(request.rate);
    case "pause":
      playing = requested = undefined;
      return exclusive(showFrame);
    case "step":
      playing = requested = undefined;
      return exclusive(async () => {
        if (run) await iterate(run);
        await showFrame();
      });
    case "view":
      view = request.view;
      return playing === undefined ? exclusive(showFrame) : undefined;
    case "digits": {
      const { sampleDigits } = await import("./digits/sample-digits.ts");
      return send(await sampleDigits(request.id, request.choice));
    }
  }
}

addEventListener("message", ({ data }: MessageEvent<Request>) => {
  receive(data).catch((error: unknown) => send({ type: "problem", problem: problemOf(error, run?.slots) }));
});
