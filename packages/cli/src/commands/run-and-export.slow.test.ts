import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ringExperiment, temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, expect, test } from "vitest";
import { main } from "../main.ts";
import { recordingTerminal } from "../terminal/recording-terminal.fixture.ts";

const folder = temporaryFolder({ "ring.yaml": ringExperiment() }, afterAll);

async function stdoutOf(...argv: string[]): Promise<string> {
  const terminal = recordingTerminal();
  expect(await main(argv, terminal)).toBe(0);
  expect(terminal.stderr.text).toBe("");
  return terminal.stdout.text.replaceAll(`${folder}/`, "");
}

test("a run can be reported, sampled and exported", async () => {
  const run = join(folder, "run");
  expect(await stdoutOf("run", join(folder, "ring.yaml"), "distill.steps=5", "-o", run)).toMatch(
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
