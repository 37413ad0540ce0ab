import type { RunData } from "./run-data.ts";

/** The extensions of a run: `at step 3000 by distill.steps=6000`. Undefined for none. */
export const extensionsText = ({ extensions = [] }: Pick<RunData["status"], "extensions">): string | undefined =>
  extensions.length === 0
    ? undefined
    : extensions.map(({ step, overrides }) => `at step ${step} by ${overrides.join(" ")}`).join(", ");
