import { TweedieError } from "@tweedie/core";
import { expect, test } from "vitest";
import { edmModel } from "./edm-model.ts";

const small = {
  img_resolution: 8,
  in_channels: 1,
  out_channels: 1,
  model_channels: 8,
  channel_mult: [1, 2],
  num_blocks: 1,
};
const read = (network: string | undefined, options: object, preconditioning?: { name: string; options: object }) =>
  edmModel({ network, options: { ...options }, preconditioning: preconditioning as never }, "file");

test("the settings of a file become the options of a plugin", () => {
  const { plugin, options, network, preconditioning } = read("SongUNet", { ...small, label_dim: 3 });
  expect(plugin).toBe("networks/song-unet");
  expect(options).toMatchObject({ channels: 8, multipliers: [1, 2], blocks: 1, attention: [], dropout: 0.1 });
  expect(network).toMatchObject({ shape: [8, 8, 1], classes: 3 });
  expect(preconditioning).toBeUndefined();
  expect(read("DhariwalUNet", small)).toMatchObject({
    plugin: "networks/dhariwal-unet",
    network: { classes: undefined },
  });
});

test.each([
  ["EDMPrecond", { sigma_data: 1, sigma_max: Infinity }, { kind: "edm", sigmaData: 1 }],
  ["EDMPrecond", {}, { kind: "edm", sigmaData: 0.5 }],
  ["VPPrecond", {}, { kind: "vp", betaD: 19.9, betaMin: 0.1, steps: 1_000 }],
  ["VEPrecond", { sigma_max: 100 }, { kind: "ve" }],
  ["iDDPMPrecond", { M: 500 }, { kind: "iddpm", c1: 0.001, c2: 0.008, steps: 500 }],
])("the class %s with %o is a preconditioning", (name, options, preconditioning) => {
  const model = read("SongUNet", small, { name, options });
  expect(model.preconditioning).toEqual(preconditioning);
  expect(model.tensors.weights[0]!.file).toMatch(/^model\./);
});

test("files have the filters of layers that resample, and for improved DDPM the descending noise levels", () => {
  const options = { ...small, resample_filter: [1, 3, 3, 1] };
  const { constants } = read("SongUNet", options, { name: "iDDPMPrecond", options: {} }).tensors;
  const values = new Map(constants!.map(({ file, value }) => [file, value]));
  const { shape, data } = values.get("model.enc.4x4_down.conv0.resample_filter")!;
  expect(shape).toEqual([1, 1, 4, 4]);
  expect([...data]).toEqual([1, 3, 3, 1].flatMap((row) => [1, 3, 3, 1].map((column) => (row * column) / 64)));
  const sigmas = [...values.get("u")!.data];
  expect(sigmas).toHaveLength(1_001);
  expect(sigmas.at(-1)).toBe(0);
  expect(sigmas.every((sigma, i) => i === 0 || sigma < sigmas[i - 1]!)).toBe(true);
});

test("EDM's network for CIFAR-10 has 55,733,891 weights", () => {
  const cifar = { img_resolution: 32, in_channels: 3, out_channels: 3, channel_mult: [2, 2, 2], augment_dim: 9 };
  const { weights } = read("SongUNet", cifar).tensors;
  const sizes = weights.map(({ shape }) => shape.reduce((size, extent) => size * extent, 1));
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(55_733_891);
});

test.each([
  [undefined, small, undefined, /file: the file does not name the class of its network/],
  ["CLIPModel", small, undefined, /file: the network CLIPModel is not supported/],
  ["SongUNet", small, "CLIPModel", /file: the class CLIPModel around the network is not supported/],
  ["SongUNet", small, "toString", /the class toString around the network is not supported/],
  ["SongUNet", { ...small, extra_option: 1 }, undefined, /file: the setting extra_option is not known/],
  ["SongUNet", { ...small, encoder_type: "wavelet" }, undefined, /the setting `encoder_type` is "wavelet"/],
  ["SongUNet", { ...small, resample_filter: [1, 2, 1] }, undefined, /`resample_filter`/],
  ["SongUNet", { ...small, out_channels: 3 }, undefined, /`out_channels` is 3/],
  ["DhariwalUNet", { ...small, embedding_type: "fourier" }, undefined, /the setting embedding_type is not known/],
  ["DhariwalUNet", { in_channels: 1 }, undefined, /`img_resolution` is missing/],
])("refuses %s with %o in %s", (network, settings, name, message) => {
  const refused = () => read(network, settings, name === undefined ? undefined : { name, options: {} });
  expect(refused).toThrow(TweedieError);
  expect(refused).toThrow(message);
});
