import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { ringExperiment, temporaryFolder, writeTestFiles } from "@tweedie/testing/projects";
import { afterAll, beforeAll, expect, test } from "vitest";
import { main } from "../main.ts";
import { recordingTerminal } from "../terminal/recording-terminal.fixture.ts";

const originalFolder = process.cwd();
const folder = temporaryFolder({ "ring.yaml": ringExperiment(), "runs/torn/status.json": "{" }, afterAll);
afterAll(() => process.chdir(originalFolder));

/** Writes a run folder without training. */
function writeRun(name: string, config: string, change: object = {}, sw2: readonly number[] = []): void {
  const run = join("runs", name);
  const status = {
    ...{ name: "ring", status: "completed", seed: 0, backend: "ort", started: "2026-01-01T00:00:00Z", seconds: 90 },
    ...{ configHash: "", version: "0.1.0", phase: "distill", step: 300 },
    ...{
      metrics: { sw2: sw2.at(-1) ?? 1 },
      floors: { sw2: 0.01 },
      baselines: {},
      teacher: {},
      goals: { sw2: "minimize" },
    },
    ...change,
  };
  const rows = sw2.map((value, i) => `${JSON.stringify({ phase: "distill", step: 100 * i, sw2: value })}\n`);
  writeTestFiles(run, { "status.json": JSON.stringify(status), "config.yaml": config, "metrics.jsonl": rows.join("") });
  mkdirSync(join(run, "checkpoints"));
}

/** The experiment with its defaults, as a run writes it. */
const resolved = async (...overrides: string[]) =>
  (await tweedie("run", "ring.yaml", ...overrides, "--dry-run")).stdout;

beforeAll(async () => {
  process.chdir(folder);
  writeRun("a", await resolved(), {}, [0.5, 0.2]);
  writeRun("b", await resolved("loss=sid/l1"), { started: "2026-01-02T00:00:00Z" }, [0.5, 0.1]);
  writeRun("killed", await resolved("loss.lambda=1", "distill.steps=3000"), { status: "running" }, [0.5, 0.05]);
});

async function tweedie(...argv: string[]) {
  const terminal = recordingTerminal(argv.includes("--yes") ? undefined : true);
  const code = await main(argv, terminal);
  return { code, stdout: terminal.stdout.text, stderr: terminal.stderr.text };
}

/** The runs in the first column of a table. */
const runsIn = (text: string) => text.split("\n").flatMap((line) => /^runs\/(\S+)/.exec(line)?.[1] ?? []);

test("ls lists runs and warns of those that cannot be read", async () => {
  const { code, stdout, stderr } = await tweedie("ls");
  expect(runsIn(stdout)).toEqual(["b", "a", "killed"]);
  expect(stdout).toMatch(/killed +interrupted/);
  expect(stderr).toBe("warning runs/torn: is not the status of a run\n");
  expect(code).toBe(0);
});

test("ls filters, sorts and reverses", async () => {
  expect(runsIn((await tweedie("ls", "--sort", "sw2")).stdout)).toEqual(["b", "a", "killed"]);
  expect(runsIn((await tweedie("ls", "--sort", "sw2", "--reverse")).stdout)).toEqual(["killed", "a", "b"]);
  const filter = ["--where", "loss.use=sid/l2", "--where", "status=completed"];
  expect(runsIn((await tweedie("ls", ...filter)).stdout)).toEqual(["a"]);
  expect((await tweedie("ls", "--where", "seed>3")).stdout).toBe("none of 3 runs match\n");
  expect((await tweedie("ls", "elsewhere")).stdout).toBe("no runs in elsewhere\n");
  const [head] = (await tweedie("ls", "--columns", "loss, network.width")).stdout.split("\n");
  expect(head).toMatch(/age +loss +network\.width$/);
});

test("ls --json prints one run per line", async () => {
  const { stdout } = await tweedie("ls", "--json", "--sort", "sw2");
  const rows = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(rows).toHaveLength(3);
  expect(rows[0]).toMatchObject({
    run: "runs/b",
    status: "completed",
    metrics: { sw2: 0.1 },
    config: { "loss.use": "sid/l1" },
  });
});

test("show finds a run by its name, and prints values that are not the default", async () => {
  const { stdout } = await tweedie("show", "killed");
  expect(stdout).toMatch(/^runs\/killed {2}interrupted, distill 300\/3,000 \(2\.4 kimg\)\n/);
  expect(stdout).toContain("its process no longer exists\n");
  expect(stdout).toMatch(/\n {2}loss\.use +sid\/l2\n/);
  expect(stdout).toMatch(/\n {2}sw2 +0\.05 +0\.01 +█▁\n/);
  expect(stdout).toContain("continue  tweedie run runs/killed/config.yaml -o runs/killed\n");
  const json = JSON.parse((await tweedie("show", "runs/a", "--json")).stdout) as Record<string, unknown>;
  expect(json).toMatchObject({ run: "runs/a", results: [{ name: "sw2", value: 0.2 }] });
  expect(json["files"]).toContainEqual({ name: "checkpoints/", size: 0 });
});

