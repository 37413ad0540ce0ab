import { mapParams, type NDArrays, tf } from "@tweedie/core";
import type { Backend } from "@tweedie/graph";
import type { Distillation } from "./distillation.ts";
import { componentsOf, initialState, train } from "./ring-distillation.fixture.ts";

/** Samples of a batch, and the one that is to be dropped. */
export const batch = 8;
const dropped = 3;

/** A change of the draws that puts NaN into one element of sample `dropped` of an array. */
export const withNaN =
  (name: string) =>
  (draws: NDArrays): NDArrays => {
    const { shape, data } = draws[name]!;
    const changed = Float32Array.from(data);
    changed[(dropped * data.length) / batch] = NaN;
    return { ...draws, [name]: { shape, data: changed } };
  };

/** A change of the draws that removes sample `dropped`. */
export const withoutSample = (draws: NDArrays): NDArrays =>
  mapParams(draws, ({ shape, data }) => {
    if (shape[0] !== batch) return { shape, data };
    const size = data.length / batch;
    const rest = data.filter((_, i) => Math.floor(i / size) !== dropped);
    return { shape: [batch - 1, ...shape.slice(1)], data: rest };
  });

/** The distillation with a loss in which sample `dropped` has the weight 0. */
export function withoutWeight(distillation: Distillation): Distillation {
  const { student, fakeScore } = distillation.models;
  const mask = () => tf.tensor1d(Array.from({ length: batch }, (_, i) => (i === dropped ? 0 : 1)));
  const models: Distillation["models"] = {
    student: { ...student, weighting: { student: (each) => student.weighting.student!(each).mul(mask()) } },
    fakeScore: { ...fakeScore, weighting: { denoiser: (each) => fakeScore.weighting.denoiser!(each).mul(mask()) } },
  };
  return { ...distillation, models };
}

interface Changes {
  readonly draws?: (draws: NDArrays) => NDArrays;
  readonly distillation?: (distillation: Distillation) => Distillation;
  readonly overrides?: readonly string[];
}

/** Losses, gradients and weights after one iteration with `nonFinite: zero`. */
export async function iterate(backend: Backend, changes: Changes) {
  const models = ["student", "fakeScore"].flatMap((model) => [
    `distill.${model}.optimizer.nonFinite=zero`,
    // The first moment after one step is the gradient.
    `distill.${model}.optimizer.betas=[0.9,0.99]`,
  ]);
  // The student's update then reads the same fake score with and without the sample.
  const frozen = "distill.fakeScore.optimizer.lr=1e-30";
  const sizes = [`distill.batch=${batch}`, "distill.fakeScore.updates=1"];
  const components = await componentsOf([...models, frozen, ...sizes, ...(changes.overrides ?? [])]);
  const distillation = changes.distillation?.(components.distillation) ?? components.distillation;
  const initial = initialState(components);
  const start = { initial, ...(changes.draws && { change: changes.draws }) };
  const { losses, state } = await train({ ...components, distillation }, backend, 1, start);
  const [fakeScore, student] = losses[0]!;
  return { losses: { fakeScore: fakeScore!, student: student! }, state, initial };
}

/** Gradients of a model, by weight. */
export const gradientsOf = ({ state }: { readonly state: NDArrays }, model: string): NDArrays =>
  Object.fromEntries(Object.entries(state).filter(([name]) => name.startsWith(`adam.${model}.m.`)));
