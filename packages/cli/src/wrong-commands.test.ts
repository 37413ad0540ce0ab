import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { main } from "./main.ts";
import { recordingTerminal } from "./recorder.fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "tweedie-cli-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, "ring.yaml");
writeFileSync(
  file,
  `name: ring
data: datasets/ring
teacher: teachers/mixture
student: students/mlp
fakeScore: fake-scores/denoiser
loss: { use: sid/l2, lambda: 0.5 }
`,
);

/** What is said of a wrong command line: on stderr alone, and with exit code 2. */
async function complaint(...argv: string[]): Promise<string> {
  const terminal = recordingTerminal();
  expect(await main(argv, terminal)).toBe(2);
  expect(terminal.stdout.text).toBe("");
  return `\n${terminal.stderr.text.replaceAll(`${folder}/`, "")}`;
}

describe("a wrong command line", () => {
  test("a misspelt command", async () => {
    expect(await complaint("rnu", file)).toMatchInlineSnapshot(`
      "
      error rnu: unknown command
            = help: did you mean \`run\`?
      "
    `);
  });

  test("a file without a command", async () => {
    expect(await complaint(file)).toMatchInlineSnapshot(`
      "
      error ring.yaml: unknown command
            = help: \`tweedie run ring.yaml\`
      "
    `);
  });

  test("a command that is like none", async () => {
    const said = await complaint("train", file);
    expect(said).toMatch(/^\nerror train: unknown command\n {6}= help: commands: `run`, /);
  });

  test("a command of a command that is like none", async () => {
    expect(await complaint("config", "list")).toMatchInlineSnapshot(`
      "
      error list: unknown command
            = help: commands: \`show\`, \`diff\`
      "
    `);
  });

  test("a misspelt option", async () => {
    expect(await complaint("run", file, "--sede", "3")).toMatchInlineSnapshot(`
      "
      error --sede: unknown option
            = help: did you mean \`--seed\`?
      "
    `);
  });

  test("an option of another command", async () => {
    expect(await complaint("validate", file, "--out", "runs/x")).toMatchInlineSnapshot(`
      "
      error --out: unknown option
            = help: options: \`--config\`, \`--json\`, \`--help\`
      "
    `);
  });

  test("a value of the experiment with dashes", async () => {
    expect(await complaint("run", file, "--loss.lambda", "3")).toMatchInlineSnapshot(`
      "
      error --loss.lambda: unknown option
            = help: values of the experiment have no dashes: \`loss.lambda=3\`
      "
    `);
  });

  test("a value of the experiment with dashes and a sign", async () => {
    expect(await complaint("run", file, "--distill.steps=10")).toMatchInlineSnapshot(`
      "
      error --distill.steps=10: unknown option
            = help: values of the experiment have no dashes: \`distill.steps=10\`
      "
    `);
  });

  test("no file", async () => {
    expect(await complaint("run")).toMatchInlineSnapshot(`
      "
      error tweedie run: <file> is missing
            = help: see \`tweedie run --help\`
      "
    `);
  });

  test("an option without its value", async () => {
    expect(await complaint("run", file, "--out")).toMatchInlineSnapshot(`
      "
      error tweedie run: \`-o, --out <folder>\` has no value
            = help: see \`tweedie run --help\`
      "
    `);
  });

  test("a seed that is no number", async () => {
    expect(await complaint("run", file, "--seed", "x")).toMatchInlineSnapshot(`
      "
      error --seed: expected a whole number from 0, got \`x\`
      "
    `);
  });

  test("a negative seed", async () => {
    expect(await complaint("run", file, "--seed=-1")).toMatchInlineSnapshot(`
      "
      error --seed: expected a whole number from 0, got \`-1\`
      "
    `);
  });

  test("a backend that does not exist", async () => {
    expect(await complaint("run", file, "--backend", "gpu")).toMatchInlineSnapshot(`
      "
      error --backend: there is no backend \`gpu\`
            = help: one of auto, ort, wasm, cpu, tensorflow, webgpu
      "
    `);
  });

  test("too many arguments", async () => {
    expect(await complaint("report", "runs/a", "runs/b")).toMatchInlineSnapshot(`
      "
      error tweedie report: too many arguments
            = help: see \`tweedie report --help\`
      "
    `);
  });

  test("samples of nothing", async () => {
    expect(await complaint("sample", join(folder, "nothing"), "-o", "x.npy")).toMatchInlineSnapshot(`
      "
      error nothing: holds no run
            = help: \`tweedie ls\` lists runs
      "
    `);
  });

  test("samples without a file", async () => {
    expect(await complaint("sample", "runs/a")).toMatchInlineSnapshot(`
      "
      error tweedie sample: \`-o, --output <file>\` is missing
            = help: see \`tweedie sample --help\`
      "
    `);
  });

  test("samples in an unknown format", async () => {
    expect(await complaint("sample", "runs/a", "-o", "x.jpg")).toMatchInlineSnapshot(`
      "
      error --output: \`x.jpg\` has no extension that says its format
            = help: one of .png, .npy, .safetensors
      "
    `);
  });

  test("no samples", async () => {
    expect(await complaint("sample", "runs/a", "-n", "0", "-o", "x.png")).toMatchInlineSnapshot(`
      "
      error -n: expected a whole number from 1, got \`0\`
      "
    `);
  });

  test("a report of nothing", async () => {
    expect(await complaint("report", join(folder, "nothing"))).toMatchInlineSnapshot(`
      "
      error nothing: holds no run
            = help: \`tweedie ls\` lists runs
      "
    `);
  });

  test("a plugin that does not exist", async () => {
    expect(await complaint("plugins", "sid/l3")).toMatchInlineSnapshot(`
      "
      error sid/l3: no such plugin, family or role
            = help: did you mean \`sid/l1\`?
      "
    `);
  });

  test("a role that does not exist", async () => {
    expect(await complaint("plugins", "losses")).toMatchInlineSnapshot(`
      "
      error losses: no such plugin, family or role
            = help: \`tweedie plugins\` lists all
      "
    `);
  });
});

