import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mapParams } from "@tweedie/core";
import { temporaryFolder } from "@tweedie/testing/projects";
import { beforeEach, expect, test } from "vitest";
import { traceStep } from "../compile/compile-step.ts";
import { createExecutor, type StepFunction } from "../index.ts";
import { mlpDrawShapes, mlpDraws, mlpState, mlpTrainStep } from "../testing/mlp-step.ts";
import { graphDigest } from "./graph-digest.ts";

let folder: string;
beforeEach(() => void (folder = temporaryFolder()));

const files = () => readdirSync(folder).map((name) => join(folder, name));

async function train(cache: string | undefined, step: StepFunction = mlpTrainStep) {
  const executor = await createExecutor("ort", { cache, threads: 1 });
  const store = executor.createStore(mlpState);
  const compiled = await executor.compile(step, store, mlpDrawShapes);
  for (let i = 0; i < 5; i++) await compiled.run(mlpDraws(i));
  return store.read();
}

test("a cached step is bit-identical to a compiled one", async () => {
  const compiled = await train(undefined);
  expect(await train(folder)).toEqual(compiled);
  expect(files()).toHaveLength(1);
  const before = readFileSync(files()[0]!);
  expect(await train(folder)).toEqual(compiled);
  expect(readFileSync(files()[0]!)).toEqual(before);
});

test("another step is cached as another model", async () => {
  await train(folder);
  const half: StepFunction = (state, draws) => mlpTrainStep(state, { ...draws, rate: draws["rate"]!.mul(0.5) });
  const halved = await train(folder, half);
  expect(files()).toHaveLength(2);
  expect(halved).toEqual(await train(undefined, half));
});

test("a damaged cache file is replaced", async () => {
  const compiled = await train(folder);
  const [file] = files() as [string];
  const bytes = readFileSync(file);
  for (const damaged of [
    bytes.subarray(0, 200),
    Buffer.from("not a model"),
    Buffer.concat([bytes.subarray(0, -9), Buffer.alloc(9)]),
  ]) {
    writeFileSync(file, damaged);
    expect(await train(folder)).toEqual(compiled);
  }
});

test("an unwritable cache folder is ignored", async () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  expect(await train(join(file, "steps"))).toEqual(await train(undefined));
});

test("the digest of a graph depends on its constants, ops and names", () => {
  const shapes = mapParams(mlpState, ({ shape }) => shape);
  const digest = (step: StepFunction) => graphDigest(traceStep(step, shapes, mlpDrawShapes).graph);
  const scaled =
    (factor: number, name = "loss"): StepFunction =>
    (state) => ({ outputs: { [name]: state["w1"]!.mul(factor).sum() } });
  expect(digest(mlpTrainStep)).toBe(digest(mlpTrainStep));
  expect(digest(scaled(2))).toBe(digest(scaled(2)));
  const others = [scaled(2), scaled(3), scaled(2, "other"), mlpTrainStep].map(digest);
  expect(new Set(others).size).toBe(others.length);
});
