import { cpSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder, temporaryProject } from "@tweedie/testing/projects";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { allCommands, fullName } from "../command-line/find-command.ts";
import { commands, hiddenCommands } from "../command-table.ts";
import { main } from "../main.ts";
import { createProgram } from "../program.ts";
import { recordingTerminal } from "../terminal/recording-terminal.fixture.ts";
import { canaryProject, importedIn } from "./stranger.fixture.ts";

const originalFolder = process.cwd();
afterAll(() => process.chdir(originalFolder));

/** A stranger's project with experiments, plugins, a run and a sweep. Every test copies it. */
const template = canaryProject(afterAll);

beforeAll(async () => {
  process.chdir(template);
  expect(await main(["run", "experiments/ring.yaml", "-o", "runs/a"], recordingTerminal())).not.toBe(2);
  expect(importedIn(template)).toContain("plugins"); // the control: the plugin of one's own project is imported
  const { createStudy, readSweep } = await import("@tweedie/study");
  await createStudy("sweeps/s", (await readSweep("sweeps/sweep.yaml")).plan);
  expect(importedIn(template)).toContain("plugins/sampler");
  for (const folder of importedIn(template)) rmSync(join(template, folder, "canary"));
});

interface Row {
  /** Words of the command line. `at` is the folder of the stranger's project, absolute or empty. */
  readonly argv: (at: string) => readonly string[];
  /** Plugins that the command imports with `--trust`, as in `importedIn`. None: the command never imports them. */
  readonly imports?: readonly string[];
  /** The reason why the command is tested elsewhere. */
  readonly elsewhere?: string;
}

const loss = "plugins";
const sampler = "plugins/sampler";
const copy = expect.stringMatching(/^runs\/a\/code\/[0-9a-f]+$/) as string;
const elsewhere = (reason: string): Row => ({ argv: () => [], elsewhere: reason });

/** Every command, with the code of strangers that it runs. A new command needs a row. */
const table: Readonly<Record<string, Row>> = {
  "tweedie run": { argv: (at) => ["run", `${at}experiments/ring.yaml`, "--dry-run"], imports: [loss] },
  "tweedie extend": { argv: (at) => ["extend", `${at}runs/a`, "distill.steps=9999", "--dry-run"], imports: [copy] },
  "tweedie fork": { argv: (at) => ["fork", `${at}runs/a`, "loss.lambda=1", "--dry-run"], imports: [copy] },
  "tweedie evaluate": { argv: (at) => ["evaluate", `${at}runs/a`, "metrics=metrics/mmd"] },
  "tweedie sweep": { argv: (at) => ["sweep", `${at}sweeps/sweep.yaml`, "--dry-run"], imports: [loss, sampler] },
  "tweedie sweep status": { argv: (at) => ["sweep", "status", `${at}sweeps/s`] },
  "tweedie sweep best": { argv: (at) => ["sweep", "best", `${at}sweeps/s`] },
  "tweedie sweep stop": { argv: (at) => ["sweep", "stop", `${at}sweeps/s`] },
  "tweedie sweep prune": { argv: (at) => ["sweep", "prune", `${at}sweeps/s`, "0"] },
  "tweedie ui": elsewhere("serves until it is ended: ui.slow.test.ts"),
  "tweedie sweep resume": elsewhere("starts processes: inherit-trust.slow.test.ts"),
  "tweedie sweep retry": { argv: (at) => ["sweep", "retry", `${at}sweeps/s`], imports: [sampler] },
  "tweedie agent": elsewhere("starts processes: inherit-trust.slow.test.ts"),
  "tweedie worker": elsewhere("has the answer of its agent: inherit-trust.slow.test.ts"),
  "tweedie validate": { argv: (at) => ["validate", `${at}experiments/ring.yaml`], imports: [loss] },
  "tweedie config show": {
    argv: (at) => ["config", "show", "--defaults", `${at}experiments/ring.yaml`],
    imports: [loss],
  },
  "tweedie config diff": {
    argv: (at) => ["config", "diff", `${at}experiments/ring.yaml`, `${at}runs/a`],
    imports: [loss],
  },
  "tweedie plugins": { argv: () => ["plugins"] },
  "tweedie explain": { argv: () => ["explain", "loss.lambda"] },
  "tweedie ls": { argv: (at) => ["ls", `${at}runs`] },
  "tweedie show": { argv: (at) => ["show", `${at}runs/a`] },
  "tweedie compare": { argv: (at) => ["compare", `${at}runs/a`, `${at}runs/a`] },
  "tweedie sample": { argv: (at) => ["sample", `${at}runs/a`, "-n", "2", "-o", "x.npy"], imports: [copy] },
  "tweedie export": { argv: (at) => ["export", `${at}runs/a`, "-o", "x.safetensors"], imports: [copy] },
  "tweedie inspect": elsewhere("reads checkpoints, which are no part of a project: inspect.test.ts"),
  "tweedie sync": { argv: (at) => ["sync", `${at}runs/a`], imports: [copy] },
  "tweedie report": { argv: (at) => ["report", `${at}runs/a`] },
  "tweedie playground": elsewhere("serves a page and reads no project: serve-page.test.ts"),
  "tweedie rm": { argv: (at) => ["rm", "--yes", `${at}runs/a`] },
  "tweedie backend build": elsewhere("reads no project: npm run test:devices"),
  "tweedie backend remove": elsewhere("reads no project"),
  "tweedie doctor": { argv: () => ["doctor"] },
  "tweedie new": { argv: () => ["new", "loss", "mine"] },
  "tweedie init": { argv: () => ["init", "another", "--no-install"] },
  "tweedie schema": { argv: () => ["schema"] },
  "tweedie completion": { argv: () => ["completion", "bash"] },
  "tweedie complete": { argv: (at) => ["complete", "--", "run", `${at}experiments/ring.yaml`, "loss."] },
};

