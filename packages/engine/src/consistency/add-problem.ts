import { addDiagnostic, type ConfigDocument, locate } from "@tweedie/config";
import type { Problem } from "@tweedie/core";
import type { FilledSlot } from "../experiment/experiment.ts";
import { settingsSchema } from "../experiment/settings.ts";

/**
 * Adds a problem to the document of an experiment, at a line of it.
 *
 * A problem of a default, which no line states, is shown at a plugin that does not fit it: one that the message names or that the slot uses.
 *
 * @param slot The slot whose plugin found the problem.
 */
export function addProblem(
  document: ConfigDocument,
  slots: readonly FilledSlot[],
  problem: Problem,
  slot?: FilledSlot,
): void {
  const { where, what, fix } = withPath(problem, slot);
  const [root = ""] = where.split(".");
  if (isWritten(document, root)) {
    addDiagnostic(document, where, { message: what, help: fix });
    return;
  }
  const named = slots.filter(({ use }) => what.includes(`\`${use}\``)).map(({ path }) => path);
  const at = [...(slot?.plugin.uses ?? []), ...named].find((path) => isWritten(document, path));
  const note = `${where}${slot ? ` is ${slot.use} by default` : " has its default"}, which no line states`;
  addDiagnostic(document, at ?? where, { message: what, help: fix, ...(at !== undefined && { note }) });
}

/** Plugins also name their role and files. Such a problem is at the plugin's slot. */
function withPath({ where, what, fix }: Problem, slot: FilledSlot | undefined): Problem {
  const [root = ""] = where.split(".");
  const isOfSettings = Object.hasOwn(settingsSchema.shape, root) && !slot?.path.startsWith(`${where}.`);
  if (!slot || isOfSettings) return { where, what, fix };
  return { where: slot.path, what: /[\s/\\]/.test(where) ? `${where} ${what}` : what, fix };
}

const isWritten = ({ root }: ConfigDocument, path: string): boolean => locate(root, path.split(".")).exact;
