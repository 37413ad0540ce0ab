import { relative } from "node:path";
import { shellPath, shellWord } from "@tweedie/core";
import type { SweepPlan } from "./plan.ts";
import type { StudyState } from "./state/study-state.ts";

/** The command that runs the best configuration of a sweep from this folder, or undefined if none is complete. */
export function bestCommand(
  { plan }: { readonly plan: Pick<SweepPlan, "constants" | "experiment"> },
  { best, configurations }: Pick<StudyState, "best" | "configurations">,
): string | undefined {
  if (best === undefined) return undefined;
  const overrides = Object.entries({ ...plan.constants, ...configurations[best]!.values });
  const values = overrides.map(([path, value]) => `${path}=${yamlWord(value)}`);
  const words = [...plan.experiment.overrides, ...values].map(shellWord);
  return ["tweedie", "run", shellPath(relative("", plan.experiment.file)), ...words].join(" ");
}

/** A value as YAML in one line. Text is quoted only where YAML would read it as another type. */
const yamlWord = (value: unknown): string =>
  typeof value === "string" && /^[a-z][\w./-]*$/i.test(value) && !/^(true|false|null|yes|no|on|off)$/i.test(value)
    ? value
    : JSON.stringify(value);
