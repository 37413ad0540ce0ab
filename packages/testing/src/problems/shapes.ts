import type { Tensor } from "@tensorflow/tfjs-core";
import { unless } from "./findings.ts";
import { format, read } from "./difference.ts";

/** Returns a problem unless a shape is the expected one. */
export const shapeProblem = (what: string, got: readonly number[], expected: readonly number[]): string | undefined =>
  unless(got.join() === expected.join(), `${what} has the shape [${got.join()}], not [${expected.join()}]`);

/** Returns problems of an output: another shape than expected, or numbers that are not finite. */
export function outputProblems(what: string, output: Tensor, shape: readonly number[]): (string | undefined)[] {
  const numbers = read(output);
  return [
    shapeProblem(what, output.shape, shape),
    unless(numbers.data.every(Number.isFinite), `${what} has numbers that are not finite: ${format(numbers)}`),
  ];
}
