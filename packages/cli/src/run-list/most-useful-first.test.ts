import { expect, test } from "vitest";
import { runEntry } from "./run-entry.fixture.ts";
import { differingPaths } from "./differing-paths.ts";
import { mostUsefulFirst } from "./most-useful-first.ts";

type JsonRecord = Record<string, string | number>;

/** Runs whose settings are columns of values. */
function ordered(columns: Readonly<Record<string, readonly (number | string)[]>>): readonly string[] {
  const count = Object.values(columns)[0]!.length;
  const entries = Array.from({ length: count }, (_, i) => {
    const config: Record<string, JsonRecord> = {};
    for (const [path, values] of Object.entries(columns)) {
      const [part, ...rest] = path.split(".");
      config[part!] = rest.length === 0 ? (values[i] as never) : { ...config[part!], [rest.join(".")]: values[i]! };
    }
    return runEntry(`run-${i}`, { config });
  });
  return mostUsefulFirst(differingPaths(entries), entries);
}

const six = [1, 2, 3, 4, 5, 6];
test.each([
  ["few groups before a value of each run", { "loss.lambda": six, "data.modes": [1, 1, 1, 2, 2, 2] }, ["data.modes", "loss.lambda"]],
  ["equal groups before one run that stands alone", { "loss.lambda": [1, 1, 1, 1, 1, 2], "data.modes": [1, 2, 1, 2, 1, 2] }, ["data.modes", "loss.lambda"]],
  ["two groups of three before five groups", { "loss.lambda": [1, 1, 2, 3, 4, 5], "data.modes": [1, 2, 1, 2, 1, 2] }, ["data.modes", "loss.lambda"]],
  ["the loss before other parts at equal use", { "data.modes": [1, 1, 1, 2, 2, 2], "loss.lambda": [1, 2, 1, 2, 1, 2] }, ["loss.lambda", "data.modes"]],
  ["three groups of the loss before two of the data", { "data.modes": [1, 1, 1, 2, 2, 2], "loss.lambda": [1, 2, 3, 1, 2, 3] }, ["loss.lambda", "data.modes"]],
  ["the student before the fake score", { "fakeScore.init": ["a", "a", "b", "b"], "student.init": ["a", "b", "a", "b"] }, ["student.init", "fakeScore.init"]],
  ["replicated seeds after settings of equal use", { seed: [0, 1, 0, 1], "network.width": [8, 8, 16, 16] }, ["network.width", "seed"]],
  ["single seeds last", { seed: [0, 1, 2, 3], "evaluate.every": [1, 1, 1, 2] }, ["evaluate.every", "seed"]],
  ["another split before the same one again", { "loss.use": ["a", "a", "b", "b"], "loss.lambda": [0, 0, 1, 1], "data.modes": [1, 2, 1, 2] }, ["loss.use", "data.modes", "loss.lambda"]],
  ["the loss of one run before another evaluation of half of them", { "evaluate.every": [1, 1, 2, 2], "loss.use": ["a", "a", "a", "b"] }, ["loss.use", "evaluate.every"]],
  ["two runs, by part", { seed: [0, 1], "data.modes": [1, 2], "loss.lambda": [0, 1] }, ["loss.lambda", "data.modes", "seed"]],
])("%s", (_, columns, paths) => expect(ordered(columns)).toEqual(paths)); // prettier-ignore
