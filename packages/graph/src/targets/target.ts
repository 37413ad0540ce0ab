import type { AttrsOf, OpName } from "../ir/node.ts";
import type { Lowering } from "../lower/lowering.ts";
import type { OnnxWriter } from "../onnx/writer.ts";
import type { Pass, Rule } from "../passes/rewriting/rule.ts";
import type { Graph } from "../ir/graph.ts";

/** A pass that runs once, after the fixpoint. `simplify` repeats the fixpoint. */
export type FinalPass = (graph: Graph, simplify: Pass) => Graph;

/** The passes that optimise graphs for a kind of runtime. */
export interface Passes {
  /** Identifies the target in the keys of the cache. */
  readonly name: string;
  /** Rules for one node, which one traversal applies together. They are repeated with `mergePasses` until none changes the graph. */
  readonly rules: Readonly<Record<string, Rule>>;
  /** Creates the passes over whole graphs that are repeated with the rules. */
  readonly mergePasses: Readonly<Record<string, () => Pass>>;
  /** Passes that run once, in this order. Their fused ops hide the arithmetic that the rules match. */
  readonly finalPasses: Readonly<Record<string, FinalPass>>;
}

/** A kind of runtime that runs graphs: the passes that optimise a graph for it, and its lowering, by default to ONNX. */
export interface Target<Writer = OnnxWriter> extends Passes {
  /** Lowering of each op that graphs of this target contain. */
  readonly lowerings: TargetLowerings<Writer>;
  /** True if its runtime writes a next weight to the memory of the current one, so that updates are worth ordering. */
  readonly updatesInPlace?: boolean;
}

/** Lowerings of a target. Each table is complete for its target: `satisfies Lowerings<...>`. */
export type TargetLowerings<Writer = OnnxWriter> = { readonly [Op in OpName]?: Lowering<AttrsOf<Op>, Writer> };

/** Names of a target's passes. */
export const passNames = ({ rules, mergePasses, finalPasses }: Passes): readonly string[] =>
  Object.keys({ ...rules, ...mergePasses, ...finalPasses });

/** The target without one of its passes, for ablations. */
export function withoutPass(target: Target, name: string): Target {
  if (!passNames(target).includes(name)) throw new Error(`${target.name} has no pass ${name}`);
  const omit = <T>(passes: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(passes).filter(([key]) => key !== name));
  const { rules, mergePasses, finalPasses } = target;
  return {
    ...target,
    name: `${target.name} without ${name}`,
    rules: omit(rules),
    mergePasses: omit(mergePasses),
    finalPasses: omit(finalPasses),
  };
}
