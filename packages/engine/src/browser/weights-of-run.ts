import { type NDArrays, TweedieError } from "@tweedie/core";
import type { ModelOfRun } from "../weights/weights-of-run.ts";

export type { ModelOfRun } from "../weights/weights-of-run.ts";

/** Returns undefined: a page has no runs. */
export const weightManifest = (_run: string, _model: ModelOfRun): Promise<string | undefined> =>
  Promise.resolve(undefined);

/** Refuses weights of another run. @throws TweedieError */
export function loadWeightsOfRun(run: string, _model: ModelOfRun, _initial: NDArrays): Promise<NDArrays> {
  throw new TweedieError({ where: run, what: "a page has no runs", fix: "run the experiment with the command" });
}
