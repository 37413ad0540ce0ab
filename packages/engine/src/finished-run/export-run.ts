import { type NDArrays, type Params, under } from "@tweedie/core";
import { exportModel } from "@tweedie/graph";
import { modelParams } from "../steps/model-params.ts";
import { loadStudent, type StudentOptions } from "./load-student.ts";
import { studentInSteps } from "../sampling/student-in-steps.ts";

/** The student of a run, for use in other programs. */
export interface ExportedStudent {
  /** That of a student of several steps begins with their number: the latent contains the noise of each. */
  readonly latentShape: readonly number[];
  /** Number of steps of a student of several. */
  readonly steps: number | undefined;
  /** Number of classes of a class-conditional student. Its ONNX file then has a second input, `label: [batch]`. */
  readonly classes: number | undefined;
  /** Shape of one sample. */
  readonly shape: readonly number[];
  /** Final weights under the student's own names, averaged if the run averages them, and those that it shares with the teacher. */
  readonly weights: NDArrays;
  /** Returns an ONNX file that maps `z: [batch, ...latentShape]` to `xg: [batch, ...shape]`. Default: a dynamic batch. */
  onnx(batch?: number): Promise<Uint8Array>;
}

/**
 * Exports the student of a run, by default from its newest checkpoint. All steps of a student of several are one function.
 *
 * @param count Number of steps. Default: as trained.
 * @throws TweedieError if the run has no student yet, or if its student has no such number of steps
 */
export async function exportRun(run: string, options: StudentOptions = {}, count?: number): Promise<ExportedStudent> {
  const { student: trained, shape, state, weightsPrefix } = await loadStudent(run, options);
  const student = studentInSteps(trained, count);
  const { classes, latentShape } = student;
  const weights = modelParams(student, under(weightsPrefix, state), state);
  const generate = (params: Params, { z, label }: Params) => ({
    outputs: { xg: student.generate(params, z!, label) },
  });
  const inputs = (batch: number | "batch") => ({
    z: [batch, ...latentShape],
    ...(classes !== undefined && { label: [batch] }),
  });
  return {
    latentShape,
    classes,
    steps: student.steps?.count,
    shape,
    weights,
    onnx: (batch) => exportModel(generate, { weights, inputs: inputs(batch ?? "batch") }),
  };
}
