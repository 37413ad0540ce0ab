import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mapParams, ndarray, random, tf, TweedieError, type Dataset, type NDArrays } from "@tweedie/core";
import { levelOf, preconditionedDenoiser, preconditioningOf } from "@tweedie/diffusion";
import { encodeCheckpoint, encodeSafetensors } from "@tweedie/formats";
import { publishedModel, tensorsForFile, type PublishedSettings } from "@tweedie/networks";
import { testDenoiser } from "@tweedie/testing";
import { afterAll, describe, expect, test } from "vitest";
import plugin from "./pretrained.ts";

const folder = mkdtempSync(join(tmpdir(), "pretrained-"));
afterAll(() => rmSync(folder, { recursive: true }));

const song: PublishedSettings = {
  network: "SongUNet",
  options: {
    ...{ img_resolution: 4, in_channels: 1, out_channels: 1, model_channels: 4, channel_mult: [1, 1] },
    ...{ num_blocks: 1, attn_resolutions: [2], augment_dim: 0 },
  },
  preconditioning: { name: "EDMPrecond", options: { sigma_data: 0.7 } },
};
const scheduler = { _class_name: "DDPMScheduler", prediction_type: "epsilon" };
const config = {
  ...{ sample_size: 4, in_channels: 1, out_channels: 1, block_out_channels: [4, 4], layers_per_block: 1 },
  ...{ down_block_types: ["DownBlock2D", "AttnDownBlock2D"], up_block_types: ["AttnUpBlock2D", "UpBlock2D"] },
  ...{ norm_num_groups: 2, attention_head_dim: 2 },
};

/** Random numbers, which the initial weights of some layers are not. */
function weightsOf(file: PublishedSettings): NDArrays {
  const init = publishedModel(file, "file").network.init(random(0, "file"));
  return Object.fromEntries(
    Object.entries(init).map(([name, { shape, data }]) => {
      const noise = random(0, name).normal(data.length);
      return [
        name,
        ndarray(
          shape,
          data.map((value, i) => value + 0.1 * noise[i]!),
        ),
      ];
    }),
  );
}

const weights = weightsOf(song);
const tensors = tensorsForFile(publishedModel(song, "file").tensors, weights);
const file = join(folder, "song.safetensors");
const { network, options, preconditioning } = song;
writeFileSync(
  file,
  encodeCheckpoint({
    network: network!,
    options: options as never,
    preconditioning: preconditioning as never,
    tensors,
  }),
);

const unet: PublishedSettings = { network: "UNet2DModel", options: config, extras: { scheduler } };
const pipeline = join(folder, "pipeline");
for (const [name, content] of Object.entries({ unet: "config.json", scheduler: "scheduler_config.json" })) {
  mkdirSync(join(pipeline, name), { recursive: true });
  const settings = name === "unet" ? { _class_name: "UNet2DModel", ...config } : scheduler;
  writeFileSync(join(pipeline, name, content), JSON.stringify(settings));
}
writeFileSync(
  join(pipeline, "unet", "diffusion_pytorch_model.safetensors"),
  encodeSafetensors(tensorsForFile(publishedModel(unet, "file").tensors, weightsOf(unet))),
);

const data = { shape: [4, 4, 1], sigmaData: 0.5 } as unknown as Dataset;

testDenoiser(plugin, { shape: [4, 4, 1], options: { path: file } });
testDenoiser(plugin, { shape: [4, 4, 1], options: { path: pipeline } });

describe.each([
  ["a file of EDM's network", file, song],
  ["a folder of diffusers", pipeline, unet],
])("the teacher of %s", (_, path, settings) => {
  const teacher = plugin.create({ path }, data);
  const model = publishedModel(settings, "file");

  test("has the weights of the file, which are loaded", () => {
    expect(teacher.weights).toBe("loaded");
    expect(teacher.init(random(0, "teacher"))).toEqual(weightsOf(settings));
  });

  test("predicts the noise by the network and the preconditioning of the file", () => {
    const params = mapParams(weightsOf(settings), ({ shape, data }) => tf.tensor(data, [...shape]));
    const level = levelOf(tf.tensor1d([1, 0.6]), tf.tensor1d([3, 0.8]), 4);
    const xt = tf.tensor(random(0, "xt").normal(32), [2, 4, 4, 1]);
    const expected = preconditionedDenoiser(model.network, preconditioningOf(model.preconditioning!));
    expect(teacher.epsilon(params, xt, level)).toBeAllClose(expected.epsilon(params, xt, level), { atol: 1e-6 });
  });
});

test("the standard deviation of the data is that of EDM's preconditioning, if the file has one", () => {
  expect(plugin.create({ path: file }, data).sigmaData).toBe(0.7);
  expect(plugin.create({ path: pipeline }, data).sigmaData).toBe(0.5);
});

describe("refuses, at the option,", () => {
  const messageOf = (options: Parameters<typeof plugin.create>[0], of = data) => {
    try {
      plugin.create(options, of);
    } catch (error) {
      if (error instanceof TweedieError) return error.message.replaceAll(folder, "");
      throw error;
    }
    return undefined;
  };
  const bare = join(folder, "bare.safetensors");
  writeFileSync(bare, encodeSafetensors(tensors));
  const unscaled = join(folder, "unscaled.safetensors");
  const plain = tensorsForFile(publishedModel({ ...song, preconditioning: undefined }, "file").tensors, weights);
  writeFileSync(unscaled, encodeCheckpoint({ network: network!, options: options as never, tensors: plain }));

  test.each([
    ["a missing file", { path: join(folder, "none.pkl") }, data, "teacher.path: /none.pkl does not exist"],
    [
      "data of another shape",
      { path: file },
      { ...data, shape: [8, 8, 3] },
      "teacher.path: the network of this file is for samples of 4x4x1, and the data have samples of 8x8x3",
    ],
    [
      "tensors without a network",
      { path: bare },
      data,
      "teacher.path: /bare.safetensors does not name the class of its network",
    ],
    [
      "a file without a preconditioning",
      { path: unscaled },
      data,
      "teacher.path: the file does not state the preconditioning of its network",
    ],
    [
      "a second preconditioning",
      { path: file, preconditioning: "ve" as const },
      data,
      "teacher.preconditioning: the file states its preconditioning (edm), and this is ve",
    ],
  ])("%s", (_, given, of, message) => {
    expect(messageOf(given, of)).toContain(message);
  });

  test("but takes the named preconditioning of a file that has none", () => {
    expect(plugin.create({ path: unscaled, preconditioning: "edm" }, data).sigmaData).toBe(0.5);
  });
});
