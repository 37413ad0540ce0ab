import { mapParams, nest, TweedieError, under } from "@tweedie/core";
import type { NDArray, Network, Params, Random } from "@tweedie/core";
import { z } from "zod";
import { countingRandom } from "./counting-random.ts";
import { factorsOf, productOf } from "./low-rank.ts";

/** `adapter` in the options of a student or a fake score. */
export const adapterOptions = z
  .strictObject({
    rank: z.int().positive().max(4_096).default(8).describe("Rank of the update of each matrix."),
    alpha: z.number().positive().default(8).describe("Scale of the updates, which are multiplied by alpha / rank."),
    targets: z
      .array(z.string().min(1))
      .min(1)
      .default(["*"])
      .describe("Names of the matrices and convolutions to adapt; `*` matches any characters."),
  })
  .describe("LoRA: trains low-rank updates of the teacher's weights instead of a copy of them.");

export type AdapterOptions = z.output<typeof adapterOptions>;

/** Prefix of the names of the factors among the params. */
export const factorPrefix = "lora.";

/** A network whose params are the frozen weights of another network and the low-rank factors of their updates. */
export interface AdaptedNetwork extends Pick<Network, "classes" | "augmentation" | "forward" | "features"> {
  /** Initial factors. */
  init(random: Random): Params<NDArray>;
  /** Weights of the plain network that computes the same function. */
  merge(params: Params): Params;
}

/**
 * LoRA of a network: `W + alpha / rank A B` for each matrix that `targets` match. A is initially normal and B zero, so that the adapted
 * network is initially bit-equal to the original. Its params are the factors, `lora.NAME.down` and `lora.NAME.up`, merged over the
 * weights. Hu et al., arXiv 2106.09685.
 *
 * @param where Path of the options, for messages.
 * @throws TweedieError if a target matches no matrix of the network.
 */
export function adaptNetwork(
  network: Network,
  { rank, alpha, targets }: AdapterOptions,
  where: string,
): AdaptedNetwork {
  const { features } = network;
  const shapes = matricesOf(network);
  const names = namesOf(Object.keys(shapes), targets, `${where}.targets`);
  const factors = (name: string) => `${factorPrefix}${name}`;
  const merge = (params: Params): Params => ({
    ...params,
    ...Object.fromEntries(
      names.map((name) => {
        const product = productOf(under(factors(name), params), shapes[name]!);
        return [name, params[name]!.add(product.mul(alpha / rank))];
      }),
    ),
  });
  return {
    classes: network.classes,
    augmentation: network.augmentation,
    init: (random) =>
      Object.assign(
        {},
        ...names.map((name) => nest(factors(name), factorsOf(shapes[name]!, rank, random.child(name)))),
      ) as Params<NDArray>,
    merge,
    forward: (params, ...inputs) => network.forward(merge(params), ...inputs),
    features: features && {
      ...features,
      evaluate: (params, ...inputs) => features.evaluate(merge(params), ...inputs),
    },
  };
}

/** Shapes of the weights that are matrices or convolutions and are trained, by name. */
function matricesOf({ init, fixed = [] }: Network): Params<readonly number[]> {
  const shapes = mapParams(init(countingRandom()), ({ shape }) => shape);
  return Object.fromEntries(
    Object.entries(shapes).filter(([name, { length }]) => (length === 2 || length === 4) && !fixed.includes(name)),
  );
}

/** The names that match any of the patterns. */
function namesOf(names: readonly string[], patterns: readonly string[], where: string): readonly string[] {
  const matches = (pattern: string) => {
    const parts = pattern.split("*").map((part) => part.replaceAll(/[\\^$.+?()[\]{}|]/g, "\\$&"));
    const expression = new RegExp(`^${parts.join(".*")}$`);
    return (name: string) => expression.test(name);
  };
  const unmatched = patterns.find((pattern) => !names.some(matches(pattern)));
  if (unmatched !== undefined) {
    throw new TweedieError({
      where,
      what: `\`${unmatched}\` matches no matrix of the network`,
      fix: `available: ${names.join(", ")}`,
    });
  }
  return names.filter((name) => patterns.some((pattern) => matches(pattern)(name)));
}
