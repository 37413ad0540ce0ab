import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, parse } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pluginKinds } from "./plugin-kinds.ts";
import { newPlugin } from "./new-plugin.ts";
import { writeFiles } from "../files/write-files.ts";

const bin = fileURLToPath(new URL("../../bin/tweedie.mjs", import.meta.url));
const home = temporaryFolder({}, afterAll);
const project = join(home, "my-project");

/** Runs a command with an empty home folder and an npm registry that cannot be reached. Returns its stdout. */
async function run(cwd: string, command: string, ...argv: string[]): Promise<string> {
  const { NODE_OPTIONS: _, VITEST: __, ...environment } = process.env;
  const env = { ...environment, HOME: home, npm_config_registry: "http://127.0.0.1:9" };
  const { stdout } = await promisify(execFile)(command, argv, { cwd, env });
  return stdout;
}

const names = Object.keys(pluginKinds).map((kind) => `a-${kind}`);

beforeAll(async () => {
  await run(home, process.execPath, bin, "init", "my-project");
  for (const kind of Object.keys(pluginKinds))
    await writeFiles(project, (await newPlugin(kind, `a-${kind}`, project)).files);
});

test("`new` writes a plugin and prints the next commands", async () => {
  const output = await run(project, "npx", "tweedie", "new", "loss", "huber");
  expect(output).toMatchInlineSnapshot(`
    "plugins/huber.ts        the loss, a template to edit
    plugins/huber.test.ts   its test: the contract of its role and one property of its own
    experiments/huber.yaml  an experiment with the loss

    next
      npx vitest run plugins/huber.test.ts
      npx tweedie run experiments/huber.yaml
    "
  `);
});

test("the schemas have all plugins of the project", () => {
  const schemas = ["experiment", "sweep"].map((name) =>
    readFileSync(join(project, `.tweedie/${name}.schema.json`), "utf8"),
  );
  for (const name of ["my-loss", "huber", ...names]) expect(schemas.join()).toContain(`"../plugins/${name}.ts"`);
});

test("all experiments and sweeps are valid", async () => {
  const sweeps = names.filter((name) => existsSync(join(project, `experiments/${name}-sweep.yaml`)));
  expect(sweeps).toEqual(["a-sampler", "a-pruner", "a-launcher"]);
  const files = ["ring", "my-loss", ...names, ...sweeps.map((name) => `${name}-sweep`)].map(
    (name) => `experiments/${name}.yaml`,
  );
  const lines = (await run(project, "npx", "tweedie", "validate", ...files)).trimEnd().split("\n");
  expect(lines.filter((line) => line.startsWith("ok "))).toHaveLength(files.length);
});

test("all plugins type-check and pass their tests", async () => {
  await run(project, "npx", "tsc");
  // The templates are tested in their own folder. This checks that a project has everything that they import.
  const argv = ["vitest", "run", "--reporter=json", "huber", "a-metric", "a-network"];
  const report = JSON.parse(await run(project, "npx", ...argv)) as Record<string, number>;
  expect(report).toMatchObject({ numFailedTests: 0, success: true });
  expect(report["numPassedTests"]).toBeGreaterThan(20);
});

test("the experiment of a new project runs", async () => {
  const output = await run(
    project,
    "npx",
    "tweedie",
    "run",
    "experiments/ring.yaml",
    "distill.steps=200",
    "-o",
    "runs/ring",
  );
  expect(output).toContain("report  runs/ring/report.html");
  expect(existsSync(join(project, "runs/ring/report.html"))).toBe(true);
});

test("`init` refuses a folder that is not empty", async () => {
  await expect(run(home, process.execPath, bin, "init", "my-project")).rejects.toThrow("is not empty: it contains");
});

test("`new` fails outside of a project", async () => {
  // The root of the file system, because a parent of the temporary folder may have a package.json.
  const outside = run(parse(home).root, process.execPath, bin, "new", "loss", "huber");
  await expect(outside).rejects.toThrow("`tweedie init my-project`");
});
