import { mapParams, nest, random as stream, TweedieError, under } from "@tweedie/core";
import type { NDArray, Network, Params, Random } from "@tweedie/core";
import { z } from "zod";
import { factorsOf, productOf } from "./low-rank.ts";

/** How a network is adapted: `adapter` in the options of a student and a fake score. */
export const adapter = z
  .strictObject({
    rank: z.int().positive().max(4_096).default(8).describe("rank of what is added to a matrix"),
    alpha: z.number().positive().default(8).describe("what is added is multiplied by alpha / rank"),
    targets: z
      .array(z.string().min(1))
      .min(1)
      .default(["*"])
      .describe("names of the matrices and convolutions that are adapted; `*` stands for anything"),
  })
  .describe("Trains matrices of low rank, added to the teacher's weights, in place of weights of its own.");

export type AdapterOptions = z.output<typeof adapter>;

/** A network that is called with the weights of another, frozen, and with what it adds to them. */
export interface AdaptedNetwork extends Pick<Network, "classes" | "forward"> {
  /** The factors of what is added. */
  init(random: Random): Params<NDArray>;
  /** The weights of the plain network that does the same. */
  merge(params: Params): Params;
}

/**
 * LoRA of a network: `W + alpha / rank A B` for each of the matrices that `targets` name, A normal and B zero to begin with, so that it
 * begins as the network it adapts, to the bit. Its params are the factors, `lora.NAME.down` and `lora.NAME.up`, laid over the weights.
 * Hu et al., arXiv 2106.09685.
 *
 * `where` is the path of the options. @throws TweedieError where a target names no matrix of the network.
 */
export function adapted(network: Network, { rank, alpha, targets }: AdapterOptions, where: string): AdaptedNetwork {
  const shapes = matricesOf(network);
  const names = namesOf(Object.keys(shapes), targets, `${where}.targets`);
  const factors = (name: string) => `lora.${name}`;
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
    init: (random) =>
      Object.assign(
        {},
        ...names.map((name) => nest(factors(name), factorsOf(shapes[name]!, rank, random.child(name)))),
      ) as Params<NDArray>,
    merge,
    forward: (params, ...inputs) => network.forward(merge(params), ...inputs),
  };
}

/** Shapes of a network's weights that are matrices or convolutions. */
function matricesOf(network: Network): Params<readonly number[]> {
  const shapes = mapParams(network.init(stream(0, "shapes")), ({ shape }) => shape);
  return Object.fromEntries(Object.entries(shapes).filter(([, { length }]) => length === 2 || length === 4));
}

/** The names that patterns stand for. */
function namesOf(names: readonly string[], patterns: readonly string[], where: string): readonly string[] {
  const isNamedBy = (pattern: string) => {
    const parts = pattern.split("*").map((part) => part.replaceAll(/[\\^$.+?()[\]{}|]/g, "\\$&"));
    const expression = new RegExp(`^${parts.join(".*")}$`);
    return (name: string) => expression.test(name);
  };
  const idle = patterns.find((pattern) => !names.some(isNamedBy(pattern)));
  if (idle !== undefined) {
    throw new TweedieError({
      where,
      what: `\`${idle}\` names no matrix of the network`,
      fix: `it has ${names.join(", ")}`,
    });
  }
  return names.filter((name) => patterns.some((pattern) => isNamedBy(pattern)(name)));
}
