import { TweedieError } from "@tweedie/core";
import type { PublishedLayer } from "../file-tensor.ts";
import type { Resampling } from "../resampling.ts";
import type { UnetInputs } from "../../layers/skip-connection.ts";
import { block } from "./block.ts";
import type { BlockStyle } from "./block-style.ts";
import type { EdmUnetSize, UnetLevel } from "./size.ts";

/** A residual block of a U-Net: `[b, h, w, inputs]` and the embedding to `[b, ..., outputs]`. */
export type Block = PublishedLayer<UnetInputs>;

/** The properties in which the blocks of one U-Net differ. */
export interface BlockPlan {
  readonly inputs: number;
  readonly outputs: number;
  readonly attends?: boolean;
  readonly resampling?: Resampling;
}

/** Makes the block `enc|dec.SIDExSIDE_NAME` of a resolution. */
export type BlockMaker = (path: "enc" | "dec", level: UnetLevel, name: string, plan: BlockPlan) => Block;

/** The blocks of a U-Net, whose style and size they share. */
export const blocksOf =
  (
    size: EdmUnetSize,
    { style, headsOf }: { readonly style: BlockStyle; headsOf(channels: number): number },
  ): BlockMaker =>
  (path, level, name, { attends = false, ...plan }) => {
    const heads = attends ? headsOf(plan.outputs) : 0;
    if (heads > 0 && plan.outputs % heads !== 0) {
      const what = `the attention at ${level.side} pixels has ${plan.outputs} channels, which are not a multiple of ${heads} heads`;
      throw new TweedieError({ where: "network.channels", what });
    }
    const embedding = size.embedding * size.channels;
    return block(
      `${path}.${level.name}_${name}`,
      { ...plan, side: level.side, embedding, heads, dropout: size.dropout ?? 0 },
      style,
    );
  };

/** The blocks of one resolution of the encoder. */
export interface EncoderStage {
  readonly level: UnetLevel;
  /** The block that halves the sides; undefined at the finest resolution. */
  readonly down: Block | undefined;
  readonly blocks: readonly Block[];
}

/** The stages of an encoder after the first convolution, from fine to coarse. */
export const encoderStages = (levels: readonly UnetLevel[], size: EdmUnetSize, blockOf: BlockMaker): EncoderStage[] =>
  levels.map((level, i) => {
    const before = i === 0 ? size.channels : levels[i - 1]!.width;
    const attends = size.attention.includes(level.side);
    return {
      level,
      down:
        i === 0 ? undefined : blockOf("enc", level, "down", { inputs: before, outputs: before, resampling: "down" }),
      blocks: Array.from({ length: size.blocks }, (_, j) =>
        blockOf("enc", level, `block${j}`, { inputs: j === 0 ? before : level.width, outputs: level.width, attends }),
      ),
    };
  });

/** Widths of the activations of an encoder that the decoder reads, in the order in which they are computed. */
const skipWidths = (levels: readonly UnetLevel[], { channels, blocks }: EdmUnetSize): number[] => [
  channels,
  ...levels.flatMap(({ width }, i) => [
    ...(i === 0 ? [] : [levels[i - 1]!.width]),
    ...Array.from({ length: blocks }, () => width),
  ]),
];

/** The blocks of one resolution of the decoder. */
export interface DecoderStage {
  readonly level: UnetLevel;
  /** Blocks without a skip connection: two in the middle of the U-Net, then one that doubles the sides. */
  readonly enter: readonly Block[];
  readonly blocks: readonly Block[];
}

/**
 * The stages of a decoder, from coarse to fine.
 *
 * @param attendsAt True if the block `j` of `blocks + 1` has self-attention at a resolution with attention.
 */
export function decoderStages(
  levels: readonly UnetLevel[],
  size: EdmUnetSize,
  { blockOf, attendsAt }: { readonly blockOf: BlockMaker; attendsAt(j: number): boolean },
): DecoderStage[] {
  const skips = skipWidths(levels, size);
  return levels.toReversed().map((level, i) => {
    const before = i === 0 ? level.width : levels[levels.length - i]!.width;
    const same = { inputs: before, outputs: before };
    const attends = size.attention.includes(level.side);
    return {
      level,
      enter:
        i === 0
          ? [blockOf("dec", level, "in0", { ...same, attends: true }), blockOf("dec", level, "in1", same)]
          : [blockOf("dec", level, "up", { ...same, resampling: "up" })],
      blocks: Array.from({ length: size.blocks + 1 }, (_, j) =>
        blockOf("dec", level, `block${j}`, {
          inputs: (j === 0 ? before : level.width) + skips.pop()!,
          outputs: level.width,
          attends: attends && attendsAt(j),
        }),
      ),
    };
  });
}
