import type { Samples } from "../../samples.ts";
import type { NetworkSettings } from "../file-tensor.ts";
import type { DiffusersUnetSize, LevelKind } from "./size.ts";

/** The `config.json` of a network of UNet2DModel: the inverse of `diffusersModel`. */
export function diffusersSettings({ shape, classes, ...size }: DiffusersUnetSize & Samples): NetworkSettings {
  const [rows, columns, colours] = shape as [number, number, number];
  const blocksOf = (kinds: readonly LevelKind[], name: string) =>
    kinds.map((kind) => (kind === "attention" ? `Attn${name}` : name));
  return {
    network: "UNet2DModel",
    options: {
      sample_size: rows === columns ? rows : [rows, columns],
      in_channels: colours,
      out_channels: colours * (size.learnsVariance ? 2 : 1),
      center_input_sample: size.centresInput ?? false,
      time_embedding_type: "positional",
      time_embedding_dim: size.embedding ?? null,
      freq_shift: size.frequencyShift,
      flip_sin_to_cos: size.cosinesFirst,
      down_block_types: blocksOf(size.encoder, "DownBlock2D"),
      up_block_types: blocksOf(size.decoder, "UpBlock2D"),
      block_out_channels: size.widths,
      layers_per_block: size.blocks,
      mid_block_scale_factor: size.middleScale,
      downsample_padding: size.padding,
      dropout: size.dropout ?? 0,
      act_fn: "silu",
      attention_head_dim: size.headChannels ?? null,
      norm_num_groups: size.groups,
      attn_norm_num_groups: size.middleGroups ?? null,
      norm_eps: size.epsilon,
      resnet_time_scale_shift: size.conditioning === "shift" ? "default" : "scale_shift",
      add_attention: size.middleAttention,
      num_class_embeds: classes ?? null,
    },
  };
}
