import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type FakeWandb, fakeWandb } from "@tweedie/testing";
import { loggedRingExperiment, temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { main } from "../main.ts";
import { recordingTerminal } from "../terminal/recording-terminal.fixture.ts";

const yaml = loggedRingExperiment(`name: tracked
track: [trackers/tensorboard, { use: trackers/wandb, transport: http }]`);
const rows = 7;

const originalFolder = process.cwd();
let server: FakeWandb;
beforeAll(async () => (server = await fakeWandb()));
afterAll(() => server.close());
beforeEach(() => {
  process.chdir(temporaryFolder({ "tracked.yaml": yaml }));
  for (const name of Object.keys(process.env)) if (name.startsWith("WANDB_")) vi.stubEnv(name, undefined);
  const variables = { BASE_URL: server.url, API_KEY: " 0123456789\n", CONFIG_DIR: process.cwd() };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(`WANDB_${name}`, value);
});
afterEach(() => {
  process.chdir(originalFolder);
  vi.unstubAllEnvs();
  server.setFaults();
});

async function tweedie(...argv: string[]) {
  const terminal = recordingTerminal();
  const code = await main(argv, terminal);
  return { code, stdout: terminal.stdout.text, stderr: terminal.stderr.text };
}

const run = () => tweedie("run", "tracked.yaml", "-o", "runs/a");
const lastLine = (text: string) => text.trimEnd().split("\n").at(-1);

/** The run on the server. */
async function stored() {
  const id = (await readFile(join("runs", "a", "trackers", "wandb", "id"), "utf8")).trim();
  const { files, end, variables } = server.runs.get(id)!;
  return { rows: files["wandb-history.jsonl"]?.filter((line) => line !== undefined).length, end, variables, files };
}

test("a refused run ends as usual, says how to send its rows, and `sync` sends each once", async () => {
  server.setFaults(() => ({ kind: "answer", status: 401 }));
  const { code, stdout } = await run();
  expect(code).toBe(0);
  expect(stdout).toContain("unsent trackers/wandb lacks rows: W&B: W&B refuses the API key (HTTP 401)");
  expect(lastLine(stdout)).toBe("send    tweedie sync runs/a");
  expect((await tweedie("show", "runs/a")).stdout).toMatch(/\n {2}send +tweedie sync runs\/a\n$/);
  expect((await tweedie("sync", "runs/a")).code).toBe(1);

  server.setFaults();
  expect(await tweedie("sync", "runs/a")).toMatchObject({
    code: 0,
    stdout: `runs/a: trackers/wandb has all ${rows} rows\n`,
  });
  expect(await stored()).toMatchObject({ rows, end: { exitcode: 0 } });
  const requests = server.requests.length;
  expect(await tweedie("sync", "runs/a")).toMatchObject({ code: 0, stdout: "runs/a: nothing to send\n" });
  expect(await tweedie("sync", "--all")).toMatchObject({ code: 0, stdout: "" });
  expect(server.requests).toHaveLength(requests);
  expect((await tweedie("show", "runs/a")).stdout).not.toContain("tweedie sync");

  expect((await tweedie("sync", "runs/a", "--force")).code).toBe(0);
  expect(await stored()).toMatchObject({ rows });
});

test("`sync` sends a run that was offline, with the times of its rows", async () => {
  vi.stubEnv("WANDB_MODE", "OFFLINE");
  const requests = server.requests.length;
  const before = Date.now() / 1_000;
  expect(lastLine((await run()).stdout)).toBe("send    tweedie sync runs/a");
  const after = Date.now() / 1_000;
  expect(server.requests).toHaveLength(requests);

  expect((await tweedie("sync", "--all", "--json")).code).toBe(0);
  const { files, ...rest } = await stored();
  expect(rest).toMatchObject({ rows, end: { exitcode: 0 }, variables: { project: "tweedie", displayName: "tracked" } });
  const times = files["wandb-history.jsonl"]!.map((line) => Number(/"_timestamp":([\d.]+)/.exec(line)![1]));
  expect(times.every((time) => time > before - 1 && time < after + 1)).toBe(true);
  expect([...server.keys]).toEqual([`Basic ${Buffer.from("api:0123456789").toString("base64")}`]);
});

test("a run without trackers and a missing run are the user's mistakes", async () => {
  await tweedie("run", "tracked.yaml", "track=[]", "-o", "runs/a");
  const { code, stderr } = await tweedie("sync", "runs/a");
  expect(code).toBe(2);
  expect(stderr).toContain("the run has no trackers");
  expect((await tweedie("sync", "runs/none")).code).toBe(2);
  expect((await tweedie("sync")).stderr).toContain("no run given");
});
