import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryProject } from "@tweedie/testing/projects";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LanguageServer, startLanguageServer } from "./language-server.fixture.ts";
import { modeline, schemaFile, sweepSchemaFile } from "create-tweedie";

const repository = fileURLToPath(new URL("../../../..", import.meta.url));
const bin = join(repository, "packages/cli/bin/tweedie.mjs");
const tweedie = (folder: string, ...argv: string[]) =>
  execFileSync(process.execPath, [bin, ...argv], { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

let server: LanguageServer;
beforeAll(async () => {
  server = await startLanguageServer();
});
afterAll(() => server.close());

describe.concurrent("an experiment of this repository", () => {
  const files = readdirSync(join(repository, "experiments"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => `experiments/${file}`);

  test.each(files)("%s names its schema and conforms to it", async (file) => {
    const text = readFileSync(join(repository, file), "utf8");
    const schema = /^(experiment|parameters|early_terminate):/m.test(text) ? sweepSchemaFile : schemaFile;
    expect(text.split("\n")[0]).toBe(modeline(file, schema));
    const folder = dirname(join(repository, file));
    expect(await server.diagnose(folder, text)).toEqual([]);
    expect(await server.diagnose(folder, `${text}noSuchKey: 1\n`)).toHaveLength(1);
  });
});

describe.concurrent("a sweep in an editor", () => {
  const folder = join(repository, "experiments/sweeps");
  const sweep = (text: string) =>
    `${modeline("experiments/sweeps/x.yaml", sweepSchemaFile)}\nexperiment: ../x.yaml\n${text}`;

  test("a valid sweep has no error", async () => {
    const text = `method: { use: tpe, startup: 5 }
metric: { name: sw2, goal: minimize }
parameters:
  loss: [sid/l1, { use: sid/l2, parameters: { lambda: { min: 0, max: 1.5 } } }]
  distill: { parameters: { batch: { values: [64, 128] } } }
repeat: { seed: [0, 1] }
run_cap: 20
early_terminate: { type: hyperband, min_iter: 10 }
`;
    expect(await server.diagnose(folder, sweep(text))).toEqual([]);
  });

  test.each([
    ["a misspelt key", "runcap: 3", ["3:1 Property runcap is not allowed."]],
    ["a misspelt key of a parameter", "parameters: { lr: { minn: 0 } }", ["3:21 Property minn is not allowed."]],
    ["an option of another sampler", "method: { use: grid, startup: 3 }", ["3:22 Property startup is not allowed."]],
  ])("%s is an error", async (_, text, expected) => {
    expect(await server.diagnose(folder, sweep(text))).toEqual(expected);
  });

  test("samplers are completed, also by their short names, and their options", async () => {
    expect(await server.complete(folder, sweep("method: |\n"))).toEqual(
      expect.arrayContaining(["tpe", "samplers/sobol"]),
    );
    expect(await server.complete(folder, sweep("method:\n  use: tpe\n  |\n"))).toContain("multivariate");
  });
});

describe.concurrent("an experiment in an editor", () => {
  const plugin = (summary: string) => `
    import { definePlugin } from "@tweedie/core";
    import { z } from "zod";
    const options = z.strictObject({ delta: z.number().positive().default(1).describe("threshold of the linear part"), power: z.int() });
    export default definePlugin({ role: "loss", summary: "${summary}", options, create: () => ({ student: () => 0 as never }) });
  `;
  const files = {
    "package.json": JSON.stringify({ name: "project", type: "module", tweedie: { plugins: ["my-losses"] } }),
    "plugins/huber.ts": plugin("of the project"),
    "node_modules/my-losses/package.json": JSON.stringify({ type: "module", exports: { "./tukey": "./tukey.ts" } }),
    "node_modules/my-losses/tukey.ts": plugin("of a package"),
  };
  const project = temporaryProject(files, afterAll);
  const folder = join(project, "experiments");
  /** Prepends three lines of an experiment to a text, whose first line is then the fourth. */
  const experiment = (text: string) =>
    `${modeline("experiments/ring.yaml")}\ndata: datasets/ring\nteacher: teachers/mixture\n${text}`;
  const whole = (text: string) => experiment(`student: students/mlp\nfakeScore: fake-scores/denoiser\n${text}`);

  beforeAll(() => void tweedie(project, "schema"));

  test.each(["loss: |\n", "loss:\n  use: |\n"])("all plugins of a role are completed at %j", async (text) => {
    const labels = await server.complete(folder, experiment(text));
    expect(labels).toEqual(expect.arrayContaining(["sid/l1", "sid/l2", "my-losses/tukey", "../plugins/huber.ts"]));
    expect(labels).not.toContain("teachers/mixture");
  });

  test("metrics are completed in their list", async () => {
    expect(await server.complete(folder, experiment("evaluate:\n  metrics:\n    - |\n"))).toContain("metrics/mmd");
  });

  test.each([
    ["sid/l2", "lambda"],
    ["my-losses/tukey", "delta"],
    ["../plugins/huber.ts", "delta"],
    ["../../project/plugins/huber.ts", "delta"],
  ])("the options of %s are completed, and no others", async (use, option) => {
    const labels = await server.complete(folder, experiment(`loss:\n  use: ${use}\n  |\n`));
    expect(labels).toContain(option);
    expect(labels.filter((label) => ["lambda", "delta", "modes"].includes(label))).toEqual([option]);
  });

  test("keys and their values are completed", async () => {
    expect(await server.complete(folder, experiment("|\n"))).toEqual(
      expect.arrayContaining(["loss", "distill", "seed"]),
    );
    expect(await server.complete(folder, experiment("distill:\n  |\n"))).toEqual(
      expect.arrayContaining(["steps", "student"]),
    );
    expect(await server.complete(folder, experiment("backend: |\n"))).toContain("wasm");
  });

  test.each([
    ["a misspelt key", "distil: 3", ["6:1 Property distil is not allowed."]],
    ["a misspelt option", "loss: { use: sid/l2, lamda: 1 }", ["6:22 Property lamda is not allowed."]],
    [
      "a misspelt option of a package",
      "loss: { use: my-losses/tukey, detla: 1 }",
      ["6:31 Property detla is not allowed."],
    ],
    [
      "a misspelt option of a file",
      "loss: { use: ../plugins/huber.ts, detla: 1 }",
      ["6:35 Property detla is not allowed."],
    ],
    [
      "a misspelt option deep inside",
      "distill: { student: { time: { use: time-laws/sid, maxx: 1 } } }",
      ["6:51 Property maxx is not allowed."],
    ],
    [
      "a misspelt option of a plugin in the options of another",
      "loss: { use: losses/sum, terms: { a: { use: sid/l2, lambda: 1, weight: 2, weigth: 1 } } }",
      ["6:75 Property weigth is not allowed."],
    ],
    [
      "a misspelt key of a weight",
      "loss: { use: losses/sum, terms: { a: { use: my-losses/tukey, weight: { value: 1, rampp: 1 } } } }",
      ["6:82 Property rampp is not allowed."],
    ],
    ["a number that is not one", "distill: { steps: many }", ['6:19 Incorrect type. Expected "integer | null".']],
    ["a number out of range", "distill: { steps: -3 }", ["6:19 Value is below the exclusive minimum of 0."]],
  ])("%s is an error", async (_, text, expected) => {
    const loss = text.startsWith("loss") ? "" : "loss: sid/l2\n";
    expect(await server.diagnose(folder, whole(`${text}\n${loss}`))).toEqual(expected);
  });

  test.each(["loss: sid/l3", "loss: { use: sid/l3 }", "loss: teachers/mixture"])(
    "%s is an error that lists the valid values",
    async (text) => {
      const [found, ...others] = await server.diagnose(folder, whole(text));
      expect(found).toMatch(/^6:\d+ Value is not accepted\. Valid values: .*"sid\/l2"/);
      expect(others).toEqual([]);
    },
  );

  test("a sum of losses is valid, with the keys of its terms", async () => {
    const term = "{ use: ../plugins/huber.ts, power: 2, weight: { value: 1, start: 5 }, weighting: weightings/none }";
    const text = `loss: { use: losses/sum, terms: { a: sid/l1, b: { use: sid/l2, lambda: 1 }, c: ${term} } }\n`;
    expect(await server.diagnose(folder, whole(text))).toEqual([]);
  });

  test("a missing key is an error, unless the file extends another", async () => {
    expect(await server.diagnose(folder, experiment(""))).toEqual(
      ["student", "fakeScore", "loss"].map((name) => `2:1 Missing property "${name}".`),
    );
    const over = `${modeline("experiments/ring.yaml")}\nextends: base.yaml\nloss: { lambda: 2 }\n`;
    expect(await server.diagnose(folder, over)).toEqual([]);
  });

  test("a reference is valid in place of any value", async () => {
    const text = `loss: { use: sid/l2, lambda: "\${distill.steps}" }
name: x-\${seed}
backend: \${name}
seed: \${distill.steps}
distill: { student: { optimizer: "\${distill.fakeScore.optimizer}" } }
`;
    expect(await server.diagnose(folder, whole(text))).toEqual([]);
  });
});
