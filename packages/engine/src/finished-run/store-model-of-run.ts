import { type NDArrays, type Params, tf, type Teacher, TweedieError, under } from "@tweedie/core";
import type { PreconditioningSettings } from "@tweedie/diffusion";
import { storedModel, type StoredModel } from "@tweedie/networks";
import { createComponents } from "../components.ts";
import type { ReadOptions } from "../experiment/read-experiment.ts";
import { validateExperiment } from "../experiment/validate.ts";
import { runFolder } from "../run/run-folder.ts";
import { modelParams } from "../steps/model-params.ts";
import { loadStudent, type StudentOptions } from "./load-student.ts";
import { teacherWeights } from "./teacher-weights.ts";
import { weightsOrigin, type WeightsOrigin } from "./weights-origin.ts";

/** The teacher of a run as files of EDM or diffusers have it. */
export interface StoredTeacher extends StoredModel {
  /** Its training; undefined if its weights were loaded from a file. */
  readonly origin?: WeightsOrigin | undefined;
}

/** The student of a run as files of EDM or diffusers have it: `g(z) = D(sigma z, sigma)`. */
export interface StoredStudent extends StoredModel {
  readonly sigma: number;
  readonly origin: WeightsOrigin;
}

/**
 * The student of a run under the tensor names of EDM or diffusers, by default from its newest checkpoint. An adapter is merged into the teacher's weights.
 *
 * @throws TweedieError if the run has no student yet, or if its student is no step of denoising of a network that one of them has
 */
export async function storeStudent(run: string, options: StudentOptions = {}): Promise<StoredStudent> {
  const { experiment, student, state, weightsPrefix, step } = await loadStudent(run, options);
  const { denoising } = student;
  if (!denoising) {
    const what = "its student is not one step of denoising by the network of the teacher";
    throw new TweedieError({ where: run, what, fix: "export it as .onnx, or distil into students/denoiser" });
  }
  const { teacher, network } = await createComponents(experiment);
  const params = modelParams(student, under(weightsPrefix, state), state);
  const weights = evaluated((tensors) => denoising.weights(tensors), params);
  return {
    ...storedModel((teacher.network ?? network)!, weights, preconditioningOf(teacher, run), run),
    sigma: denoising.sigma,
    origin: weightsOrigin(experiment, { steps: step, batch: experiment.settings.distill.batch }),
  };
}

/**
 * The teacher of a run under the tensor names of EDM or diffusers.
 *
 * @throws TweedieError if it is still in training, or if it is no network that one of them has
 */
export async function storeTeacher(run: string, options: ReadOptions = {}): Promise<StoredTeacher> {
  const experiment = await validateExperiment({ file: runFolder(run).config }, options);
  const { teacher, network } = await createComponents(experiment);
  if (teacher.weights === "closed-form") {
    throw new TweedieError({ where: run, what: "its teacher is a closed form, which has no network" });
  }
  const weights = await teacherWeights(run, teacher, experiment.settings.seed);
  return {
    ...storedModel((teacher.network ?? network)!, weights, preconditioningOf(teacher, run), run),
    origin: teacher.weights === "trained" ? weightsOrigin(experiment, experiment.settings.pretrain) : undefined,
  };
}

function preconditioningOf({ preconditioning, sigmaData }: Teacher, run: string): PreconditioningSettings {
  if (!preconditioning) return { kind: "edm", sigmaData };
  if (preconditioning.settings) return preconditioning.settings as PreconditioningSettings;
  throw new TweedieError({
    where: run,
    what: "the preconditioning of its teacher has no `settings`, which files need",
  });
}

/** Applies a function of tensors to arrays. */
function evaluated(compute: (params: Params) => Params, arrays: NDArrays): NDArrays {
  return tf.tidy(() => {
    const tensors = Object.fromEntries(
      Object.entries(arrays).map(([name, { shape, data }]) => [name, tf.tensor(data, [...shape])]),
    );
    return Object.fromEntries(
      Object.entries(compute(tensors)).map(([name, tensor]) => [
        name,
        { shape: tensor.shape, data: Float32Array.from(tensor.dataSync()) },
      ]),
    ) as never;
  }) as NDArrays;
}
