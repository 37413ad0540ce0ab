import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ndarray, nest, type NDArray, type NDArrays, sizeOf, under } from "@tweedie/core";
import { encodeCheckpoint } from "@tweedie/formats";
import { publishedModel, tensorsForFile } from "@tweedie/networks";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { transformationArrays } from "../augmentation/augmentation.ts";
import type { Transformation } from "../augmentation/transformations.ts";
import { createComponents } from "../components.ts";
import { validateExperiment } from "../experiment/validate.ts";
import { distance, initialState, train } from "./ring-distillation.fixture.ts";
import fixture from "./sid-update.fixture.json" with { type: "json" };

const model = {
  network: "SongUNet",
  options: fixture.options,
  preconditioning: { name: "EDMPrecond", options: { sigma_data: 0.5 } },
};

/** Settings of SiD's code for CIFAR-10, with a larger learning rate, and each sample of the fake score's loss augmented. */
const experiment = `
data: { use: datasets/mnist, size: 7 }
teacher: { use: teachers/pretrained, path: teacher.safetensors }
network: networks/teacher
student: students/denoiser
fakeScore: fake-scores/denoiser
loss: { use: sid/l2, lambda: 1.2 }
distill:
  batch: 4
  student:
    weighting: { use: weightings/sid, scale: 100 }
    optimizer: { lr: 1e-3, betas: [0, 0.999], eps: 1e-8, nonFinite: zero }
  fakeScore:
    augment: { probability: 1 }
    optimizer: { lr: 1e-3, betas: [0, 0.999], eps: 1e-8, nonFinite: zero }
`;
const folder = temporaryFolder({ "sid.yaml": experiment }, afterAll);

/** Uniform on [-1, 1], as in tools/parity/generator.py. */
function numbers(shape: readonly number[], seed: number): Float32Array {
  return Float32Array.from({ length: sizeOf(shape) }, () => {
    seed = (Math.imul(1_664_525, seed) + 1_013_904_223) >>> 0;
    return seed / 2 ** 31 - 1;
  });
}

/** The teacher's weights, by the rule of tools/parity/generator.py. */
function teacherTensors(): NDArrays {
  return Object.fromEntries(
    Object.entries(fixture.tensors).map(([name, sizes], index): [string, NDArray] => {
      const shape = sizes.split(",").map(Number);
      const isVector = shape.length === 1;
      const scale = !isVector || name.endsWith("bias") ? 1 : 0.3;
      const offset = isVector && name.includes("norm") && name.endsWith("weight") ? 1 : 0;
      const factor = scale * Math.sqrt(3 / (isVector ? 9 : sizeOf(shape.slice(1))));
      return [
        name,
        ndarray(
          shape,
          numbers(shape, index + 1).map((value) => offset + value * factor),
        ),
      ];
    }),
  );
}

/** The draws of SiD's code in place of ours. */
function sidDraws(draws: NDArrays): NDArrays {
  const image = [4, 7, 7, 1];
  const noise = (seed: number) =>
    ndarray(
      image,
      numbers(image, seed).map((value) => value * 1.7),
    );
  const levels = (sigmas: Float32Array) => ({
    alphaBar: ndarray([4], Float32Array.of(1, 1, 1, 1)),
    betaBar: ndarray([4], sigmas),
  });
  const label = ndarray([4], Float32Array.of(0, 3, 6, 9));
  const fakeSigmas = numbers([4], 102).map((value) => Math.exp(1.2 * value * 1.7 - 1.2));
  const [start, end] = [0.002 ** (1 / 7), 80 ** (1 / 7)];
  const sigmas = numbers([4], 105).map((value) => (end + (1 - ((value + 1) / 2) * 0.8) * (start - end)) ** 7);
  return {
    ...draws,
    ...nest("fakeScore.0.augment", transformationArrays(fixture.transformations as unknown as Transformation[], 7)),
    ...nest("fakeScore.0", { z: noise(101), eps: noise(103), label, ...levels(fakeSigmas) }),
    ...nest("student", { z: noise(104), eps: noise(106), label, ...levels(sigmas) }),
  };
}

const decoded = (base64: string): Float32Array =>
  new Float32Array(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)).buffer);

describe("one iteration equals SiD's loss, augmentation, networks and training loop in PyTorch, with the same draws", () => {
  const { tensors } = publishedModel(model, "file");
  let trained: Awaited<ReturnType<typeof train>>;

  beforeAll(async () => {
    writeFileSync(join(folder, "teacher.safetensors"), encodeCheckpoint({ ...model, tensors: teacherTensors() }));
    const components = await createComponents(await validateExperiment({ file: join(folder, "sid.yaml") }));
    trained = await train(components, "ort", 1, { initial: initialState(components), change: sidDraws });
  });

  test("the losses, to 1e-4", () => {
    const { fakeScore, student } = fixture.losses;
    expect(distance(trained.losses[0]!, [fakeScore, student])).toBeLessThan(1e-4);
    expect(trained.losses[0]![0]! / fakeScore).toBeCloseTo(1, 4);
    expect(trained.losses[0]![1]! / student).toBeCloseTo(1, 4);
  });

  test.each(["fakeScore", "student"] as const)("Adam's second moments of the %s, to 1e-3", (name) => {
    // Tweedie stores the sum of the squared gradients, PyTorch 1 - beta2 times it.
    const found = tensorsForFile(tensors, under(`adam.${name}.v`, trained.state));
    for (const [tensor, { squares }] of Object.entries(fixture.results[name])) {
      const expected = decoded(squares).map((value) => value / 0.001);
      expect(distance(found[tensor]!.data, expected), tensor).toBeLessThan(1e-3);
    }
  });

  test.each(["fakeScore", "student"] as const)(
    "the weights of the %s, to a hundredth of the learning rate, where the gradient is not rounding error",
    (name) => {
      const found = tensorsForFile(tensors, under(name, trained.state));
      for (const [tensor, { weight, squares }] of Object.entries(fixture.results[name])) {
        const [expected, gradients] = [decoded(weight), decoded(squares).map((value) => Math.sqrt(value / 0.001))];
        const largest = Math.max(...gradients);
        const errors = [...found[tensor]!.data].map((value, i) =>
          gradients[i]! > 1e-3 * largest ? Math.abs(value - expected[i]!) : 0,
        );
        expect(Math.max(...errors), tensor).toBeLessThan(1e-5);
      }
    },
  );
});
