import {
  childOf,
  addDiagnostic,
  type ConfigDocument,
  formatPath,
  locate,
  type ConfigNode,
  type Path,
  type PathStep,
  toJson,
} from "@tweedie/config";
import type { Parameter } from "../../space/parameter.ts";
import { spaceOf } from "../../space/space.ts";
import type { ParameterSpec } from "./parameter-schema.ts";
import { type DistributionProblem, readDistribution } from "./read-distribution.ts";
import type { Constant, SweptParameter } from "./swept-parameter.ts";

/** Position of a value: in the sweep file, in the experiment, and the choice that it depends on. */
export interface ParameterPosition {
  readonly file: Path;
  readonly steps: readonly PathStep[];
  readonly when?: Parameter["when"];
}

/** Parameters and constants read so far, and the document that receives the problems. */
export interface ParameterCollector {
  readonly document: ConfigDocument;
  readonly swept: SweptParameter[];
  readonly constants: Constant[];
}

/** Adds a choice. Returns its nested parameters, each map with its position. */
export function addChoice(
  collector: ParameterCollector,
  items: readonly ConfigNode[],
  position: ParameterPosition,
  probabilities: readonly number[] | undefined,
): readonly { readonly node: ConfigNode; readonly position: ParameterPosition }[] {
  const { document, swept } = collector;
  const { file, steps, when } = position;
  const name = uniqueName(collector, position);
  if (name === undefined) return [];
  if (probabilities && probabilities.length !== items.length) {
    const message = `${probabilities.length} probabilities for ${items.length} values`;
    reportProblem(document, file, { key: "probabilities", message });
    return [];
  }
  const samples = items.map(withoutParameters);
  const values = samples.map(toJson);
  swept.push({
    parameter: { name, path: pathOf(steps), when, kind: "choice", values, probabilities },
    steps,
    samples,
  });
  const isUnderValues = locate(document.root, [...file, "values"]).exact;
  return items.flatMap((item, index) => {
    const node = childOf(item, "parameters");
    if (!node) return [];
    const nested = [...file, ...(isUnderValues ? ["values", index] : [index]), "parameters"];
    return [{ node, position: { file: nested, steps, when: { name, choice: index } } }];
  });
}

/** Adds a range. */
export function addRange(
  collector: ParameterCollector,
  node: ConfigNode,
  spec: ParameterSpec,
  position: ParameterPosition,
): void {
  const { file, steps, when } = position;
  const distribution = readDistribution(spec, (key) => isWritten(childOf(node, key), /^[-+]?\d+$/));
  if ("message" in distribution) return reportProblem(collector.document, file, distribution);
  const name = uniqueName(collector, position);
  if (name === undefined) return;
  const parameter: Parameter = { name, path: pathOf(steps), when, kind: "range", distribution };
  collector.swept.push({ parameter, steps, samples: samplesOf(parameter, node, steps.at(-1)!.origin) });
}

/** Three values of a range to validate, with the origins of its ends and of its key. */
function samplesOf(parameter: Parameter, node: ConfigNode, key: PathStep["origin"]): readonly ConfigNode[] {
  const [dimension] = spaceOf([parameter]);
  if (parameter.kind !== "range" || dimension?.kind !== "range") throw new Error("the parameter is not a range");
  const isBounded = "min" in parameter.distribution;
  // An unbounded distribution is validated at the ends of its central 95 %.
  const probabilities = isBounded ? [0, 0.381, 1] : [0.025, 0.381, 0.975];
  const origins = [childOf(node, "min")?.origin ?? key, key, childOf(node, "max")?.origin ?? key];
  return probabilities.map((probability, index) => {
    const value = Number(dimension.quantile(probability).toPrecision(14));
    return { kind: "scalar", value, origin: origins[index]! };
  });
}

/** Name of a parameter: its path, and its condition, since parameters of different choices may share a path. */
function uniqueName({ document, swept }: ParameterCollector, position: ParameterPosition): string | undefined {
  const { file, steps, when } = position;
  const path = pathOf(steps);
  const samePath = swept.filter(({ parameter }) => parameter.path === path);
  if (samePath.some(({ parameter }) => !parameter.when || !when)) {
    reportProblem(document, file, { message: `\`${path}\` is swept twice` });
    return undefined;
  }
  return when ? `${path} @ ${when.name}=${when.choice}` : path;
}

/** Adds a problem at a position of the sweep file, or at a key below it. */
export const reportProblem = (document: ConfigDocument, file: Path, { key, ...problem }: DistributionProblem): void =>
  addDiagnostic(document, key === undefined ? file : [...file, key], problem);

/** Path in the experiment, `loss.lambda`. */
export const pathOf = (steps: readonly PathStep[]): string => formatPath(steps.map(({ name }) => name));

/** A block without its nested parameters. */
function withoutParameters(node: ConfigNode): ConfigNode {
  if (node.kind !== "map" || !node.entries.has("parameters")) return node;
  return { ...node, entries: new Map([...node.entries].filter(([key]) => key !== "parameters")) };
}

const isWritten = (node: ConfigNode | undefined, pattern: RegExp): boolean =>
  node !== undefined && pattern.test(node.origin.source.text.slice(node.origin.start, node.origin.end));
