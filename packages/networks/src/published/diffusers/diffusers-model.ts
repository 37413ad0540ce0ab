import { TweedieError } from "@tweedie/core";
import { z } from "zod";
import { checkSettings, learnsVariance } from "../check-settings.ts";
import type { PublishedModel, PublishedSettings } from "../published-model.ts";
import { diffusersUnet } from "./diffusers-unet.ts";
import { diffusersUnetOptions } from "./options.ts";
import { schedulerPreconditioning } from "./scheduler.ts";

const count = z.int().positive();
const nullable = <T extends z.ZodType>(schema: T) => schema.nullable().default(null);

/** `config.json` of UNet2DModel: a value outside these types is refused by name. The defaults are those of diffusers. */
const config = z.strictObject({
  sample_size: z.union([count, z.tuple([count, count])]),
  in_channels: count.default(3),
  out_channels: count.default(3),
  center_input_sample: z.boolean().default(false),
  time_embedding_type: z.literal("positional").default("positional"),
  time_embedding_dim: nullable(count),
  freq_shift: z.number().min(0).default(0),
  flip_sin_to_cos: z.boolean().default(true),
  down_block_types: z.array(z.enum(["DownBlock2D", "AttnDownBlock2D"])),
  mid_block_type: z.literal("UNetMidBlock2D").default("UNetMidBlock2D"),
  up_block_types: z.array(z.enum(["UpBlock2D", "AttnUpBlock2D"])),
  block_out_channels: z.array(count),
  layers_per_block: count.default(2),
  mid_block_scale_factor: z.number().positive().default(1),
  downsample_padding: z.union([z.literal(0), z.literal(1)]).default(1),
  downsample_type: z.literal("conv").default("conv"),
  upsample_type: z.literal("conv").default("conv"),
  dropout: z.number().default(0),
  act_fn: z.enum(["silu", "swish"]).default("silu"),
  attention_head_dim: count.nullable().default(8),
  norm_num_groups: count.default(32),
  attn_norm_num_groups: nullable(count),
  norm_eps: z.number().positive().default(1e-5),
  resnet_time_scale_shift: z.enum(["default", "scale_shift"]).default("default"),
  add_attention: z.boolean().default(true),
  class_embed_type: nullable(z.null()),
  num_class_embeds: nullable(count),
  num_train_timesteps: nullable(count),
});

/**
 * The network of a diffusers folder, from its `config.json` and the settings of its scheduler, if it has them.
 *
 * @param where The folder, for messages.
 * @throws TweedieError naming a class or a setting that is not supported.
 */
export function diffusersModel({ network: name, options, extras }: PublishedSettings, where: string): PublishedModel {
  if (name !== "UNet2DModel") {
    const what =
      name === undefined ? "the folder does not name the class of its network" : `the network ${name} is not supported`;
    throw new TweedieError({ where, what, fix: "supported: UNet2DModel" });
  }
  const given = checkSettings(config, options, where);
  const size = checkSettings(diffusersUnetOptions, renamed(given, where), where);
  const [rows, columns] = [given.sample_size].flat() as [number, number?];
  const network = diffusersUnet({
    ...size,
    shape: [rows, columns ?? rows, given.in_channels],
    classes: given.num_class_embeds ?? undefined,
  });
  const scheduler = extras?.["scheduler"];
  return {
    plugin: "networks/diffusers-unet",
    options: size,
    network,
    preconditioning: scheduler === undefined ? undefined : schedulerPreconditioning(scheduler, where),
    tensors: network.tensors,
  };
}

/** The settings under the names of our options. */
function renamed(given: z.output<typeof config>, where: string): z.input<typeof diffusersUnetOptions> {
  const { in_channels: inputs, out_channels: outputs } = given;
  const kindOf = (type: string) => (type.startsWith("Attn") ? "attention" : "plain");
  return {
    widths: given.block_out_channels,
    blocks: given.layers_per_block,
    encoder: given.down_block_types.map(kindOf),
    decoder: given.up_block_types.map(kindOf),
    middleAttention: given.add_attention,
    middleScale: given.mid_block_scale_factor,
    headChannels: given.attention_head_dim ?? undefined,
    groups: given.norm_num_groups,
    middleGroups: given.attn_norm_num_groups ?? undefined,
    epsilon: given.norm_eps,
    embedding: given.time_embedding_dim ?? undefined,
    frequencyShift: given.freq_shift,
    cosinesFirst: given.flip_sin_to_cos,
    padding: given.downsample_padding,
    conditioning: given.resnet_time_scale_shift === "default" ? "shift" : "scale-shift",
    centresInput: given.center_input_sample,
    dropout: given.dropout,
    ...(learnsVariance(inputs, outputs, where) && { learnsVariance: true }),
  };
}
