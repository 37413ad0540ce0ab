import { expect, test } from "vitest";
import { fullName } from "./help.ts";
import { main } from "./main.ts";
import { commands, createProgram, everyCommand } from "./program.ts";
import { recordingTerminal } from "./recorder.fixture.ts";

const programs = await Promise.all(
  ["", ...Object.keys(commands)].map((name) =>
    createProgram({ terminal: recordingTerminal(), argv: [name], exit: () => undefined }),
  ),
);
const names = new Set(programs.flatMap(everyCommand).map(fullName));

test.each([...names])("%s --help begins with examples and fits a screen", async (name) => {
  const terminal = recordingTerminal();
  expect(await main([...name.split(" ").slice(1), "--help"], terminal)).toBe(0);
  const lines = terminal.stdout.text.split("\n");
  expect(lines.slice(1, 3)).toEqual(["", "Examples"]);
  expect(lines.length).toBeLessThan(40);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120);
  for (const line of lines.filter((each) => each.startsWith("  tweedie ")).slice(0, 1)) expect(line).toContain(name);
});

test("the page of the run command", async () => {
  const terminal = recordingTerminal();
  await main(["run", "-h"], terminal);
  expect(`\n${terminal.stdout.text}`).toMatchInlineSnapshot(`
    "
    tweedie run: run an experiment, or continue it where it stopped

    Examples
      tweedie run experiments/mixture/sid.yaml                                  run, or continue what was interrupted
      tweedie run experiments/mixture/sid.yaml loss.lambda=1 distill.steps=1e4  with other values
      tweedie run experiments/mixture/sid.yaml loss=sid/l1 --seed 3             with another plugin and seed
      tweedie run experiments/mixture/sid.yaml -c small.yaml --dry-run          what would run, with a file laid over it
      tweedie run experiments/mixture/sid.yaml --help                           this, and the options of all plugins in it

    Usage
      tweedie run [options] <file> [key=value...]

    Arguments
      file       the experiment, in YAML
      key=value  values laid over the file

    Options
      -c, --config <file>  a file laid over the experiment; may be repeated
      --seed <n>           short for seed=n
      --set-json <object>  values laid over the file, as the agent of a W&B sweep gives them
      -o, --out <folder>   the run's folder; default: runs/NAME-HASH, of all that determines it
      --backend <name>     what computes: auto, ort, wasm, cpu, tensorflow, webgpu
      --threads <n>        threads of one step; default: all cores
      --dry-run            check everything and print the resolved experiment
      --json               JSON on stdout, one object a line, and nothing else there
      -h, --help           print this page
    "
  `);
});

test("without a command the page is shown, and nothing is done", async () => {
  const terminal = recordingTerminal();
  expect(await main([], terminal)).toBe(2);
  expect(terminal.stderr.text).toContain("Examples");
  expect(terminal.stdout.text).toBe("");
});
