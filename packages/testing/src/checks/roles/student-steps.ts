import { mapParams, type NDArray, type Params, random, type Student, tf } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { compiledDifference, whyNotCompiled } from "../../problems/compiled-difference.ts";
import { drawDifference, missingGradients } from "../../problems/model-problems.ts";
import { outputProblems } from "../../problems/shapes.ts";
import { normal } from "../../stand-ins/scored-batch.ts";
import type { Check } from "../check.ts";

/** A student with its weights, and inputs of four samples. */
interface Inputs {
  readonly shape: readonly number[];
  student(): Student;
  params(): Params;
  /** Params with noise, so that no layer is zero, and a function from own weights to params. */
  perturbed(): { readonly own: Params; readonly toParams: (own: Params) => Params };
  z(): Tensor;
  labels(): Tensor | undefined;
}

/** The contract of a student's steps. A student without steps passes. */
export const stepsChecks = (inputs: Inputs): readonly Check[] => {
  const { student } = inputs;
  const whyNoSteps = () => (student().steps ? undefined : "the student has one step");
  return [
    {
      name: "the draws of its steps, if any, depend on the streams alone",
      skipReason: whyNoSteps,
      find: () => drawDifference((update) => drawn(student(), update)),
    },
    {
      name: "samples of the training in several steps, if any, are those of the compiled step, with their gradients",
      skipReason: () => whyNoSteps() ?? whyNotCompiled(),
      find: async () => {
        const { shape, params } = inputs;
        const own = params();
        return [
          ...outputProblems("the batch of samples", trainingSamples(inputs, own), [4, ...shape]),
          ...[await compiledDifference((traced) => trainingSamples(inputs, traced), own)].flat(),
        ];
      },
    },
    {
      name: "samples of the training in several steps, if any, have a gradient in every weight but the fixed ones",
      skipReason: whyNoSteps,
      find: () => {
        const { own, toParams } = inputs.perturbed();
        return missingGradients(own, (moved) => trainingSamples(inputs, toParams(moved)), student().fixed);
      },
    },
    {
      name: "generates in any number of steps, if in several",
      skipReason: whyNoSteps,
      find: () => [1, 2, 3, 5].flatMap((count) => countProblems(inputs, count)),
    },
  ];
};

const drawn = ({ steps }: Student, update = random(0, "update")): Params<NDArray> =>
  steps!.draws({ iteration: random(0, "iteration"), update }, 4);

function trainingSamples({ student, z, labels }: Inputs, weights: Params): Tensor {
  const { steps } = student();
  const draws = mapParams(drawn(student()), ({ shape, data }) => tf.tensor(data, [...shape]));
  return steps!.generate(weights, { z: z(), label: labels(), draws, weights });
}

/** Problems of the student in another number of steps. */
function countProblems({ student, params, labels, shape }: Inputs, count: number): (string | undefined)[] {
  const other = student().steps!.withCount(count);
  const samples = other.generate(params(), normal("z", [4, ...other.latentShape]), labels());
  return [
    other.steps?.count === count ? undefined : `with ${count} steps it has ${other.steps?.count ?? 1}`,
    ...outputProblems(`the batch of samples in ${count} steps`, samples, [4, ...shape]),
  ];
}
