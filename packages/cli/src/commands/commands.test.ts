import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ringExperiment, temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, expect, test } from "vitest";
import { main } from "../main.ts";
import { recordingTerminal } from "../terminal/recording-terminal.fixture.ts";

const files = { "ring.yaml": ringExperiment(), "over.yaml": "extends: ring.yaml\nloss: { lambda: 1 }\n" };
const folder = temporaryFolder(files, afterAll);
const file = join(folder, "ring.yaml");

async function stdoutOf(...argv: string[]): Promise<string> {
  const terminal = recordingTerminal();
  expect(await main(argv, terminal)).toBe(0);
  expect(terminal.stderr.text).toBe("");
  return terminal.stdout.text.replaceAll(`${folder}/`, "");
}

test("validate prints a line per valid experiment", async () => {
  expect(await stdoutOf("validate", file, file, "seed=1")).toMatch(/^(ok ring\.yaml {2}ring [0-9a-f]{8}\n){2}$/);
  const [line] = (await stdoutOf("validate", file, "--json")).split("\n");
  expect(JSON.parse(line!)).toMatchObject({ file: "ring.yaml", ok: true, name: "ring", plugins: { loss: "sid/l2" } });
});

test("validate prints warnings about a loss", async () => {
  const lines = (await stdoutOf("validate", file, "loss.lambda=1.2")).split("\n");
  expect(lines[1]).toMatch(/^warning loss sid\/l2: with lambda 1\.2 .* diverges/);
  expect(JSON.parse(await stdoutOf("validate", file, "loss=sid/l1", "--json"))).toMatchObject({
    ok: true,
    warnings: [expect.stringContaining("loss sid/l1: is a multiple of L1") as unknown],
  });
});

test("the help page of `run` ends with the options of the experiment's plugins and their values", async () => {
  const page = await stdoutOf("run", file, "loss.lambda=1.5", "--help");
  expect(page).toMatch(/\nOptions of the plugins in ring\.yaml\n/);
  expect(page).toMatch(/\n {2}loss: sid\/l2\n {4}loss\.lambda +number \| map +1\.5 \(default 0\.5\) /);
});

test("a dry run prints a file that is the same experiment", async () => {
  const printed = await stdoutOf("run", file, "loss.lambda=1", "--seed", "3", "--dry-run");
  const hash = /^# would run in runs\/ring-([0-9a-f]{8})\n/.exec(printed)?.[1];
  expect(printed).toContain("seed: 3\n");
  writeFileSync(join(folder, "again.yaml"), printed);
  expect(await stdoutOf("validate", join(folder, "again.yaml"))).toBe(`ok again.yaml  ring ${hash}\n`);
});

test("config show merges files and overrides, and shows the source of each value", async () => {
  expect(`\n${await stdoutOf("config", "show", join(folder, "over.yaml"), "seed=2", "--sources")}`)
    .toMatchInlineSnapshot(`
      "
      name: ring                   # ring.yaml:1:7
      data: datasets/ring          # ring.yaml:2:7
      network:
        use: networks/mlp          # ring.yaml:3:17
        width: 8                   # ring.yaml:3:38
        depth: 1                   # ring.yaml:3:48
      teacher: teachers/mixture    # ring.yaml:4:10
      student:
        use: students/mlp          # ring.yaml:5:17
        width: 8                   # ring.yaml:5:38
        depth: 1                   # ring.yaml:5:48
      fakeScore:
        use: fake-scores/denoiser  # ring.yaml:6:19
        init: random               # ring.yaml:6:47
      loss:
        use: sid/l2                # ring.yaml:7:7
        lambda: 1                  # over.yaml:2:17
      distill:
        steps: 2                   # ring.yaml:8:19
        batch: 8                   # ring.yaml:8:29
      evaluate:
        samples: 16                # ring.yaml:9:22
      seed: 2                      # command line
      "
    `);
  const whole = await stdoutOf("config", "show", join(folder, "over.yaml"), "--defaults", "--sources");
  expect(whole).toMatch(/\nloss:\n {2}use: sid\/l2 +# ring\.yaml:7:7\n {2}lambda: 1 +# over\.yaml:2:17\n/);
  expect(whole).toMatch(/\n {2}modes: 8 +# default\n/);
  expect(JSON.parse(await stdoutOf("config", "show", join(folder, "over.yaml"), "--json"))).toMatchObject({
    loss: { use: "sid/l2", lambda: 1 },
  });
});

test("plugins lists plugins by role and family, and describes one", async () => {
  expect(await stdoutOf("plugins")).toMatch(/^data\n {2}datasets\/[^]*\nloss\n[^]*\n {2}sid\/l2 /);
  expect(await stdoutOf("plugins", "loss")).not.toContain("datasets/");
  expect(await stdoutOf("plugins", "sid")).toContain("sid/l1");
  expect(await stdoutOf("plugins", "sid/l2")).toMatch(/^sid\/l2, loss\n[^]*\nlambda +number \| map /);
  const rows = (await stdoutOf("plugins", "--json"))
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { use: string });
  expect(rows.find(({ use }) => use === "sid/l2")).toMatchObject({
    role: "loss",
    options: [{ path: "lambda", type: "number | map" }, { path: "lambda.sigma" }, { path: "lambda.values" }],
  });
});
