import {
  childOf,
  addDiagnostic,
  type ConfigDocument,
  formatPath,
  locate,
  type ConfigNode,
  type Path,
  splitPath,
  type PathStep,
  toJson,
} from "@tweedie/config";
import type { Parameter } from "../space/parameter.ts";
import { spaceOf } from "../space/space.ts";
import { distributionOf } from "./distribution.ts";
import type { ParameterSpec } from "./parameter-schema.ts";
import type { Fixed, Swept } from "./swept.ts";

/** What stands where: the path in the sweep file, the steps in the experiment, and the choice that it depends on. */
interface Here {
  readonly at: Path;
  readonly steps: readonly PathStep[];
  readonly when?: Parameter["when"];
}

/** The parameters of a sweep one by one, each after the one that it depends on, and the values that are the same in every trial. */
export function flatten(document: ConfigDocument): { readonly swept: readonly Swept[]; readonly fixed: readonly Fixed[] } {
  const swept: Swept[] = [];
  const fixed: Fixed[] = [];

  const report = (at: Path, key: string | undefined, finding: { message: string; help?: string | undefined }) =>
    addDiagnostic(document, key === undefined ? at : [...at, key], finding);

  /** Unlike all before: two parameters of one path are told apart by the choices that they belong to. */
  const nameOf = ({ at, steps, when }: Here): string | undefined => {
    const path = pathOf(steps);
    const name = when ? `${path} @ ${when.name}=${when.choice}` : path;
    const same = swept.filter(({ parameter }) => parameter.path === path);
    if (same.some(({ parameter }) => !parameter.when || !when)) {
      report(at, undefined, { message: `\`${path}\` is swept twice` });
      return undefined;
    }
    return name;
  };

  const visitAll = (node: ConfigNode, here: Here): void => {
    if (node.kind !== "map") return;
    for (const [key, { key: origin, value }] of node.entries) {
      const at = [...here.at, key];
      const parts = splitPath(key);
      if (!parts) {
        addDiagnostic(document, at, {
          at: "key",
          message: "this is not a path",
          help: "write `loss.lambda` or `metrics[0].samples`",
        });
        continue;
      }
      // The letters of a key that is quoted stand one further.
      const quote = /^["']/.test(origin.source.text.slice(origin.start, origin.end)) ? 1 : 0;
      const steps = parts.map(({ name, start }): PathStep => {
        const from = origin.start + quote + start;
        return { name, origin: { source: origin.source, start: from, end: from + name.length } };
      });
      visit(value, { ...here, at, steps: [...here.steps, ...steps] });
    }
  };

  const visit = (node: ConfigNode, here: Here): void => {
    if (node.kind === "list") return choice(node.items, here, undefined);
    if (node.kind === "scalar") return constant(node, here);
    const spec = toJson(node) as ParameterSpec;
    const kinds = [
      spec.values && "values",
      spec.value !== undefined && "value",
      spec.parameters && "parameters",
      (spec.min ?? spec.max ?? spec.mu ?? spec.sigma ?? spec.a ?? spec.b) !== undefined && "a range",
    ].filter((kind) => typeof kind === "string");
    const [kind, another] = kinds;
    if (another !== undefined) {
      return report(here.at, undefined, { message: `${kind!} and ${another} do not go together` });
    }
    if (kind === "parameters")
      return visitAll(childOf(node, "parameters")!, { ...here, at: [...here.at, "parameters"] });
    if (kind === "value") return constant(childOf(node, "value")!, here);
    if (kind === "values") {
      const { items } = childOf(node, "values") as Extract<ConfigNode, { kind: "list" }>;
      return choice(items, here, spec.probabilities);
    }
    if (spec.distribution === undefined && kind === undefined) {
      return report(here.at, undefined, {
        message: "nothing to sweep",
        help: "write `values: [...]`, or `min` and `max`",
      });
    }
    range(node, spec, here);
  };

  const constant = (value: ConfigNode, { steps, when, ...here }: Here): void => {
    if (when) choice([value], { steps, when, ...here }, undefined);
    else fixed.push({ steps, value });
  };

  const choice = (items: readonly ConfigNode[], here: Here, probabilities: readonly number[] | undefined): void => {
    const name = nameOf(here);
    if (name === undefined) return;
    if (probabilities && probabilities.length !== items.length) {
      const message = `${probabilities.length} probabilities for ${items.length} values`;
      return report(here.at, "probabilities", { message });
    }
    const blocks = items.map(withoutParameters);
    const values = blocks.map(toJson);
    const path = pathOf(here.steps);
    swept.push({
      parameter: { name, path, when: here.when, kind: "choice", values, probabilities },
      steps: here.steps,
      samples: blocks,
    });
    items.forEach((item, index) => {
      const inside = item.kind === "map" ? item.entries.get("parameters")?.value : undefined;
      if (!inside) return;
      const list = locate(document.root, [...here.at, "values"]).exact ? ["values", index] : [index];
      visitAll(inside, { at: [...here.at, ...list, "parameters"], steps: here.steps, when: { name, choice: index } });
    });
  };

  const range = (node: ConfigNode, spec: ParameterSpec, here: Here): void => {
    const distribution = distributionOf(spec, (key) => isWritten(childOf(node, key), /^[-+]?\d+$/));
    if ("message" in distribution) return report(here.at, distribution.key, distribution);
    const name = nameOf(here);
    if (name === undefined) return;
    const parameter: Parameter = { name, path: pathOf(here.steps), when: here.when, kind: "range", distribution };
    const [dimension] = spaceOf([parameter]);
    if (dimension?.kind !== "range") throw new Error("a range that is a choice");
    const key = here.steps.at(-1)!.origin;
    const isBounded = "min" in distribution;
    // Of a law without ends, nineteen draws of twenty.
    const shares = isBounded ? [0, 0.381, 1] : [0.025, 0.381, 0.975];
    const origins = [childOf(node, "min")?.origin ?? key, key, childOf(node, "max")?.origin ?? key];
    const values = shares.map((share) => Number(dimension.quantile(share).toPrecision(14)));
    const samples = values.map((value, index): ConfigNode => ({ kind: "scalar", value, origin: origins[index]! }));
    swept.push({ parameter, steps: here.steps, samples });
  };

  const parameters = childOf(document.root, "parameters");
  if (parameters) visitAll(parameters, { at: ["parameters"], steps: [] });
  return { swept, fixed };
}

/** The path that steps lead to. */
export const pathOf = (steps: readonly PathStep[]): string => formatPath(steps.map(({ name }) => name));

/** A block without the parameters that depend on it. */
function withoutParameters(node: ConfigNode): ConfigNode {
  if (node.kind !== "map" || !node.entries.has("parameters")) return node;
  return { ...node, entries: new Map([...node.entries].filter(([key]) => key !== "parameters")) };
}

const isWritten = (node: ConfigNode | undefined, pattern: RegExp): boolean =>
  node !== undefined && pattern.test(node.origin.source.text.slice(node.origin.start, node.origin.end));
