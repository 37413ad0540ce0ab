import { TweedieError } from "@tweedie/core";
import { expect, test } from "vitest";
import { diffusersModel } from "./diffusers-model.ts";
import { withCurrentNames } from "./former-names.ts";

const small = {
  sample_size: 8,
  in_channels: 1,
  out_channels: 1,
  down_block_types: ["DownBlock2D", "AttnDownBlock2D"],
  up_block_types: ["AttnUpBlock2D", "UpBlock2D"],
  block_out_channels: [8, 16],
  norm_num_groups: 4,
};
const scheduler = { _class_name: "DDPMScheduler", beta_schedule: "linear", clip_sample: true };
const read = (options: object, scheduler?: object, network = "UNet2DModel") =>
  diffusersModel({ network, options: { ...options }, extras: scheduler && { scheduler } }, "folder");

test("the settings of a folder become the options of a plugin", () => {
  const { plugin, options, network, preconditioning } = read({ ...small, num_class_embeds: 3 }, scheduler);
  expect(plugin).toBe("networks/diffusers-unet");
  expect(options).toMatchObject({ widths: [8, 16], encoder: ["plain", "attention"], headChannels: 8, epsilon: 1e-5 });
  expect(network).toMatchObject({ shape: [8, 8, 1], classes: 3 });
  expect(preconditioning).toMatchObject({ kind: "discrete", prediction: "epsilon", steps: 1_000, betaEnd: 0.02 });
  expect(read(small).preconditioning).toBeUndefined();
});

test.each([
  [
    { prediction_type: "v_prediction", rescale_betas_zero_snr: true },
    { prediction: "v", zeroTerminalSignal: true },
  ],
  [{ prediction_type: "sample", beta_schedule: "squaredcos_cap_v2" }, { prediction: "sample" }],
  [{ _class_name: "FlowMatchEulerDiscreteScheduler" }, { kind: "flow", timeScale: 1_000 }],
])("the scheduler %o is a preconditioning", (settings, expected) => {
  expect(read(small, settings).preconditioning).toMatchObject(expected);
});

test("ddpm-cifar10-32 has 35,746,307 weights", () => {
  const { weights } = read({
    sample_size: 32,
    down_block_types: ["DownBlock2D", "AttnDownBlock2D", "DownBlock2D", "DownBlock2D"],
    up_block_types: ["UpBlock2D", "UpBlock2D", "AttnUpBlock2D", "UpBlock2D"],
    block_out_channels: [128, 256, 256, 256],
    attention_head_dim: null,
  }).tensors;
  const sizes = weights.map(({ shape }) => shape.reduce((size, extent) => size * extent, 1));
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(35_746_307);
});

test.each<[object, object | undefined, RegExp]>([
  [{ time_embedding_type: "fourier" }, undefined, /folder: the setting `time_embedding_type` is "fourier"/],
  [{ class_embed_type: "timestep" }, undefined, /`class_embed_type` is "timestep"/],
  [{ down_block_types: ["SkipDownBlock2D", "DownBlock2D"] }, undefined, /`down_block_types\.0` is "SkipDownBlock2D"/],
  [{ mid_block_type: null }, undefined, /`mid_block_type` is null/],
  [{ act_fn: "gelu" }, undefined, /`act_fn` is "gelu"/],
  [{ norm_layer: 1 }, undefined, /the setting norm_layer is not known/],
  [{ out_channels: 5 }, undefined, /`out_channels` is 5/],
  [{ sample_size: null }, undefined, /`sample_size` is null/],
  [{}, { prediction_type: "flow" }, /`prediction_type` is "flow"/],
  [{}, { trained_betas: [0.1] }, /`trained_betas` is \[0\.1\]/],
])("refuses %o with the scheduler %o", (options, settings, message) => {
  expect(() => read({ ...small, ...options }, settings)).toThrow(TweedieError);
  expect(() => read({ ...small, ...options }, settings)).toThrow(message);
});

test("refuses another class", () => {
  expect(() => read(small, scheduler, "UNet2DConditionModel")).toThrow(/UNet2DConditionModel is not supported/);
});

test("former names of attentions become the current ones", () => {
  const former = ["query.weight", "key.bias", "value.weight", "proj_attn.weight", "group_norm.weight"];
  const names = former.map((part) => [`mid_block.attentions.0.${part}`, 1] as const);
  expect(Object.keys(withCurrentNames(Object.fromEntries([...names, ["down_blocks.0.key.weight", 1]])))).toEqual([
    "mid_block.attentions.0.to_q.weight",
    "mid_block.attentions.0.to_k.bias",
    "mid_block.attentions.0.to_v.weight",
    "mid_block.attentions.0.to_out.0.weight",
    "mid_block.attentions.0.group_norm.weight",
    "down_blocks.0.key.weight",
  ]);
});
