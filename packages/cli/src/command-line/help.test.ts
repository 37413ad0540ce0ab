import { expect, test } from "vitest";
import { commands } from "../command-table.ts";
import { main } from "../main.ts";
import { createProgram } from "../program.ts";
import { recordingTerminal } from "../terminal/recording-terminal.fixture.ts";
import { allCommands, fullName } from "./find-command.ts";

const programs = await Promise.all(
  ["", ...Object.keys(commands)].map((name) =>
    createProgram({ terminal: recordingTerminal(), argv: [name], exit: () => undefined }),
  ),
);
const names = new Set(programs.flatMap(allCommands).map(fullName));

test.each([...names])("%s --help begins with examples and fits a screen", async (name) => {
  const terminal = recordingTerminal();
  expect(await main([...name.split(" ").slice(1), "--help"], terminal)).toBe(0);
  const lines = terminal.stdout.text.split("\n");
  expect(lines.slice(1, 3)).toEqual(["", "Examples"]);
  expect(lines.length).toBeLessThan(45);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120);
  for (const line of lines.filter((each) => each.startsWith("  tweedie ")).slice(0, 1)) expect(line).toContain(name);
});

test("the help page of `run`", async () => {
  const terminal = recordingTerminal();
  await main(["run", "-h"], terminal);
  expect(`\n${terminal.stdout.text}`).toMatchInlineSnapshot(`
    "
    tweedie run: run an experiment, or resume it from its last checkpoint

    Examples
      tweedie run experiments/mixture/sid.yaml                                  run, or resume an interrupted run
      tweedie run experiments/mixture/sid.yaml loss.lambda=1 distill.steps=1e4  override two values
      tweedie run experiments/mixture/sid.yaml loss=sid/l1 --seed 3             another loss plugin and seed
      tweedie run experiments/mixture/sid.yaml -c small.yaml --dry-run          override with small.yaml and print it
      tweedie run experiments/mixture/sid.yaml --help                           this page, and the options of its plugins

    Usage
      tweedie run [options] <file> [key=value...]

    Arguments
      file       the experiment, a YAML file
      key=value  values that override the file

    Options
      -c, --config <file>  a YAML file that overrides the experiment; may be repeated
      --seed <n>           random seed; same as seed=N
      --set-json <object>  overrides as one JSON object, the form of W&B sweep agents
      -o, --out <folder>   run folder (default: runs/NAME-HASH, a hash of everything that determines the results)
      --backend <name>     compute backend: auto, ort, wasm, cpu, tensorflow, tensorflow-eager, cuda, webgpu, webgpu-eager
      --device <device>    device of a backend that has several, as cuda:1 (default: the first)
      --threads <n>        threads per step (default: all cores)
      --max-time <time>    stop after 90s, 30m, 4h or 2d with a checkpoint and exit code 75
      --notify <target>    command or http(s) address that is told of the end; repeatable (env: TWEEDIE_NOTIFY)
      --notify-on <kinds>  what --notify tells: end, failure, best (default: end,failure)
      --dry-run            check everything and print the resolved experiment without running it
      --trust              run plugins of any project, with all your permissions (default: ask, or refuse)
      --json               print one JSON object per line to stdout
      -h, --help           print this page
    "
  `);
});

test("without a command the help page is printed to stderr", async () => {
  const terminal = recordingTerminal();
  expect(await main([], terminal)).toBe(2);
  expect(terminal.stderr.text).toContain("Examples");
  expect(terminal.stdout.text).toBe("");
});