/** Further command lines that only look. */
const looking: readonly Row["argv"][] = [
  (at) => ["run", `${at}experiments/ring.yaml`, "--help"],
  (at) => ["config", "show", `${at}experiments/ring.yaml`],
  (at) => ["config", "diff", `${at}runs/a`, `${at}runs/a`],
  (at) => ["report", `${at}sweeps/s`],
  (at) => ["sweep", "status", `${at}sweeps/s`, "--json"],
  (at) => ["complete", "--", "validate", `${at}experiments/ring.yaml`, "loss="],
  () => ["complete", "--", "sweep", "status", ""],
  () => ["plugins", "sid/l2"],
  () => ["complete", "--", "plugins", ""],
  () => ["complete", "--", "explain", "loss."],
];

const rows = Object.entries(table);
const asking = rows.filter(([, { imports }]) => imports !== undefined);
const neverRunning = rows.flatMap(([, { argv, imports, elsewhere }]) => ((imports ?? elsewhere) ? [] : [argv]));

/** Commands that only have subcommands. */
const groups = ["config", "backend"];

test("every command has a row", async () => {
  const names = await Promise.all(
    Object.keys({ ...commands, ...hiddenCommands }).map(async (name) => {
      const context = { terminal: recordingTerminal(), argv: [name], exit: () => undefined };
      const found = allCommands(await createProgram(context)).filter(
        (each) => each.commands.length === 0 || !groups.includes(name),
      );
      return found.map(fullName).filter((each) => each !== "tweedie");
    }),
  );
  expect(names.flat().sort()).toEqual(Object.keys(table).sort());
});

/** Copies the stranger's project to a folder of its own. Plugins are imported once per path. */
function stranger({ isDeclared = true } = {}): string {
  const folder = realpathSync(temporaryFolder());
  cpSync(template, folder, { recursive: true, verbatimSymlinks: true });
  if (!isDeclared) rmSync(join(folder, "package.json"));
  return folder;
}

