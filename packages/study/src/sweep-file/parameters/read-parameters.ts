import {
  childOf,
  addDiagnostic,
  type ConfigDocument,
  type ConfigNode,
  splitPath,
  type PathStep,
  toJson,
} from "@tweedie/config";
import {
  addChoice,
  addRange,
  type ParameterCollector,
  type ParameterPosition,
  reportProblem,
} from "./parameter-collector.ts";
import type { ParameterSpec } from "./parameter-schema.ts";
import type { Constant, SweptParameter } from "./swept-parameter.ts";

/** Reads `parameters` of a sweep: the swept parameters, each after the one it depends on, and the constants. */
export function readParameters(document: ConfigDocument): {
  readonly swept: readonly SweptParameter[];
  readonly constants: readonly Constant[];
} {
  const collector: ParameterCollector = { document, swept: [], constants: [] };
  const parameters = childOf(document.root, "parameters");
  if (parameters) readMap(collector, parameters, { file: ["parameters"], steps: [] });
  return collector;
}

/** Reads a map from paths to parameters. */
function readMap(collector: ParameterCollector, node: ConfigNode, position: ParameterPosition): void {
  if (node.kind !== "map") return;
  for (const [key, { key: origin, value }] of node.entries) {
    const file = [...position.file, key];
    const parts = splitPath(key);
    if (!parts) {
      addDiagnostic(collector.document, file, {
        at: "key",
        message: "this is not a path",
        help: "write `loss.lambda` or `metrics[0].samples`",
      });
      continue;
    }
    // A quotation mark shifts the text of the key by one character.
    const quote = /^["']/.test(origin.source.text.slice(origin.start, origin.end)) ? 1 : 0;
    const steps = parts.map(({ name, start }): PathStep => {
      const from = origin.start + quote + start;
      return { name, origin: { source: origin.source, start: from, end: from + name.length } };
    });
    readParameter(collector, value, { ...position, file, steps: [...position.steps, ...steps] });
  }
}

/** Reads one parameter: a list, a single value, or a map. */
function readParameter(collector: ParameterCollector, node: ConfigNode, position: ParameterPosition): void {
  if (node.kind === "list") return readChoice(collector, node.items, position, undefined);
  if (node.kind === "scalar") return readConstant(collector, node, position);
  const spec = toJson(node) as ParameterSpec;
  const [kind, another] = kindsOf(spec);
  if (another !== undefined) {
    const message = `${kind!} and ${another} exclude each other`;
    return reportProblem(collector.document, position.file, { message });
  }
  switch (kind) {
    case "`parameters`":
      return readMap(collector, childOf(node, "parameters")!, { ...position, file: [...position.file, "parameters"] });
    case "`value`":
      return readConstant(collector, childOf(node, "value")!, position);
    case "`values`": {
      const { items } = childOf(node, "values") as Extract<ConfigNode, { kind: "list" }>;
      return readChoice(collector, items, position, spec.probabilities);
    }
    case undefined:
      if (spec.distribution !== undefined) break;
      return reportProblem(collector.document, position.file, {
        message: "nothing to sweep",
        help: "write `values: [...]`, or `min` and `max`",
      });
  }
  addRange(collector, node, spec, position);
}

/** The kinds of parameter that a map describes. More than one is a problem. */
const kindsOf = (spec: ParameterSpec): readonly string[] =>
  [
    spec.values && "`values`",
    spec.value !== undefined && "`value`",
    spec.parameters && "`parameters`",
    (spec.min ?? spec.max ?? spec.mu ?? spec.sigma ?? spec.a ?? spec.b) !== undefined && "a range",
  ].filter((kind) => typeof kind === "string");

/** Reads a value that is the same in every trial: a choice of one value if it depends on another choice. */
function readConstant(collector: ParameterCollector, value: ConfigNode, position: ParameterPosition): void {
  if (position.when) readChoice(collector, [value], position, undefined);
  else collector.constants.push({ steps: position.steps, value });
}

/** Reads a choice and the parameters nested in its blocks. */
function readChoice(
  collector: ParameterCollector,
  items: readonly ConfigNode[],
  position: ParameterPosition,
  probabilities: readonly number[] | undefined,
): void {
  for (const { node, position: nested } of addChoice(collector, items, position, probabilities)) {
    readMap(collector, node, nested);
  }
}
