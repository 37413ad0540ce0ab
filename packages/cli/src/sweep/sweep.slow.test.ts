import { execFile, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { readStudy, type StudyState } from "@tweedie/study";
import { expect, test, vi } from "vitest";
import { sweepProject } from "./sweep-project.fixture.ts";

const program = fileURLToPath(new URL("../../bin/tweedie.mjs", import.meta.url));
const root = sweepProject();

interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command in a child process with a small heap, so that it runs out of memory quickly. */
const tweedie = (...argv: string[]): Promise<Result> =>
  new Promise((resolve) => {
    const args = ["--max-old-space-size=160", program, ...argv];
    execFile(process.execPath, args, { cwd: root }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });

const statusOf = async (name: string): Promise<StudyState> =>
  JSON.parse((await tweedie("sweep", "status", name, "--json")).stdout) as StudyState;

test("a failed trial has a reason and does not stop the sweep", async () => {
  const modes = ["throws", "exits", "killed", "outOfMemory", "diverges", "fine"];
  const ended = await tweedie("sweep", "ring.yaml", `loss.mode=${modes.join()}`, "--name", "modes");
  expect(ended.code).toBe(1);
  const { trials, best, status } = await statusOf("modes");
  expect(status).toBe("finished");
  expect(best).toBe(modes.indexOf("fine"));
  const outcomes = Object.fromEntries(
    trials.map(({ trial, status, reason = "" }) => [modes[trial], `${status}: ${reason}`]),
  );
  expect(outcomes).toEqual({
    throws: expect.stringMatching(/^failed: .*the loss is broken/) as string,
    exits: expect.stringMatching(/^failed: .*process\.exit/) as string,
    killed: expect.stringMatching(/^failed: the worker was killed \(SIGKILL\)/) as string,
    outOfMemory: expect.stringMatching(/^failed: out of memory: .*heap/) as string,
    diverges: expect.stringMatching(/^diverged: .*NaN/) as string,
    fine: "complete: ",
  });
  expect(ended.stdout).toMatch(/retry +tweedie sweep retry modes/);
  expect(ended.stdout).toMatch(/best +sw2 [\d.]+ ± [\d.]+: tweedie run ring.yaml loss.mode=fine\n/);
});

test("a sweep prints an event per trial, then the best; started again, it runs nothing", async () => {
  const words = ["sweep", "ring.yaml", "loss.scale=1,2", "seed=0,1", "--name", "scales", "--parallel", "1", "--json"];
  const ended = await tweedie(...words);
  expect(ended).toMatchObject({ code: 0, stderr: "" });
  const events = ended.stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(events[0]).toEqual({ event: "sweep", name: "scales", sweep: "sweeps/scales" });
  expect(events.at(-1)).toMatchObject({
    event: "done",
    status: "finished",
    counts: { complete: 4 },
    report: "sweeps/scales/report.html",
  });
  const completed = events.filter(({ event, status }) => event === "trial" && status === "complete");
  expect(completed.map(({ trial }) => trial).sort()).toEqual([0, 1, 2, 3]);

  const again = await tweedie(...words);
  expect(again.stdout.trimEnd().split("\n")).toHaveLength(2);
  const best = await tweedie("sweep", "best", "scales");
  expect(best.stdout).toMatch(/^tweedie run ring.yaml loss.scale=[12]\n$/);
  const run = best.stdout.trim().split(" ").slice(1);
  expect((await tweedie(...run, "--dry-run")).code).toBe(0);
});

test("a sweep writes the report of its best trial, and `report` those of all trials that it shows", async () => {
  const folder = join(root, "sweeps/scales");
  const linked = () => {
    const links = [...readFileSync(join(folder, "report.html"), "utf8").matchAll(/href="(trials\/[^"]*)"/g)];
    return new Set(links.map(([, path]) => decodeURIComponent(path!)));
  };
  const { configurations, trials, best } = (await readStudy(folder)).state();
  const reports = configurations[best!]!.trials.map((trial) => join(trials[trial]!.folder, "report.html"));
  expect(reports.filter((report) => linked().has(relative(folder, report)))).toHaveLength(1);
  expect((await tweedie("report", "scales")).code).toBe(0);
  expect(linked().size).toBe(2);
  for (const report of linked()) expect(existsSync(join(folder, report)), report).toBe(true);
});

test("one worker process runs all trials", () => {
  const [log, ...others] = readdirSync(join(root, "sweeps/scales/agents"));
  const processes = readFileSync(join(root, "sweeps/scales/agents", log!), "utf8").match(/process \d+/g)!;
  expect(others).toEqual([]);
  expect(processes.length).toBeGreaterThanOrEqual(4);
  expect(new Set(processes).size).toBe(1);
});

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
  ["SIGUSR1", 75],
] as const)("after %s a trial saves a checkpoint and waits to be resumed", async (signal, code) => {
  const words = ["sweep", "ring.yaml", "distill.steps=1000000", "loss.scale=1,2", "--name", signal.toLowerCase()];
  const child = spawn(process.execPath, [program, ...words, "--json", "--parallel", "1"], { cwd: root });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
  const journal = join(root, "sweeps", signal.toLowerCase(), "journal.jsonl");
  const reported = setInterval(() => {
    try {
      if (readFileSync(journal, "utf8").includes('"op":"report"')) child.kill(signal);
      else return;
    } catch {
      return; // not there yet
    }
    clearInterval(reported);
  }, 50);
  expect(await new Promise((resolve) => child.on("close", resolve))).toBe(code);
  expect(stderr).toContain(signal);
  const { trials, status } = await statusOf(signal.toLowerCase());
  expect(status).toBe("running");
  expect(trials[0]).toMatchObject({ status: "waiting", claims: 1, failures: 0, losses: 0 });
  expect(readdirSync(join(root, trials[0]!.folder, "checkpoints")).length).toBeGreaterThan(0);
});

