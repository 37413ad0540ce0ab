import { join } from "node:path";
import type { Backend } from "@tweedie/graph";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll } from "vitest";
import { createComponents } from "../components.ts";
import { validateExperiment } from "../index.ts";
import { dropoutYaml } from "../train/dropout.fixture.ts";
import { perturbedState } from "./perturbed-state.fixture.ts";
import { initialState, train } from "./ring-distillation.fixture.ts";

const folder = temporaryFolder({ "dropout.yaml": dropoutYaml }, afterAll);

/** Models of a distillation that are trained with dropout. */
export interface Dropout {
  readonly student?: boolean;
  readonly fakeScore?: boolean;
}

/** The distillation of a tiny U-Net with dropout of the models, in batches of 8. */
export async function distillationOf(dropout: Dropout, overrides: readonly string[] = []) {
  const flags = Object.entries(dropout).map(([model, isOn]) => `distill.${model}.dropout=${isOn}`);
  const all = ["network.dropout=0.3", ...flags, ...overrides];
  return createComponents(await validateExperiment({ file: join(folder, "dropout.yaml"), overrides: all }));
}

/** State after the first iterations of a distillation with dropout of the models. */
export async function distilled(backend: Backend, iterations: number, dropout: Dropout, overrides?: readonly string[]) {
  const components = await distillationOf(dropout, overrides);
  const initial = perturbedState(initialState(components));
  return (await train(components, backend, iterations, { initial })).state;
}
