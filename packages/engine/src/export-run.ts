import { type NDArrays, type Params, under } from "@tweedie/core";
import { exportModel } from "@tweedie/graph";
import { paramsOf } from "./steps/params-of.ts";
import { loadStudent } from "./trained-student.ts";

/** A run's student for use elsewhere. */
export interface ExportedStudent {
  readonly latentShape: readonly number[];
  /** How many classes it tells apart, if it does: the file then has a second input, `label: [batch]`. */
  readonly classes: number | undefined;
  /** Shape of one sample. */
  readonly shape: readonly number[];
  /** Its final weights, averaged where the run averages them, under the student's own names; with the teacher's that it shares. */
  readonly weights: NDArrays;
  /** It is an ONNX file from latents `z: [batch, ...latentShape]` to samples `xg: [batch, ...shape]`, of any batch unless one is given. */
  onnx(batch?: number): Promise<Uint8Array>;
}

/** Takes the student out of a run, from its newest checkpoint. */
export async function exportRun(run: string): Promise<ExportedStudent> {
  const { student, shape, state, weights: prefix } = await loadStudent(run);
  const { classes, latentShape } = student;
  const weights = paramsOf(student, under(prefix, state), state);
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
