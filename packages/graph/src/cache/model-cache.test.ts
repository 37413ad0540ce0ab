import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mapParams } from "@tweedie/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { traceStep } from "../compile.ts";
import { createExecutor, type StepFunction } from "../index.ts";
import { drawShapes, mlpDraws, mlpState, trainStep } from "../testing/mlp-step.ts";
import { graphDigest } from "./graph-digest.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tweedie-steps-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const files = () => readdirSync(folder).map((name) => join(folder, name));

async function train(cache: string | undefined, step: StepFunction = trainStep) {
  const executor = await createExecutor("ort", { cache, threads: 1 });
  const store = executor.createStore(mlpState);
  const compiled = await executor.compile(step, store, drawShapes);
  for (let round = 0; round < 5; round++) await compiled.run(mlpDraws(round));
  return store.read();
}

test("a step from the cache gives the same bits as one that is compiled", async () => {
  const made = await train(undefined);
  expect(await train(folder)).toEqual(made);
  expect(files()).toHaveLength(1);
  const before = readFileSync(files()[0]!);
  expect(await train(folder)).toEqual(made);
  expect(readFileSync(files()[0]!)).toEqual(before);
});

test("another step is another model", async () => {
  await train(folder);
  const half: StepFunction = (state, draws) => trainStep(state, { ...draws, rate: draws["rate"]!.mul(0.5) });
  const halved = await train(folder, half);
  expect(files()).toHaveLength(2);
  expect(halved).toEqual(await train(undefined, half));
});

test("a damaged model is made again", async () => {
  const made = await train(folder);
  const [file] = files() as [string];
  const bytes = readFileSync(file);
  for (const damaged of [
    bytes.subarray(0, 200),
    Buffer.from("no model"),
    Buffer.concat([bytes.subarray(0, -9), Buffer.alloc(9)]),
  ]) {
    writeFileSync(file, damaged);
    expect(await train(folder)).toEqual(made);
  }
});

test("a folder that cannot be written to is done without", async () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  expect(await train(join(file, "steps"))).toEqual(await train(undefined));
});

test("the digest of a graph is that of its numbers, ops and names", () => {
  const shapes = mapParams(mlpState, ({ shape }) => shape);
  const digest = (step: StepFunction) => graphDigest(traceStep(step, shapes, drawShapes).graph);
  const scaled =
    (factor: number, name = "loss"): StepFunction =>
    (state) => ({ outputs: { [name]: state["w1"]!.mul(factor).sum() } });
  expect(digest(trainStep)).toBe(digest(trainStep));
  expect(digest(scaled(2))).toBe(digest(scaled(2)));
  const others = [scaled(2), scaled(3), scaled(2, "other"), trainStep].map(digest);
  expect(new Set(others).size).toBe(others.length);
});
