import { addDiagnostic, type ConfigDocument } from "@tweedie/config";
import { TweedieError } from "@tweedie/core";
import { type Components, createComponents } from "../components.ts";
import { findCircularDependency } from "./circular-dependency.ts";
import { crossFieldProblems } from "./cross-field.ts";
import type { Experiment } from "./experiment.ts";

/**
 * Creates the components of an experiment, in which plugins check each other, and checks what no plugin can see alone.
 *
 * Errors are added to the document. Returns undefined if the components could not be created.
 */
export async function checkComponents(
  document: ConfigDocument,
  experiment: Experiment,
): Promise<Components | undefined> {
  const circle = findCircularDependency(experiment.slots);
  if (circle) {
    addDiagnostic(document, circle[0]!, { message: `circular plugin dependency: ${circle.join(" > ")}` });
    return undefined;
  }
  try {
    const components = await createComponents(experiment);
    for (const { where, what, fix } of crossFieldProblems(experiment, components)) {
      addDiagnostic(document, where, { message: what, help: fix });
    }
    return components;
  } catch (error) {
    if (!(error instanceof TweedieError)) throw error;
    addDiagnostic(document, error.where, { message: error.what, help: error.fix });
    return undefined;
  }
}
