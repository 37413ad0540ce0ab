import { mapParams, ndarray, random, sizeOf, tf, type NDArray, type Params } from "@tweedie/core";
import { levelOf, preconditionedDenoiser, preconditioningOf } from "@tweedie/diffusion";
import { tensorsOf } from "@tweedie/testing";
import type { Tensor } from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { tensorsForFile, weightsFromFile } from "./convert-tensors.ts";
import { diffusersModel } from "./diffusers/diffusers-model.ts";
import { edmModel } from "./edm/edm-model.ts";
import cases from "./parity.fixture.json" with { type: "json" };

type Case = (typeof cases)[number];

/** Uniform on [-1, 1], as in tools/parity/networks.py. */
function numbers(shape: readonly number[], seed: number): Float32Array {
  return Float32Array.from({ length: sizeOf(shape) }, () => {
    seed = (Math.imul(1_664_525, seed) + 1_013_904_223) >>> 0;
    return seed / 2 ** 31 - 1;
  });
}

/** The tensors of a case as its file would have them. */
function fileOf({ tensors }: Case): Params<NDArray> {
  const entries = Object.entries(tensors).map(([name, sizes], index) => {
    const shape = sizes!.split(",").map(Number);
    return [name, tensorOf(name, shape, index)] as const;
  });
  return Object.fromEntries(entries);
}

function tensorOf(name: string, shape: readonly number[], index: number): NDArray {
  const isVector = shape.length === 1;
  const scale = !isVector || name.endsWith("bias") ? 1 : 0.3;
  const offset = isVector && name.includes("norm") && name.endsWith("weight") ? 1 : 0;
  const fan = isVector ? 9 : sizeOf(shape.slice(1));
  const factor = scale * Math.sqrt(3 / fan);
  return ndarray(
    shape,
    numbers(shape, index + 1).map((value) => offset + value * factor),
  );
}

/** Images of PyTorch, `[b, c, h, w]`, as ours. */
const images = (data: Float32Array, [b, h, w, c]: readonly number[]): Tensor =>
  tf.tensor(data, [b!, c!, h!, w!]).transpose([0, 2, 3, 1]);

const decoded = (base64: string): Float32Array => {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return new Float32Array(bytes.buffer);
};

const shapesOf = (arrays: Params<NDArray>) => mapParams(arrays, ({ shape }) => shape);

describe.each(cases.map((each) => [each.name, each] as const))("%s", (_, each) => {
  const model =
    each.model.network === "UNet2DModel" ? diffusersModel(each.model, "file") : edmModel(each.model, "file");
  const { network, tensors, preconditioning } = model;
  const constants = tensorsForFile({ ...tensors, weights: [] }, {});
  const stored = { ...fileOf(each), ...constants };
  const weights = weightsFromFile(tensors, stored, "file");
  const shape = [each.sigma.length, ...network.shape];

  test("its tensors are the weights of the network, and are restored from them", () => {
    expect(shapesOf(stored)).toEqual(shapesOf(fileOf(each)));
    expect(shapesOf(weights)).toEqual(shapesOf(network.init(random(0, "network"))));
    const restored = tensorsForFile(tensors, weights);
    expect(shapesOf(restored)).toEqual(shapesOf(stored));
    for (const [name, { data }] of Object.entries(stored))
      expect(Buffer.compare(Buffer.from(data.buffer), Buffer.from(restored[name]!.data.buffer)), name).toBe(0);
  });

  test("output and gradient in the input are PyTorch's to 1e-5 of the largest", () => {
    const sigma = tf.tensor1d(each.sigma);
    const level = levelOf(tf.onesLike(sigma), sigma, 4);
    const denoiser = preconditionedDenoiser(network, preconditioningOf(preconditioning!));
    const augmented =
      "augmented" in each ? { "map_augment.labels": tf.tensor2d(numbers([shape[0]!, 9], 107), [shape[0]!, 9]) } : {};
    const params = { ...tensorsOf(weights), ...augmented };
    const labels = each.labels ? tf.tensor1d(each.labels) : undefined;
    const denoised = (x: Tensor) => x.sub(level.betaBar.mul(denoiser.epsilon(params, x, level, labels)));
    const scale = sigma.square().add(0.25).sqrt().reshape([-1, 1, 1, 1]).mul(1.5);
    const x = images(numbers(shape, 101), shape).mul(scale);
    const fixed = images(numbers(shape, 103), shape);
    const { value, grad } = tf.valueAndGrad((x: Tensor) => denoised(x).mul(fixed).sum())(x);
    expect(Number.isFinite(value.dataSync()[0])).toBe(true);
    expectClose(denoised(x), decoded(each.output), each.sigma.length);
    expectClose(grad, decoded(each.gradient), each.sigma.length);
  });
});

/** Expects each sample to differ from the expected one by at most 1e-5 of its largest number. */
function expectClose(actual: Tensor, expected: Float32Array, samples: number): void {
  const values = actual.dataSync();
  const size = expected.length / samples;
  for (let i = 0; i < samples; i++) {
    const [ours, theirs] = [values, expected].map((all) => all.slice(i * size, (i + 1) * size));
    const largest = Math.max(...theirs!.map(Math.abs));
    const difference = Math.max(...ours!.map((value, j) => Math.abs(value - theirs![j]!)));
    expect(difference / largest).toBeLessThan(1e-5);
  }
}
