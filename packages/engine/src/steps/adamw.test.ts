import { ndarray, nest, type NDArrays, sizeOf, under } from "@tweedie/core";
import { createExecutor, type StepFunction } from "@tweedie/graph";
import { expect, test } from "vitest";
import { optimizer } from "../experiment/optimizer-settings.ts";
import fixture from "./adamw.fixture.json" with { type: "json" };
import { descend, trainableDraws, type TrainableWeights, trainableState } from "./trainable-weights.ts";

const { optimizer: published, shapes, norms, steps } = fixture;
const updates = steps.length;

/** Uniform on [-1, 1], as in tools/parity/generator.py. */
function numbers(shape: readonly number[], seed: number) {
  const next = () => {
    seed = (Math.imul(1_664_525, seed) + 1_013_904_223) >>> 0;
    return seed / 2 ** 31 - 1;
  };
  return ndarray(shape, Float32Array.from({ length: sizeOf(shape) }, next));
}

const frequencies = ndarray([2], Float32Array.of(0.3, -4));
const numbered = (from: number): NDArrays =>
  Object.fromEntries(Object.entries(shapes).map(([name, shape], i) => [name, numbers(shape, from + i)]));

/** Weights after each update of `Σ 8 |weight - target|²`. The weight `frequencies` is fixed. */
async function trajectory(backend: "ort" | "wasm", options: object = published) {
  const trainable: TrainableWeights = {
    name: "net",
    optimizer: optimizer({ lr: 1, betas: [0, 0] }).parse(options),
    fixed: ["frequencies"],
  };
  const step: StepFunction = (state, draws) => {
    const { value, state: next } = descend(trainable, state, draws, ({ a, b, frequencies }) => {
      const [first, second] = [a!.sub(draws["target.a"]!), b!.sub(draws["target.b"]!)];
      const squares = first.square().sum().add(second.square().sum());
      return squares.mul(8).add(frequencies!.mul(0).sum());
    });
    return { state: next, outputs: { value } };
  };
  const executor = await createExecutor(backend);
  const store = executor.createStore(trainableState(trainable, { ...numbered(1), frequencies }));
  const drawsOf = (update: number) => ({
    ...nest("target", numbered(11)),
    ...trainableDraws(trainable, { update, updates, batch: 1 }),
  });
  const shapesOf = Object.fromEntries(Object.entries(drawsOf(1)).map(([name, { shape }]) => [name, shape]));
  const compiled = await executor.compile(step, store, shapesOf);
  const found: NDArrays[] = [];
  for (let update = 1; update <= updates; update++) {
    await compiled.run(drawsOf(update));
    found.push(under("net", await store.read()));
  }
  return found;
}

const largestError = (found: readonly NDArrays[]) =>
  Math.max(
    ...steps.flatMap((expected, i) =>
      Object.entries(expected).flatMap(([name, values]) =>
        values.map((value, j) => Math.abs(value - found[i]![name]!.data[j]!)),
      ),
    ),
  );

test.each(["ort", "wasm"] as const)("%s follows torch.optim.AdamW, clip_grad_norm_ and a warm-up", async (backend) => {
  const clipped = norms.filter((norm) => norm > published.clip.norm).length;
  expect([clipped > 10, clipped < updates - 10]).toEqual([true, true]);
  const found = await trajectory(backend);
  expect(largestError(found)).toBeLessThan(2e-6);
  expect([...found.at(-1)!["frequencies"]!.data]).toEqual([...frequencies.data]);
});

test.each([
  ["decay", { weightDecay: 0.45 }],
  ["clipping", { clip: { norm: 11 } }],
  ["warm-up", { schedule: { warmup: 6 } }],
])("another %s leaves that trajectory", async (_, change) => {
  expect(largestError(await trajectory("ort", { ...published, ...change }))).toBeGreaterThan(1e-4);
});

test("without decay, or with a decay of 0, the update is Adam's, with no further draw", async () => {
  const { weightDecay: _, ...adam } = published;
  const [without, zero] = [await trajectory("ort", adam), await trajectory("ort", { ...published, weightDecay: 0 })];
  expect(zero.map(({ a }) => [...a!.data])).toEqual(without.map(({ a }) => [...a!.data]));
});
