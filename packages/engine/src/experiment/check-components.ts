import { addDiagnostic, type ConfigDocument } from "@tweedie/config";
import { TweedieError } from "@tweedie/core";
import { type Components, createComponents } from "../components.ts";
import { type ModelOfRun, weightManifest } from "../weights/weights-of-run.ts";
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
    await checkRuns(document, components);
    return components;
  } catch (error) {
    if (!(error instanceof TweedieError)) throw error;
    addDiagnostic(document, error.where, { message: error.what, help: error.fix });
    return undefined;
  }
}

/** Checks that the runs whose weights are used have them, before anything is trained. */
async function checkRuns(document: ConfigDocument, { teacher, distillation }: Components): Promise<void> {
  const { student, fakeScore } = distillation;
  for (const [name, { weightsOfRun: run }] of Object.entries({ teacher, student, fakeScore })) {
    if (run === undefined || (await weightManifest(run, name as ModelOfRun)) !== undefined) continue;
    const message = `${run} is no run with weights of ${nouns[name as ModelOfRun]}`;
    addDiagnostic(document, name, { message, help: "`tweedie ls` lists the runs" });
  }
}

const nouns: Readonly<Record<ModelOfRun, string>> = {
  teacher: "a trained teacher",
  student: "a student",
  fakeScore: "a fake score",
};