test("trials of a stopped sweep are not claimed until it is resumed", async () => {
  expect((await tweedie("sweep", "stop", "sigint")).code).toBe(0);
  expect((await statusOf("sigint")).status).toBe("stopped");
  expect((await tweedie("agent", "sigint")).code).toBe(0);
  expect((await statusOf("sigint")).trials[0]!.claims).toBe(1);
});

test.runIf(process.platform !== "win32")(
  "a sweep that was suspended for longer than its lease continues its trial",
  async () => {
    const words = [
      "sweep",
      "ring.yaml",
      "distill.steps=1000000",
      "loss.scale=1,2",
      "--name",
      "suspended",
      "--lease",
      "2",
    ];
    // A process group of its own, as a shell makes one for each job: Ctrl-Z stops the agent and its workers.
    const child = spawn(process.execPath, [program, ...words, "--json", "--parallel", "1"], {
      cwd: root,
      detached: true,
    });
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
    const journal = join(root, "sweeps/suspended/journal.jsonl");
    const text = () => (existsSync(journal) ? readFileSync(journal, "utf8") : "");
    await vi.waitFor(() => expect(text()).toContain('"op":"report"'), { timeout: 120_000 });
    process.kill(-child.pid!, "SIGSTOP");
    await sleep(4_000);
    const before = text().length;
    process.kill(-child.pid!, "SIGCONT");
    await vi.waitFor(() => expect(text().slice(before)).toContain('"op":"report"'), { timeout: 120_000 });
    child.kill("SIGTERM");
    expect(await new Promise((resolve) => child.on("close", resolve))).toBe(143);
    expect(stderr).not.toContain("warning");
    const { trials } = await statusOf("suspended");
    expect(trials[0]).toMatchObject({ status: "waiting", claims: 1, failures: 0, losses: 0 });
  },
);

test("a damaged line of the journal is reported, and the sweep continues", async () => {
  const journal = join(root, "sweeps/scales/journal.jsonl");
  const lines = readFileSync(journal, "utf8").split("\n");
  const index = lines.findIndex((line) => line.includes('"op":"suggest","configuration":0'));
  writeFileSync(journal, lines.with(index, lines[index]!.slice(1)).join("\n"));
  const damage = "journal.jsonl: 1 line is damaged and was skipped";
  expect((await tweedie("sweep", "status", "scales")).stdout).toContain(damage);
  const resumed = await tweedie("sweep", "resume", "scales");
  expect(resumed.stderr).toContain(damage);
  expect(resumed.code).toBe(0);
  const { status, counts } = await statusOf("scales");
  expect({ status, complete: counts.complete }).toEqual({ status: "finished", complete: 4 });
});
