import { join } from "node:path";
import { expect, test } from "vitest";
import { failingCommand } from "./failing-command.fixture.ts";

const { folder, file, errorText } = failingCommand();

test("a misspelt command", async () => {
  expect(await errorText("rnu", file)).toMatchInlineSnapshot(`
    "
    error rnu: unknown command
          = help: did you mean \`run\`?
    "
  `);
});

test("a file without a command", async () => {
  expect(await errorText(file)).toMatchInlineSnapshot(`
    "
    error ring.yaml: unknown command
          = help: write \`tweedie run ring.yaml\`
    "
  `);
});

test("a command that resembles no other", async () => {
  const text = await errorText("train", file);
  expect(text).toMatch(/^\nerror train: unknown command\n {6}= help: `tweedie --help` shows the usage\n/);
});

test("a subcommand that resembles no other", async () => {
  expect(await errorText("config", "list")).toMatchInlineSnapshot(`
    "
    error list: unknown command
          = help: commands: \`show\`, \`diff\`
    "
  `);
});

test("a misspelt option", async () => {
  expect(await errorText("run", file, "--sede", "3")).toMatchInlineSnapshot(`
    "
    error --sede: unknown option
          = help: did you mean \`--seed\`?
    "
  `);
});

test("an option of another command", async () => {
  expect(await errorText("validate", file, "--out", "runs/x")).toMatchInlineSnapshot(`
    "
    error --out: unknown option
          = help: options: \`--config\`, \`--trust\`, \`--json\`, \`--help\`
    "
  `);
});

test("a value of the experiment with dashes", async () => {
  expect(await errorText("run", file, "--loss.lambda", "3")).toMatchInlineSnapshot(`
    "
    error --loss.lambda: unknown option
          = help: write \`loss.lambda=3\`, without dashes: it is a value of the experiment
    "
  `);
});

test("a value of the experiment with dashes and an equals sign", async () => {
  expect(await errorText("run", file, "--distill.steps=10")).toMatchInlineSnapshot(`
    "
    error --distill.steps=10: unknown option
          = help: write \`distill.steps=10\`, without dashes: it is a value of the experiment
    "
  `);
});

test("a missing argument", async () => {
  expect(await errorText("run")).toMatchInlineSnapshot(`
    "
    error tweedie run: missing argument \`<file>\`
          = help: \`tweedie run --help\` shows the usage
    "
  `);
});

test("an option without its value", async () => {
  expect(await errorText("run", file, "--out")).toMatchInlineSnapshot(`
    "
    error tweedie run: missing value of option \`-o, --out <folder>\`
          = help: \`tweedie run --help\` shows the usage
    "
  `);
});

test("a seed that is not a number", async () => {
  expect(await errorText("run", file, "--seed", "x")).toMatchInlineSnapshot(`
    "
    error --seed: expected an integer of at least 0, got \`x\`
    "
  `);
});

test("a negative seed", async () => {
  expect(await errorText("run", file, "--seed=-1")).toMatchInlineSnapshot(`
    "
    error --seed: expected an integer of at least 0, got \`-1\`
    "
  `);
});

test("a backend that does not exist", async () => {
  expect(await errorText("run", file, "--backend", "gpu")).toMatchInlineSnapshot(`
    "
    error --backend: unknown backend \`gpu\`
          = help: use one of auto, ort, wasm, cpu, tensorflow, tensorflow-eager, cuda, webgpu, webgpu-eager
    "
  `);
});

test("too many arguments", async () => {
  expect(await errorText("report", "runs/a", "runs/b")).toMatchInlineSnapshot(`
    "
    error tweedie report: too many arguments
          = help: \`tweedie report --help\` shows the usage
    "
  `);
});

test("samples of a run that does not exist", async () => {
  expect(await errorText("sample", join(folder, "nothing"), "-o", "x.npy")).toMatchInlineSnapshot(`
    "
    error nothing: is not a run folder
          = help: \`tweedie ls\` lists the runs
    "
  `);
});

test("samples without an output file", async () => {
  expect(await errorText("sample", "runs/a")).toMatchInlineSnapshot(`
    "
    error tweedie sample: missing option \`-o, --output <file>\`
          = help: \`tweedie sample --help\` shows the usage
    "
  `);
});

test("samples in an unknown format", async () => {
  expect(await errorText("sample", "runs/a", "-o", "x.jpg")).toMatchInlineSnapshot(`
    "
    error --output: unknown file format: \`x.jpg\`
          = help: use one of the extensions .png, .npy, .safetensors
    "
  `);
});

test("zero samples", async () => {
  expect(await errorText("sample", "runs/a", "-n", "0", "-o", "x.png")).toMatchInlineSnapshot(`
    "
    error -n: expected an integer of at least 1, got \`0\`
    "
  `);
});

test("a report of a run that does not exist", async () => {
  expect(await errorText("report", join(folder, "nothing"))).toMatchInlineSnapshot(`
    "
    error nothing: is not a run folder
          = help: \`tweedie ls\` lists the runs
    "
  `);
});

test("a plugin that does not exist", async () => {
  expect(await errorText("plugins", "sid/l3")).toMatchInlineSnapshot(`
    "
    error sid/l3: no such plugin, family or role
          = help: did you mean \`sid/l1\`?
    "
  `);
});

test.each(["plugins", "explain"])("%s: a plugin of a package that package.json does not allow", async (command) => {
  const text = await errorText(command, "tukey-losses/tukey");
  expect(text).toContain("`tukey-losses` is neither a plugin family nor a package that package.json allows");
  expect(text).toContain('to allow a package, write "tweedie": { "plugins": ["tukey-losses"] }');
});

test("a role that does not exist", async () => {
  expect(await errorText("plugins", "objectives")).toMatchInlineSnapshot(`
    "
    error objectives: no such plugin, family or role
          = help: \`tweedie plugins\` lists all plugins
    "
  `);
});

test("a sampler of the student", async () => {
  expect(await errorText("sample", "runs/a", "-o", "x.png", "--sampler", "heun")).toMatchInlineSnapshot(`
    "
    error --sampler: applies only to the teacher: the student has no sampler
          = help: add \`--teacher\`
    "
  `);
});

test("guidance of the student, and guidance that is no number", async () => {
  expect(await errorText("sample", "runs/a", "-o", "x.png", "--guidance", "2")).toContain(
    "error --guidance: applies only to the teacher",
  );
  expect(await errorText("sample", "runs/a", "-o", "x.png", "--teacher", "--guidance", "strong")).toContain(
    "error --guidance: expected a number, got `strong`",
  );
});

test("an export without an output, and with two", async () => {
  expect(await errorText("export", "runs/a")).toContain("error tweedie export: no output given");
  expect(await errorText("export", "runs/a", "-o", "a.onnx", "--web", "page")).toContain(
    "`--output` and `--web` cannot be combined",
  );
});

test("a name that no file can have", async () => {
  expect(await errorText("validate", "a".repeat(5_000))).toMatch(/^\nerror a+: cannot be read: ENAMETOOLONG\n/);
});
