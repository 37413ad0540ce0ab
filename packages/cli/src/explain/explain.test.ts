import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, expect, test } from "vitest";
import { main } from "../main.ts";
import { recordingTerminal } from "../terminal/recording-terminal.fixture.ts";

const originalFolder = process.cwd();
afterAll(() => process.chdir(originalFolder));
const stranger = `globalThis.strangerHasRun = true; export default { role: "loss", create() {} };`;
process.chdir(
  temporaryFolder({ "package.json": '{ "type": "module", "tweedie": {} }', "plugins/stranger.js": stranger }, afterAll),
);

async function explain(...words: string[]): Promise<string> {
  const terminal = recordingTerminal();
  expect(await main(["explain", ...words], terminal)).toBe(0);
  expect(terminal.stderr.text).toBe("");
  return terminal.stdout.text;
}

async function errorOf(...words: string[]): Promise<string> {
  const terminal = recordingTerminal();
  expect(await main(["explain", ...words], terminal)).toBe(2);
  return `\n${terminal.stderr.text}`;
}

test("without a word, the top-level keys of experiments and sweeps", async () => {
  const page = await explain();
  expect(page).toMatch(/^Keys of experiments\n[^]*\n {2}loss +Objective of the student\.\n[^]*\nKeys of sweeps\n/);
  expect(page).not.toContain("distill.steps");
});

test("a key of an experiment", async () => {
  expect(`\n${await explain("distill.student.ema.rampUp")}`).toMatchInlineSnapshot(`
    "
    distill.student.ema.rampUp, a key of experiments
    Largest half-life as a fraction of the samples seen so far; null: no such limit.

    type     number above 0 | null
    default  0.05
    example  distill: { student: { ema: { rampUp: 0.05 } } }
    where    in the file of an experiment, or distill.student.ema.rampUp=VALUE on the command line
    "
  `);
});

test("a key that takes a plugin, and its `use`", async () => {
  const page = await explain("schedule");
  expect(page).toMatch(
    /type +plugin of the role schedule\ndefault +schedules\/edm\n[^]*\nplugins\n[^]* {2}schedules\/cosine /,
  );
  expect(await explain("schedule.use")).toBe(page);
});

test("a map lists its keys", async () => {
  expect(await explain("checkpoint")).toMatch(/\nkeys\n {2}checkpoint\.every +integer from 1 +default 1000 /);
});

test("a key that experiments and sweeps have", async () => {
  expect((await explain("seed")).match(/^seed, a key of \w+$/gm)).toEqual([
    "seed, a key of experiments",
    "seed, a key of sweeps",
  ]);
});

test.each(["parameters.loss.lambda.min", "parameters.KEY.min"])(
  "%s, below a key that the user chooses",
  async (word) => {
    expect(await explain(word)).toContain("example  parameters: { KEY: { min: 0 } }\n");
  },
);

test("an option of several plugins lists them, by its path or its last part", async () => {
  const rows =
    /\n {2}divergences\/pseudo-huber\.lambda +number \| map +default 1 [^]*\n {2}sid\/l2\.lambda +number \| map +default 0\.5 /;
  expect(await explain("loss.lambda")).toMatch(/^loss\.lambda, an option of 2 plugins\n/);
  for (const word of ["loss.lambda", "lambda"]) expect(await explain(word)).toMatch(rows);
});

test("an option of a plugin in the options of another, and the keys beside it", async () => {
  const lines = (await explain("loss.terms.mine.lambda", "--json")).trimEnd().split("\n");
  expect(lines.map((line) => (JSON.parse(line) as { use: string }).use)).toEqual([
    "divergences/pseudo-huber",
    "sid/l2",
  ]);
  expect(await explain("loss.terms.mine.weight.ramp")).toMatch(/^terms\.KEY\.weight\.ramp, an option of losses\/sum\n/);
  expect(await explain("loss.terms.mine")).toMatch(/^terms\.KEY, an option of losses\/sum\n/);
  expect(await explain("loss.terms.mine.weighting.exponent")).toMatch(/^exponent, an option of weightings\/power\n/);
});

test("an option of one plugin", async () => {
  expect(`\n${await explain("sid/l2.lambda")}`).toMatchInlineSnapshot(`
    "
    lambda, an option of sid/l2
    Weight of L1, a number or a table by noise level: 0.5 follows the exact gradient, with weights of the noise level alone; SiD uses 1.2.

    type     number | map
    default  0.5
    example  loss: { use: sid/l2, lambda: { sigma: [0.1, 10], values: [0.5, 1] } }
    where    loss.lambda
    "
  `);
  expect(await explain("evaluate.metrics[0].projections")).toMatch(
    /^projections, an option of metrics\/sliced-wasserstein\n/,
  );
});

test("the last part of several keys lists them", async () => {
  expect(await explain("halfLife")).toMatch(
    /^halfLife, 2 keys\n {2}pretrain\.ema\.halfLife +number [^]*\n {2}distill\.student\.ema\.halfLife +number /,
  );
});

test("plugins, roles and families, several at once", async () => {
  const page = await explain("sid/l2", "timeLaw", "sid");
  expect(page).toMatch(/^sid\/l2, loss\n[^]*\ntimeLaw, a role\n[^]*\nkeys +pretrain\.time, [^]*\nsid, a family\n/);
});

test("with --json, one object per meaning", async () => {
  const lines = (await explain("loss.lambda", "log.every", "--json")).trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
    { kind: "option", use: "divergences/pseudo-huber", path: "lambda", default: 1 },
    { kind: "option", use: "sid/l2", path: "lambda", type: "number | map", slots: ["loss"] },
    { kind: "key", file: "experiment", path: "log.every", type: "integer", range: "from 1", default: 50 },
  ]);
});

test.each([
  ["distill.studnet.ema.halfLife", "distill.student.ema.halfLife"],
  ["distill.ema.halfLife", "distill.student.ema.halfLife"],
  ["loss.lamda", "loss.lambda"],
  ["halflive", "halfLife"],
])("an unknown word: %s", async (word, suggested) => {
  expect(await errorOf(word)).toContain(`did you mean \`${suggested}\`?`);
});

test("a word that is near to nothing", async () => {
  expect(await errorOf("nonsense")).toMatchInlineSnapshot(`
    "
    error nonsense: no such key, option, plugin or role
          = help: \`tweedie explain\` lists the keys, \`tweedie plugins\` the plugins
    "
  `);
});

test("no file of the project is run", async () => {
  expect(await errorOf("plugins/stranger.js")).toMatchInlineSnapshot(`
    "
    error plugins/stranger.js: a file of the project is not explained: this command runs no code of a project
          = help: \`tweedie plugins ./plugins/stranger.js\` describes a plugin of your own
    "
  `);
  await explain("loss");
  expect(globalThis).not.toHaveProperty("strangerHasRun");
});