describe("a wrong experiment", () => {
  test("a file that does not exist", async () => {
    expect(await complaint("run", join(folder, "rign.yaml"))).toMatchInlineSnapshot(`
      "
      error rign.yaml: no such file
            = help: did you mean \`ring.yaml\`?
      "
    `);
  });

  test("a second file", async () => {
    expect(await complaint("run", file, "small.yaml")).toMatchInlineSnapshot(`
      "
      error command line
            | small.yaml
            | ^^^^^^^^^^ an override is \`key=value\`
            = help: lay another file over this one with \`-c\`
      "
    `);
  });

  test("an extra file that does not exist", async () => {
    expect(await complaint("run", file, "-c", join(folder, "small.yaml"))).toMatchInlineSnapshot(`
      "
      error small.yaml: no such file
      "
    `);
  });

  test("a misspelt option of a plugin", async () => {
    expect(await complaint("run", file, "loss.lamda=1")).toMatchInlineSnapshot(`
      "
      error command line at loss.lamda
            | loss.lamda=1
            |      ^^^^^ unknown key \`lamda\`
            = help: did you mean \`lambda\`?
      "
    `);
  });

  test("a value of the wrong type", async () => {
    expect(await complaint("run", file, "loss.lambda=high")).toMatchInlineSnapshot(`
      "
      error command line at loss.lambda
            | loss.lambda=high
            |             ^^^^ expected a number, got the text \`high\`
      "
    `);
  });

  test("a number with underscores", async () => {
    expect(await complaint("run", file, "distill.steps=10_000")).toMatchInlineSnapshot(`
      "
      error command line at distill.steps
            | distill.steps=10_000
            |               ^^^^^^ expected a number, got the text \`10_000\`
            = help: write 10000
      "
    `);
  });

  test("a key that stands elsewhere", async () => {
    expect(await complaint("run", file, "halfLife=1")).toMatchInlineSnapshot(`
      "
      error command line at halfLife
            | halfLife=1
            | ^^^^^^^^ unknown key \`halfLife\`
            = help: did you mean \`pretrain.ema.halfLife\` or \`distill.student.ema.halfLife\`?
      "
    `);
  });

  test("a plugin that does not exist", async () => {
    expect(await complaint("run", file, "loss=sid/l3")).toMatchInlineSnapshot(`
      "
      error command line at loss.use
            | loss=sid/l3
            |      ^^^^^^ no plugin \`sid/l3\`
            = help: did you mean \`sid/l1\`?
      "
    `);
  });

  test("a family that does not exist", async () => {
    expect(await complaint("run", file, "loss=sd/l2")).toMatchInlineSnapshot(`
      "
      error command line at loss.use
            | loss=sd/l2
            |      ^^^^^ no plugin family \`sd\` is installed
            = help: did you mean \`sid/l2\`?
      "
    `);
  });

  test("a plugin of another role", async () => {
    expect(await complaint("run", file, "loss=teachers/mixture")).toMatchInlineSnapshot(`
      "
      error command line at loss.use
            | loss=teachers/mixture
            |      ^^^^^^^^^^^^^^^^ \`teachers/mixture\` fills the role teacher, not loss
            = help: \`tweedie plugins loss\` lists what fits here
      "
    `);
  });

  test("a name that is no plugin", async () => {
    expect(await complaint("run", file, "loss=l2")).toMatchInlineSnapshot(`
      "
      error command line at loss.use
            | loss=l2
            |      ^^ \`l2\` is not the name of a plugin
            = help: write family/name; \`tweedie plugins loss\` lists what fits here
      "
    `);
  });

  test("a list without an item", async () => {
    expect(await complaint("run", file, "evaluate.metrics[0].use=metrics/mmd")).toMatchInlineSnapshot(`
      "
      error command line at evaluate.metrics[0].use
            | evaluate.metrics[0].use=metrics/mmd
            |                  ^ there is no list to count in
      "
    `);
  });

  test("several mistakes", async () => {
    expect(await complaint("run", file, "loss.lamda=1", "seed=-3", "distil.steps=10")).toMatchInlineSnapshot(`
      "
      error command line at loss.lamda
            | loss.lamda=1
            |      ^^^^^ unknown key \`lamda\`
            = help: did you mean \`lambda\`?

      error command line at seed
            | seed=-3
            |      ^^ expected at least 0, got \`-3\`

      error command line at distil
            | distil.steps=10
            | ^^^^^^ unknown key \`distil\`
            = help: did you mean \`distill\`?
      "
    `);
  });

  test("a wrong experiment among right ones", async () => {
    expect(await complaint("validate", file, file.replace("ring", "rnig"))).toMatchInlineSnapshot(`
      "
      error ring.yaml:5:1 at fakeScore.init
          5 | fakeScore: fake-scores/denoiser
            | ^^^^^^^^^ the teacher is a closed form and has no network's weights to begin with
            = help: write \`init: random\`

      error rnig.yaml: no such file
            = help: did you mean \`ring.yaml\`?

      "
    `);
  });

  test("a reference to nothing", async () => {
    expect(await complaint("config", "show", file, "name=${sede}")).toMatchInlineSnapshot(`
      "
      error command line at name
            | name=\${sede}
            |      ^^^^^^^ nothing stands at \`sede\`
            = help: keys: \`name\`, \`data\`, \`teacher\`, \`student\`, \`fakeScore\`, \`loss\`
      "
    `);
  });

  test("a seed too large", async () => {
    expect(await complaint("run", file, "--seed", "9007199254740993")).toMatchInlineSnapshot(`
      "
      error --seed: expected a whole number from 0, got \`9007199254740993\`
      "
    `);
  });
});
