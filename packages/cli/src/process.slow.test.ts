import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ringExperiment, temporaryFolder, writeTestFiles } from "@tweedie/testing/projects";
import { afterAll, expect, test } from "vitest";

const binUrl = new URL("../bin/tweedie.mjs", import.meta.url);
const folder = temporaryFolder({ "ring.yaml": ringExperiment() }, afterAll);

/** Called with all text that a process has written to stdout so far. */
type OnOutput = (child: ChildProcess, text: string) => void;

interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command in a child process. */
function tweedie(
  argv: readonly string[],
  { node = [], onOutput }: { node?: string[]; onOutput?: OnOutput } = {},
): Promise<Result> {
  const child = spawn(process.execPath, [...node, fileURLToPath(binUrl), ...argv], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  return resultOf(child, onOutput);
}

/** Waits for a process to exit. */
function resultOf(child: ChildProcess, onOutput?: OnOutput): Promise<Result> {
  const text = { stdout: "", stderr: "" };
  child.stdout!.setEncoding("utf8").on("data", (chunk: string) => {
    text.stdout += chunk;
    onOutput?.(child, text.stdout);
  });
  child.stderr!.setEncoding("utf8").on("data", (chunk: string) => (text.stderr += chunk));
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, ...text })));
}

const events = ({ stdout }: Result): Record<string, unknown>[] =>
  stdout
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** A module that prints at exit which of the heavy libraries the process has loaded. */
const listLibraries = `data:text/javascript,${encodeURIComponent(`
  import { createRequire } from "node:module";
  const { cache } = createRequire("file:///");
  process.on("exit", () => {
    const native = process.report.getReport().sharedObjects;
    const names = [...Object.keys(cache), ...native].flatMap((path) => /@tensorflow|onnxruntime|resvg|[/]vega/.exec(path) ?? []);
    console.error("libraries:" + [...new Set(names)].join());
  });
`)}`;

/** Commands that compute nothing. They run one after another in one process. */
const lightCommands = [
  "--version",
  "--help",
  "validate ring.yaml",
  "run ring.yaml --help",
  "run ring.yaml --dry-run",
  "config show ring.yaml --defaults --sources",
  "config diff ring.yaml ring.yaml",
  "plugins",
  "explain loss.lambda",
  "ls",
  "show kept",
  "compare kept kept",
  "complete -- run ring.yaml loss=",
  "completion bash",
  "rm --yes runs/kept",
];

const runAll = `
  await import(${JSON.stringify(import.meta.resolve("@tweedie/engine/run-typescript"))});
  const { main } = await import(${JSON.stringify(new URL("main.ts", import.meta.url).href)});
  const { processTerminal } = await import(${JSON.stringify(new URL("terminal/process-terminal.ts", import.meta.url).href)});
  const terminal = processTerminal();
  for (const line of ${JSON.stringify(lightCommands)}) {
    const code = await main(line.split(" "), terminal);
    if (code !== 0) console.error(line, "exited with", code);
  }
`;

test.concurrent("commands that compute nothing load no tensor library", async () => {
  const status = { name: "kept", status: "completed", seed: 0, backend: "ort", started: "2026-01-01T00:00:00Z" };
  const progress = { seconds: 1, configHash: "", version: "", phase: "distill", step: 1 };
  writeTestFiles(folder, { "runs/kept/status.json": JSON.stringify({ ...status, ...progress }) });
  const args = ["--import", listLibraries, "--input-type=module", "-e", runAll];
  const { code, stderr } = await resultOf(spawn(process.execPath, args, { cwd: folder }));
  expect(stderr).toBe("libraries:\n");
  expect(code).toBe(0);
});

test.concurrent("`run --json` prints events only, the last with the report", async () => {
  const result = await tweedie(["run", "ring.yaml", "--json", "-o", "runs/json"], {
    node: ["--import", listLibraries],
  });
  expect(result.stderr).toMatch(/^libraries:.*onnxruntime.*\n$/); // shows that the test above can fail
  const names = events(result).map(({ event }) => event);
  const inOrder = names.filter((name) => name !== "activity");
  expect(names[0]).toBe("activity");
  expect(inOrder.slice(0, 2)).toEqual(["start", "teacher"]);
  expect(events(result).at(-1)).toMatchObject({ event: "done", run: "runs/json", report: "runs/json/report.html" });
  expect(existsSync(join(folder, "runs/json/report.html"))).toBe(true);
  expect(result.code).toBe(0);
});

test.concurrent("a run that diverges exits with 3", async () => {
  const overrides = ["distill.student.optimizer.lr=1e30", "distill.fakeScore.optimizer.lr=1e30", "distill.steps=20"];
  const result = await tweedie(["run", "ring.yaml", ...overrides]);
  expect(result.stdout).toContain("diverged");
  expect(result.stdout.trimEnd()).toMatch(/report {2}runs\/ring-[0-9a-f]{8}\/report.html$/);
  expect(result.code).toBe(3);
});

test.concurrent.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
  ["SIGUSR1", 75],
] as const)("after %s a run saves, prints the command that resumes it and exits with %d", async (signal, code) => {
  let sent = false;
  const result = await tweedie(["run", "ring.yaml", "distill.steps=1000000", "-o", `runs/${signal}`], {
    onOutput: (child, text) => {
      if (!sent && text.includes("distill 1/")) sent = child.kill(signal);
    },
  });
  expect(result.stderr).toContain(signal);
  expect(result.stdout).toContain(`continue  tweedie run ring.yaml distill.steps=1000000 -o runs/${signal}`);
  expect(result.code).toBe(code);
});

test.concurrent("a closed pipe is not an error", async () => {
  const result = await tweedie(["run", "ring.yaml", "-o", "runs/pipe"], {
    onOutput: (child) => child.stdout?.destroy(),
  });
  expect(result).toMatchObject({ code: 0, stderr: "" });
  expect(existsSync(join(folder, "runs/pipe/report.html"))).toBe(true);
});