async function tweedie(argv: readonly string[], answer?: boolean) {
  const terminal = recordingTerminal(answer);
  const stdout = { ...terminal.stdout, isInteractive: answer !== undefined };
  const code = await main(argv, { ...terminal, stdout });
  return { code, stdout: terminal.stdout.text, stderr: terminal.stderr.text };
}

/** Changes to a project of the user's own, next to the stranger's. */
const enterOwnProject = (): void => process.chdir(temporaryProject());

describe("looking imports no plugin", () => {
  test.each([...neverRunning, ...looking].map((argv) => [argv("STRANGER/").join(" "), argv] as const))(
    "%s",
    async (_, argv) => {
      const folder = stranger();
      enterOwnProject();
      const { stderr } = await tweedie(argv(`${folder}/`));
      expect(stderr).toMatch(/^$|no configuration is complete yet|none of these trials is running/);
      expect(importedIn(folder)).toEqual([]);

      // Not even from inside, where no package.json declares the folder a project.
      const undeclared = stranger({ isDeclared: false });
      process.chdir(undeclared);
      await tweedie(argv(""));
      expect(importedIn(undeclared)).toEqual([]);
    },
  );

  test("completion imports no plugin file of the user's own project either", async () => {
    const own = stranger();
    process.chdir(own);
    for (const words of [
      ["run", "experiments/ring.yaml", "loss."],
      ["run", "experiments/ring.yaml", "loss="],
      ["plugins", ""],
      ["explain", "loss."],
    ])
      await tweedie(["complete", "--", ...words]);
    expect(importedIn(own)).toEqual([]);
  });
});

describe("running imports the plugins of a stranger only with consent", () => {
  test.each(asking)("%s", async (_, { argv, imports }) => {
    enterOwnProject();
    const refused = stranger();
    const { code, stderr } = await tweedie(argv(`${refused}/`));
    expect(code).toBe(2);
    expect(stderr).toContain("--trust");
    for (const folder of imports!) expect(stderr).toContain(folder === sampler ? "sampler.ts" : "loss.ts");
    expect(importedIn(refused)).toEqual([]);

    const denied = stranger();
    expect((await tweedie(argv(`${denied}/`), false)).code).toBe(2);
    expect(importedIn(denied)).toEqual([]);

    const trusted = stranger();
    await tweedie([...argv(`${trusted}/`), "--trust"]);
    expect(importedIn(trusted)).toEqual(imports);

    const agreed = stranger();
    await tweedie(argv(`${agreed}/`), true);
    expect(importedIn(agreed)).toEqual(imports);
  });

  test("a dry run of a sweep prints the command that would start: after a yes, with --trust", async () => {
    const folder = stranger();
    enterOwnProject();
    const argv = ["sweep", `${folder}/sweeps/sweep.yaml`, "--dry-run"];
    expect((await tweedie(argv, true)).stdout).toMatch(/ agent .* --trust\n$/);
    process.chdir(folder);
    expect((await tweedie(["sweep", "sweeps/sweep.yaml", "--dry-run"])).stdout).toMatch(/ agent .* --threads \d+\n$/);
  });

  test("a link in the user's own project does not make them its own", async () => {
    const folder = stranger();
    enterOwnProject();
    symlinkSync(folder, "link");
    expect((await tweedie(["validate", "link/experiments/ring.yaml"])).code).toBe(2);
    expect((await tweedie(["sample", "link/runs/a", "-o", "x.npy"])).code).toBe(2);
    expect(importedIn(folder)).toEqual([]);
  });

  test("one's own project needs none", async () => {
    const own = stranger();
    process.chdir(own);
    expect((await tweedie(["validate", "experiments/ring.yaml"])).code).toBe(0);
    expect((await tweedie(["sample", "runs/a", "-n", "2", "-o", "x.npy"])).code).toBe(0);
    expect(importedIn(own)).toEqual([loss, copy]);
  });
});
