import { addDiagnostic, type ConfigDocument } from "@tweedie/config";
import { type Components, createComponents } from "../components.ts";
import { addProblem } from "../consistency/add-problem.ts";
import { isMissing, MissingPart, withoutWrong } from "../consistency/missing-part.ts";
import type { OnMistake } from "../plugins/plugin-container.ts";
import { type ModelOfRun, weightManifest } from "../weights/weights-of-run.ts";
import { findCircularDependency } from "./circular-dependency.ts";
import { crossFieldProblems } from "./cross-field.ts";
import type { Combination } from "./experiment.ts";
import type { MendedExperiment } from "./read-experiment.ts";

/**
 * Creates the components of an experiment, in which plugins check each other, and checks what no plugin can see alone.
 *
 * Errors are added to the document. A check that needs a part that is wrong already is left out. Returns undefined if components are missing.
 */
export async function checkComponents({
  document,
  wrong,
  ...combination
}: MendedExperiment & Combination): Promise<Components | undefined> {
  const { slots, settings } = combination;
  const circle = findCircularDependency(slots);
  if (circle) {
    addDiagnostic(document, circle[0]!, { message: `circular plugin dependency: ${circle.join(" > ")}` });
    return undefined;
  }
  const components = await mendedComponents(combination, (error, slot) => addProblem(document, slots, error, slot));
  if (!components) return undefined;
  for (const problem of crossFieldProblems({ slots, settings: withoutWrong(settings, wrong) }, components))
    addProblem(document, slots, problem);
  await checkRuns(document, components);
  return components;
}

/** Components in which those that do not fit are missing parts; undefined if their combination cannot be made without one. */
async function mendedComponents(combination: Combination, onMistake: OnMistake): Promise<Components | undefined> {
  try {
    return await createComponents(combination, onMistake);
  } catch (error) {
    if (error instanceof MissingPart) return undefined;
    throw error;
  }
}

/** Checks that the runs whose weights are used have them, before anything is trained. */
async function checkRuns(document: ConfigDocument, { teacher, distillation }: Components): Promise<void> {
  const { student, fakeScore } = distillation;
  for (const [name, model] of Object.entries({ teacher, student, fakeScore })) {
    const run = isMissing(model) ? undefined : model.weightsOfRun;
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
