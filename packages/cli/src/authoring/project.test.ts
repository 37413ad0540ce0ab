import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { kinds } from "./kinds.ts";
import { newPlugin } from "./new-plugin.ts";
import { writeFiles } from "./write-files.ts";

const bin = fileURLToPath(new URL("../../bin/tweedie.mjs", import.meta.url));
const home = mkdtempSync(join(tmpdir(), "tweedie-home-"));
afterAll(() => rmSync(home, { recursive: true }));
const lab = join(home, "my-lab");

/** Runs a command. There is no home to find anything in, and no registry. */
async function run(cwd: string, command: string, ...argv: string[]): Promise<string> {
  const { NODE_OPTIONS: _, VITEST: __, ...environment } = process.env;
  const env = { ...environment, HOME: home, npm_config_registry: "http://127.0.0.1:9" };
  const { stdout } = await promisify(execFile)(command, argv, { cwd, env });
  return stdout;
}

const names = Object.keys(kinds).map((kind) => `a-${kind}`);

beforeAll(async () => {
  await run(home, process.execPath, bin, "init", "my-lab");
  for (const kind of Object.keys(kinds)) await writeFiles(lab, (await newPlugin(kind, `a-${kind}`, lab)).files);
}, 60_000);

test("a plugin is begun by a command, which names the next ones", async () => {
  const said = await run(lab, "npx", "tweedie", "new", "loss", "huber");
  expect(said).toMatchInlineSnapshot(`
    "plugins/huber.ts        the loss: change it as you like
    plugins/huber.test.ts   its test: the contract of its role, and one identity of its own
    experiments/huber.yaml  an experiment with it

    next
      npx vitest run plugins/huber.test.ts
      npx tweedie run experiments/huber.yaml
    "
  `);
});

test("its plugins are in the schema, the new ones too", () => {
  const schema = readFileSync(join(lab, ".tweedie/experiment.schema.json"), "utf8");
  for (const name of ["my-loss", "huber", ...names]) expect(schema).toContain(`"../plugins/${name}.ts"`);
});

test("all experiments are right", async () => {
  const files = ["ring", "my-loss", ...names].map((name) => `experiments/${name}.yaml`);
  const lines = (await run(lab, "npx", "tweedie", "validate", ...files)).trimEnd().split("\n");
  expect(lines.filter((line) => line.startsWith("ok "))).toHaveLength(files.length);
});

test("all plugins pass the compiler and their tests as they stand", async () => {
  await run(lab, "npx", "tsc");
  // The templates are tested where they lie; here it is seen that a lab has all that they import.
  const argv = ["vitest", "run", "--reporter=json", "huber", "a-metric", "a-network"];
  const report = JSON.parse(await run(lab, "npx", ...argv)) as Record<string, number>;
  expect(report).toMatchObject({ numFailedTests: 0, success: true });
  expect(report["numPassedTests"]).toBeGreaterThan(20);
});

test("the first run works", async () => {
  const said = await run(lab, "npx", "tweedie", "run", "experiments/ring.yaml", "distill.steps=200", "-o", "runs/ring");
  expect(said).toContain("report  runs/ring/report.html");
  expect(existsSync(join(lab, "runs/ring/report.html"))).toBe(true);
});

test("a folder that is in use is left alone", async () => {
  await expect(run(home, process.execPath, bin, "init", "my-lab")).rejects.toThrow("is not empty: it holds");
});

test("outside of any project there is nothing to begin", async () => {
  await expect(run(home, process.execPath, bin, "new", "loss", "huber")).rejects.toThrow("`tweedie init my-lab`");
});
