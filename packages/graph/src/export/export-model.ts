import type { StepFunction } from "../executor/executor.ts";
import type { ExportOptions } from "./export-step.ts";

/**
 * Exports a step that updates no weights, such as a student's sampling step, as an ONNX file of standard ops for any runtime.
 *
 * @throws TweedieError for a dynamic batch on which more than shapes would depend.
 */
export async function exportModel(step: StepFunction, options: ExportOptions): Promise<Uint8Array> {
  const [{ exportStep }, { encodeModel }] = await Promise.all([import("./export-step.ts"), import("../onnx/proto.ts")]);
  return encodeModel(exportStep(step, options));
}
