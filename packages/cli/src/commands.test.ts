import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { main } from "./main.ts";
import { recordingTerminal } from "./recorder.fixture.ts";
import { ring } from "./ring.fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "tweedie-commands-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, "ring.yaml");
writeFileSync(file, ring);

async function stdoutOf(...argv: string[]): Promise<string> {
  const terminal = recordingTerminal();
  expect(await main(argv, terminal)).toBe(0);
  expect(terminal.stderr.text).toBe("");
  return terminal.stdout.text.replaceAll(`${folder}/`, "");
}

test("validate names what is right", async () => {
  expect(await stdoutOf("validate", file, file, "seed=1")).toMatch(/^(ok ring\.yaml {2}ring [0-9a-f]{8}\n){2}$/);
  const [line] = (await stdoutOf("validate", file, "--json")).split("\n");
  expect(JSON.parse(line!)).toMatchObject({ file: "ring.yaml", ok: true, name: "ring", plugins: { loss: "sid/l2" } });
});

test("validate tells what speaks against a loss that is allowed", async () => {
  const lines = (await stdoutOf("validate", file, "loss.lambda=1.2")).split("\n");
  expect(lines[1]).toMatch(/^warning loss sid\/l2: with lambda 1\.2 .* runs away/);
  expect(JSON.parse(await stdoutOf("validate", file, "loss=sid/l1", "--json"))).toMatchObject({
    ok: true,
    warnings: [expect.stringContaining("loss sid/l1: is a multiple of L1") as unknown],
  });
});

test("the page of a run ends with the options of its plugins, as they are in the experiment", async () => {
  const page = await stdoutOf("run", file, "loss.lambda=1.5", "--help");
  expect(page).toMatch(/\nOptions of the plugins in ring\.yaml\n/);
  expect(page).toMatch(/\n {2}loss: sid\/l2\n {4}loss\.lambda +number +1\.5 \(default 0\.5\) /);
});

test("a dry run prints what would run, and it reads back as the same experiment", async () => {
  const printed = await stdoutOf("run", file, "loss.lambda=1", "--seed", "3", "--dry-run");
  const hash = /^# would run in runs\/ring-([0-9a-f]{8})\n/.exec(printed)?.[1];
  expect(printed).toContain("seed: 3\n");
  writeFileSync(join(folder, "again.yaml"), printed);
  expect(await stdoutOf("validate", join(folder, "again.yaml"))).toBe(`ok again.yaml  ring ${hash}\n`);
});

test("config show composes, with sources if they are asked for", async () => {
  writeFileSync(join(folder, "over.yaml"), `extends: ring.yaml\nloss: { lambda: 1 }\n`);
  expect(`\n${await stdoutOf("config", "show", join(folder, "over.yaml"), "seed=2", "--sources")}`)
    .toMatchInlineSnapshot(`
    "
    name: ring                   # ring.yaml:1:7
    data: datasets/ring          # ring.yaml:2:7
    teacher: teachers/mixture    # ring.yaml:3:10
    student: students/mlp        # ring.yaml:4:10
    fakeScore:
      use: fake-scores/denoiser  # ring.yaml:5:19
      init: random               # ring.yaml:5:47
    loss:
      use: sid/l2                # ring.yaml:6:7
      lambda: 1                  # over.yaml:2:17
    seed: 2                      # command line
    "
  `);
  const whole = await stdoutOf("config", "show", join(folder, "over.yaml"), "--defaults", "--sources");
  expect(whole).toMatch(/\nloss:\n {2}use: sid\/l2 +# ring\.yaml:6:7\n {2}lambda: 1 +# over\.yaml:2:17\n/);
  expect(whole).toMatch(/\n {2}modes: 8 +# default\n/);
  expect(JSON.parse(await stdoutOf("config", "show", join(folder, "over.yaml"), "--json"))).toMatchObject({
    loss: { use: "sid/l2", lambda: 1 },
  });
});

test("plugins are listed by role, by family, and one by one with their options", async () => {
  expect(await stdoutOf("plugins")).toMatch(/^data\n {2}datasets\/[^]*\nloss\n[^]*\n {2}sid\/l2 /);
  expect(await stdoutOf("plugins", "loss")).not.toContain("datasets/");
  expect(await stdoutOf("plugins", "sid")).toContain("sid/l1");
  expect(await stdoutOf("plugins", "sid/l2")).toMatch(/^sid\/l2, loss\n[^]*\nlambda {2}number /);
  const rows = (await stdoutOf("plugins", "--json"))
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { use: string });
  expect(rows.find(({ use }) => use === "sid/l2")).toMatchObject({
    role: "loss",
    options: [{ name: "lambda", type: "number" }],
  });
});

test("a run, its samples, its student and its report", async () => {
  const tiny = join(folder, "tiny.yaml");
  const small = "{use: networks/mlp, width: 8, depth: 1}";
  const text = ring.replace("students/mlp", "{use: students/mlp, width: 8, depth: 1}");
  writeFileSync(tiny, `${text}network: ${small}\ndistill: { steps: 5, batch: 8 }\nevaluate: { samples: 16 }\n`);
  const run = join(folder, "run");
  expect(await stdoutOf("run", tiny, "-o", run)).toMatch(
    /distill 5\/5[^]*completed after[^]*\nreport {2}run\/report\.html\n$/,
  );
  expect(await stdoutOf("report", run)).toBe("run/report.html\n");
  for (const [name, magic] of [
    ["a.png", "\x89PNG"],
    ["deep/a.npy", "\x93NUMPY"],
    ["a.safetensors", '{"samples"'],
  ] as const) {
    expect(await stdoutOf("sample", run, "-n", "9", "-o", join(folder, name))).toBe(`${name}\n`);
    expect(readFileSync(join(folder, name), "latin1").slice(0, 20)).toContain(magic);
  }
  expect(await stdoutOf("export", run, "-o", join(folder, "student.safetensors"))).toBe("student.safetensors\n");
  expect(readFileSync(join(folder, "student.safetensors"), "latin1")).toContain('"input.weight":{"dtype":"F32"');
  const exported = await stdoutOf("export", run, "-o", join(folder, "onnx/student.onnx"), "--batch", "4", "--json");
  expect(JSON.parse(exported)).toEqual({
    run: "run",
    output: "onnx/student.onnx",
    latentShape: [2],
    shape: [2],
    batch: 4,
  });
  expect(readFileSync(join(folder, "onnx/student.onnx"), "latin1")).toContain("xg");
});
