import type { NDArrays } from "@tweedie/core";
import type { StepFunction } from "./executor.ts";

export interface ExportOptions {
  /** They are written into the file, under their names. */
  readonly weights: NDArrays;
  /** Shapes of the inputs. An extent called `batch` is free in the file. */
  readonly inputs: Readonly<Record<string, readonly (number | "batch")[]>>;
}

/**
 * A step that changes nothing as an ONNX file, such as a student that generates: standard ops, for any runtime.
 *
 * @throws TweedieError where the batch is free and more than the shapes would depend on it.
 */
export async function exportModel(step: StepFunction, options: ExportOptions): Promise<Uint8Array> {
  const [{ modelOfStep }, { encodeModel }] = await Promise.all([
    import("./onnx/model-of-step.ts"),
    import("./onnx/proto.ts"),
  ]);
  return encodeModel(modelOfStep(step, options));
}
