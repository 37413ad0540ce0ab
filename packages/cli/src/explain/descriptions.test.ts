import { availablePlugins, experimentReference, findProject, type KeyReference, keysOf } from "@tweedie/engine";
import { sweepReference } from "@tweedie/study";
import { expect, test } from "vitest";
import { exampleValue } from "../plugin-pages/yaml-example.ts";

const { plugins } = await availablePlugins(await findProject(import.meta.dirname));

const references = [
  ["experiments", experimentReference()],
  ["sweeps", sweepReference()],
  ...plugins.flatMap(({ use, plugin }) => {
    const keys = keysOf(plugin.options);
    return keys.length > 0 ? [[use, keys] as const] : [];
  }),
] as const;

/** Problem of a description, if it has one. */
function problemOf(description: string | undefined): string | undefined {
  if (description === undefined) return "no description";
  if (/^(The|A|An|This|It|If|When|Whether|True|False)\b/.test(description) || !/^[A-Z]/.test(description)) {
    return "does not begin with a noun or a verb, in upper case";
  }
  if (!description.endsWith(".")) return "does not end with a period";
  return description.length > 200 ? "longer than 200 characters" : undefined;
}

test("every built-in plugin is among the tested ones", () => {
  expect(references.map(([name]) => name)).toEqual(
    expect.arrayContaining(["sid/l2", "samplers/tpe", "launchers/slurm"]),
  );
});

test.each(references)("every key of %s has a description", (_, keys) => {
  const problems = keys.flatMap(({ path, description }) => {
    const problem = problemOf(description);
    return problem === undefined ? [] : [`${path}: ${problem}`];
  });
  expect(problems).toEqual([]);
});

test.each(references.slice(0, 2))("every key of %s has an example, unless it has no effect", (_, keys) => {
  const hasExample = (key: KeyReference): boolean =>
    exampleValue(key) !== "..." || keys.some(({ path }) => path.startsWith(`${key.path}.`));
  const known = keys.filter(({ path, description }) => {
    // A nested parameter of a sweep has the form of a parameter.
    return path !== "parameters.KEY.parameters.KEY" && !description?.includes("that is ignored");
  });
  expect(known.filter((key) => !hasExample(key)).map(({ path }) => path)).toEqual([]);
});
