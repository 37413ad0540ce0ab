import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { TweedieError } from "@tweedie/core";
import { validateExperiment } from "@tweedie/engine";
import { type Input, mutate } from "./mutate.ts";

const experiments = fileURLToPath(new URL("../../experiments/mixture", import.meta.url));

export interface Failure {
  readonly index: number;
  readonly why: string;
  readonly input: Input;
}

export interface Tally {
  readonly valid: number;
  readonly failures: readonly Failure[];
}

/** Sample experiments by file name. */
const samples = new Map(readdirSync(experiments).map((name) => [name, readFileSync(join(experiments, name), "utf8")]));

export const inputAt = (seed: number, index: number): Input => mutate([...samples.values()], seed, index);

/** Indices of inputs: every `step`th one. */
export interface InputRange {
  readonly seed: number;
  readonly from: number;
  readonly to: number;
  readonly step: number;
  /** Milliseconds that an input may take. Tests set no limit, because it would depend on the speed of the machine. */
  readonly timeLimit?: number;
}

/** Validates mutated sample experiments. Each must be valid or be refused with a `TweedieError` that names a place. */
export async function fuzz(range: InputRange, onIndex: (index: number) => void): Promise<Tally> {
  const { seed, from, to, step, timeLimit = Infinity } = range;
  const folder = mkdtempSync(join(tmpdir(), "tweedie-fuzz-"));
  for (const [name, text] of samples) writeFileSync(join(folder, name), text);
  let valid = 0;
  const failures: Failure[] = [];
  for (let index = from; index < to; index += step) {
    onIndex(index);
    const input = inputAt(seed, index);
    const begun = performance.now();
    const why = await failureOf(input, join(folder, "fuzzed.yaml")).catch((error: unknown) => String(error));
    const elapsed = performance.now() - begun;
    if (why === "valid") valid++;
    else if (why !== "refused") failures.push({ index, why, input });
    else if (elapsed > timeLimit) failures.push({ index, why: `took ${Math.round(elapsed)} ms`, input });
  }
  rmSync(folder, { recursive: true });
  if ("polluted" in {} || "x" in {}) throw new Error("a prototype was polluted");
  return { valid, failures };
}

async function failureOf({ text, overrides }: Input, file: string): Promise<string> {
  writeFileSync(file, text);
  try {
    await validateExperiment({ file, overrides });
    return "valid";
  } catch (error) {
    if (!(error instanceof TweedieError))
      return error instanceof Error ? (error.stack ?? error.message) : String(error);
    return error.what === "" || error.where === "" ? `has an empty message: ${error.message}` : "refused";
  }
}
