import { random } from "@tweedie/core";
import type { PreconditioningSettings } from "@tweedie/diffusion";
import { describe, expect, test } from "vitest";
import { mlp } from "../architectures/mlp.ts";
import { diffusersUnet } from "./diffusers/diffusers-unet.ts";
import { diffusersUnetOptions } from "./diffusers/options.ts";
import { dhariwalUnet } from "./edm/dhariwal-unet.ts";
import { dhariwalUnetOptions, songUnetOptions } from "./edm/options.ts";
import { songUnet } from "./edm/song-unet.ts";
import type { PublishedNetwork } from "./file-tensor.ts";
import { publishedModel, publishedWeights } from "./read-model.ts";
import { storedModel } from "./store-model.ts";

const small = { channels: 4, multipliers: [1, 2], blocks: 1, attention: [2] };
const samples = { shape: [4, 4, 1], classes: 3 };
const ddpm = { steps: 10, schedule: "linear", betaStart: 1e-4, betaEnd: 0.02, zeroTerminalSignal: false } as const;
const networks: readonly (readonly [string, PublishedNetwork, readonly PreconditioningSettings[]])[] = [
  [
    "SongUNet",
    songUnet({
      ...songUnetOptions.parse({
        ...small,
        noise: "fourier",
        encoder: "residual",
        decoder: "skip",
        filter: [1, 3, 3, 1],
      }),
      ...samples,
    }),
    [
      { kind: "edm", sigmaData: 0.7 },
      { kind: "vp", betaD: 19.9, betaMin: 0.1, steps: 1_000 },
      { kind: "ve" },
      { kind: "iddpm", c1: 0.001, c2: 0.008, steps: 20 },
    ],
  ],
  [
    "DhariwalUNet",
    dhariwalUnet({ ...dhariwalUnetOptions.parse({ ...small, augmentations: 2, labelDropout: 0.1 }), ...samples }),
    [{ kind: "edm", sigmaData: 0.5 }],
  ],
  [
    "UNet2DModel",
    diffusersUnet({
      ...diffusersUnetOptions.parse({
        ...{ widths: [4, 8], encoder: ["plain", "attention"], decoder: ["attention", "plain"], groups: 2, blocks: 1 },
        ...{ conditioning: "scale-shift", headChannels: 4, cosinesFirst: true, padding: 1, dropout: 0.1 },
      }),
      ...samples,
    }),
    [
      { kind: "edm", sigmaData: 0.7 },
      { kind: "flow", timeScale: 1_000 },
      { kind: "discrete", prediction: "v", ...ddpm },
    ],
  ],
];

describe.each(networks)("a network of the class %s", (name, network, preconditionings) => {
  const weights = network.init(random(0, "weights"));

  test.each(preconditionings)("is read again as it was stored, with the preconditioning $kind", (preconditioning) => {
    const stored = storedModel(network, weights, preconditioning, "run");
    expect(stored.network).toBe(name);
    const settings = JSON.parse(JSON.stringify({ ...stored, tensors: undefined })) as typeof stored;
    const model = publishedModel(settings, "file");
    const tensors = new Map(
      Object.entries(stored.tensors).map(([each, { shape, data }]) => [each, { shape, read: () => data }]),
    );
    expect(model.preconditioning).toEqual(preconditioning);
    expect(model.network.shape).toEqual(network.shape);
    expect(model.network.classes).toBe(network.classes);
    expect((model.network as PublishedNetwork).settings()).toEqual(network.settings());
    expect(publishedWeights(model, tensors, "file")).toEqual(weights);
  });
});

describe("refuses", () => {
  const edm = { kind: "edm", sigmaData: 0.5 } as const;

  test("a network without a form in EDM or diffusers", () => {
    const network = mlp({ shape: [2], width: 4, depth: 1, embedding: 4, activation: "silu" });
    expect(() => storedModel(network, {}, edm, "runs/a")).toThrow(
      /runs\/a: its network has no form in EDM or diffusers/,
    );
  });

  test.each([
    ["EDM", networks[0]![1], { kind: "flow", timeScale: 1 } as const],
    ["diffusers", networks[2]![1], { kind: "ve" } as const],
  ])("a preconditioning that %s does not have", (_, network, preconditioning) => {
    expect(() => storedModel(network, {}, preconditioning, "run")).toThrow(/with the preconditioning of its teacher/);
  });

  test("heads that EDM's class cannot express", () => {
    const network = dhariwalUnet({ ...dhariwalUnetOptions.parse({ ...small, headChannels: 4 }), ...samples });
    expect(() => storedModel(network, {}, edm, "run")).toThrow(/attention heads of 64 channels, and this network of 4/);
  });
});
