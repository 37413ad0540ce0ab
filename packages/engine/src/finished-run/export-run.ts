import { type NDArrays, type Params, under } from "@tweedie/core";
import { exportModel } from "@tweedie/graph";
import type { ReadOptions } from "../experiment/read-experiment.ts";
import { modelParams } from "../steps/model-params.ts";
import { loadStudent } from "./load-student.ts";

/** The student of a run, for use in other programs. */
export interface ExportedStudent {
  readonly latentShape: readonly number[];
  /** Number of classes of a class-conditional student. Its ONNX file then has a second input, `label: [batch]`. */
  readonly classes: number | undefined;
  /** Shape of one sample. */
  readonly shape: readonly number[];
  /** Final weights under the student's own names, averaged if the run averages them, and those that it shares with the teacher. */
  readonly weights: NDArrays;
  /** Returns an ONNX file that maps `z: [batch, ...latentShape]` to `xg: [batch, ...shape]`. Default: a dynamic batch. */
  onnx(batch?: number): Promise<Uint8Array>;
}

/** Exports the student of a run, from its newest checkpoint. @throws TweedieError if the run has no student yet */
export async function exportRun(run: string, options: ReadOptions = {}): Promise<ExportedStudent> {
  const { student, shape, state, weightsPrefix } = await loadStudent(run, options);
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
    shape,
    weights,
    onnx: (batch) => exportModel(generate, { weights, inputs: inputs(batch ?? "batch") }),
  };
}