test("a folder that is not a run is refused, with the nearest name", async () => {
  const { code, stderr } = await tweedie("show", "runs/kiled");
  expect(stderr).toBe("error runs/kiled: is not a run folder\n      = help: did you mean `runs/killed`?\n");
  expect(code).toBe(2);
});

const inPlaceOfFile = [
  ["run", "runs/a", "loss.lambda=1"],
  ["run", "a"],
  ["validate", "runs/a"],
  ["config", "show", "runs/a"],
  ["sweep", "runs/a"],
];

test.each(inPlaceOfFile)("the folder of a run is not the file of an experiment: %s %s", async (...words) => {
  const { code, stdout, stderr } = await tweedie(...words);
  const overrides = words.filter((word) => word.includes("="));
  const command = ["tweedie extend runs/a", ...overrides].join(" ");
  const lines = stderr.trim().split("\n").slice(-2).join("\n");
  expect(lines).toBe(
    `error ${words.find((word) => word.endsWith("a"))!}: is the folder of a run, not an experiment\n      = help: \`${command}\` continues it; its experiment is runs/a/config.yaml`,
  );
  expect([code, stdout]).toEqual([2, ""]);
});

test("runs are compared by their names, without the folder of runs", async () => {
  const { code, stdout } = await tweedie("config", "diff", "a", "runs/b");
  expect(stdout).toMatch(/^ +a +runs\/b\nloss\.use +sid\/l2 +sid\/l1\nloss\.lambda +0\.5 +-\n$/);
  expect(code).toBe(1);
});

test("the file of an experiment is not the folder of a run", async () => {
  const { code, stderr } = await tweedie("extend", "ring.yaml");
  expect(stderr).toBe(
    "error ring.yaml: is not a run folder\n      = help: `tweedie run ring.yaml` runs this experiment\n",
  );
  expect(code).toBe(2);
});

test("compare prints a column per run", async () => {
  const { stdout } = await tweedie("compare", "runs/a", "b", "killed");
  expect(stdout).toMatch(/\nloss\.use +sid\/l2 +sid\/l1 +sid\/l2\n/);
  expect(stdout).toMatch(/\nsw2 +0\.2 +0\.1 \* +0\.05 +0\.01\n/);
  const json = JSON.parse((await tweedie("compare", "a", "b", "--json")).stdout) as Record<string, unknown>;
  expect(json["metrics"]).toEqual({
    sw2: { goal: "minimize", values: [0.2, 0.1], spreads: [null, null], floors: [0.01, 0.01], best: ["runs/b"] },
  });
});

test("config diff compares an experiment with a run, and has the exit code of `diff`", async () => {
  expect(await tweedie("config", "diff", "ring.yaml", "runs/a")).toEqual({ code: 0, stdout: "", stderr: "" });
  writeFileSync("other.yaml", `extends: ring.yaml\nloss: sid/l1\nseed: 1\n`);
  const { code, stdout } = await tweedie("config", "diff", "runs/a", "other.yaml");
  expect(`\n${stdout}`).toMatchInlineSnapshot(`
    "
                 runs/a  other.yaml
    seed         0       1
    loss.use     sid/l2  sid/l1
    loss.lambda  0.5     -
    "
  `);
  expect(code).toBe(1);
  const json = JSON.parse((await tweedie("config", "diff", "runs/a", "other.yaml", "--json")).stdout) as object;
  expect(json).toMatchObject({ same: false, differences: [{ path: "seed", a: 0, b: 1 }, { path: "loss.use" }, {}] });
  expect((await tweedie("config", "diff", "runs/a", "nothing.yaml")).code).toBe(2);
});

test("rm asks for confirmation, and deletes nothing if one of the runs must not be deleted", async () => {
  for (const name of ["old-1", "old-2", "busy"]) writeRun(name, ringExperiment());
  writeFileSync("runs/old-2/notes.txt", "");
  writeFileSync("runs/busy/run.lock", JSON.stringify({ pid: process.ppid, host: hostname() }));
  symlinkSync("old-1", "runs/link");

  for (const wrong of ["runs", "ring.yaml", "runs/link", "runs/busy"]) {
    const { code, stderr } = await tweedie("rm", "--yes", "runs/old-1", wrong);
    expect(stderr).toContain(`error ${wrong}: `);
    expect(code).toBe(2);
  }
  const unasked = recordingTerminal();
  expect(await main(["rm", "runs/old-1"], unasked)).toBe(2);
  expect(unasked.stderr.text).toBe(
    "error tweedie rm: cannot ask for confirmation: not a terminal\n      = help: `--yes` deletes without confirmation\n",
  );
  const denied = recordingTerminal(false);
  expect(await main(["rm", "runs/old-1"], denied)).toBe(0);
  expect(denied.stderr.text).toBe("nothing deleted\n");
  expect(existsSync("runs/old-1/status.json")).toBe(true);

  const { stdout } = await tweedie("rm", "runs/old-1", "runs/old-2");
  expect(stdout).toBe("deleted runs/old-1\ndeleted runs/old-2, except files that it did not write: notes.txt\n");
  expect(existsSync("runs/old-1")).toBe(false);
});
