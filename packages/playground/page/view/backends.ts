import { effect, signal } from "@preact/signals";
import type { BackendChoice, BackendState } from "../protocol/messages.ts";
import { webgpuObstacle } from "../protocol/webgpu-obstacle.ts";
import { createPane, type Pane } from "./pane.ts";

/** Backends that the user can choose. */
export const backendNames: Readonly<Record<BackendChoice, string>> = {
  auto: "automatic",
  wasm: "WebAssembly, 1 thread",
  threads: "WebAssembly, several threads",
  webgpu: "WebGPU",
  javascript: "JavaScript",
};

/** A running backend, in words. */
export const describeBackend = ({ name, threads }: BackendState): string =>
  name === "WebAssembly" ? `${name}, ${threads} thread${threads === 1 ? "" : "s"}` : name;

/** Reasons why the browser lacks backends. */
export const obstacles = signal<Readonly<Partial<Record<BackendChoice, string>>>>({
  ...(!crossOriginIsolated && { threads: "the server does not isolate the page from other origins" }),
});

/** Looks for a GPU. The browser warns in its console if there is none, so this waits until the user chooses. */
export async function findGpu(): Promise<void> {
  const webgpu = await webgpuObstacle();
  if (webgpu !== undefined) obstacles.value = { ...obstacles.value, webgpu };
}

/** Iterations a second of each backend, as they were measured last. */
export const rates = signal<Readonly<Partial<Record<BackendChoice, number>>>>({});

/** Iterations before the measurement, the first of which compile shaders, and its duration in milliseconds. */
const [before, duration] = [3, 2_000];

/** Backends that may be the fastest one. JavaScript runs op by op, and is for browsers without WebAssembly. */
const candidates: readonly BackendChoice[] = ["wasm", "threads", "webgpu"];

/**
 * Trains the experiment on each compiled backend in turn, and returns the fastest one.
 *
 * @param open Opens the experiment in a pane on a backend.
 */
export async function measureBackends(
  open: (pane: Pane, choice: BackendChoice) => Promise<void>,
): Promise<BackendChoice> {
  rates.value = {};
  await findGpu();
  for (const choice of candidates.filter((each) => obstacles.value[each] === undefined)) {
    const rate = await rateOn(choice, open);
    if (rate !== undefined) rates.value = { ...rates.value, [choice]: rate };
  }
  const measured = Object.entries(rates.value) as [BackendChoice, number][];
  return measured.sort(([, a], [, b]) => b - a)[0]?.[0] ?? "auto";
}

/** Iterations a second with pictures; undefined if the experiment cannot be trained. */
async function rateOn(
  choice: BackendChoice,
  open: (pane: Pane, choice: BackendChoice) => Promise<void>,
): Promise<number | undefined> {
  const pane = createPane();
  const isAt = (step: number) => () => (pane.frame.value?.step ?? 0) >= step;
  try {
    await open(pane, choice);
    await settled(pane, () => pane.scene.value?.ready === true);
    pane.send({ type: "play", rate: 0 });
    await settled(pane, isAt(before));
    const [begun, first] = [performance.now(), pane.frame.value!.step];
    await new Promise((resolve) => setTimeout(resolve, duration));
    await settled(pane, isAt(first + 1));
    return (1_000 * (pane.frame.value!.step - first)) / (performance.now() - begun);
  } catch {
    return undefined;
  } finally {
    pane.close();
  }
}

/** Waits for a state of a pane. @throws Error if its run ends before */
function settled(pane: Pane, isReached: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = effect(() => {
      const problem = pane.problem.value?.text ?? pane.ended.value;
      const reached = isReached();
      if (!reached && problem === undefined) return;
      queueMicrotask(() => stop());
      if (reached) resolve();
      else reject(new Error(problem));
    });
  });
}
