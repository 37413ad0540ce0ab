import type * as Module from "./draw-buffer.ts";

/** Steps that came from the thread, and the last step that it is able to draw. */
export const thread = { taken: [] as number[], lastStep: Infinity };

/** Wraps the module so that a step waits for the thread. Otherwise short steps would all be over before the thread has started. */
export function waitingDrawBuffer(module: typeof Module): typeof Module {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  const takeDraws: typeof Module.takeDraws = (buffer, step) => {
    const limit = performance.now() + 120_000; // reached only if the thread does not work
    while (step <= thread.lastStep && !module.hasDraws(buffer, step) && performance.now() < limit) {
      Atomics.wait(pause, 0, 0, 1);
    }
    const taken = module.takeDraws(buffer, step);
    if (taken) thread.taken.push(step);
    return taken;
  };
  return { ...module, takeDraws };
}
