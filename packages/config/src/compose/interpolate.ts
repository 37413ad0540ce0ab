import { createDiagnostic, type Diagnostic, type DiagnosticText } from "../diagnose/diagnostic.ts";
import { limits } from "../read/limits.ts";
import { childOf, type ConfigNode, type ScalarNode } from "../tree/node.ts";
import { formatPath, splitPath, type Path } from "../tree/path.ts";
import { missingTarget, originOfReference, splitReferences } from "./references.ts";

/** An interpolation in progress. */
interface Interpolation {
  readonly root: ConfigNode;
  /** Nodes whose references are resolved, by the original and by the result. */
  readonly done: Map<ConfigNode, ConfigNode>;
  /** Nodes that are being resolved, outermost first. */
  readonly open: { readonly node: ConfigNode; readonly path: Path }[];
  report(diagnostic: Diagnostic): void;
}

/**
 * Replaces `${path}` by the value at the path, from the root.
 *
 * A string that consists of one reference becomes the value itself, of any type; inside a longer string, scalars are inserted as text.
 * A reference that cannot be resolved is reported and leaves a broken scalar.
 */
export const interpolate = (root: ConfigNode, report: (diagnostic: Diagnostic) => void): ConfigNode =>
  expand({ root, done: new Map(), open: [], report }, root, []);

function expand(state: Interpolation, node: ConfigNode, path: Path): ConfigNode {
  const known = state.done.get(node);
  if (known) return known;
  state.open.push({ node, path });
  const expanded = expandContent(state, node, path);
  state.open.pop();
  state.done.set(node, expanded);
  state.done.set(expanded, expanded);
  return expanded;
}

function expandContent(state: Interpolation, node: ConfigNode, path: Path): ConfigNode {
  if (node.kind === "list") {
    return { ...node, items: node.items.map((item, index) => expand(state, item, [...path, index])) };
  }
  if (node.kind === "map") {
    const entries = [...node.entries].map(
      ([name, { key, value }]) => [name, { key, value: expand(state, value, [...path, name]) }] as const,
    );
    return { ...node, entries: new Map(entries) };
  }
  return typeof node.value === "string" && node.value.includes("${")
    ? expandString(state, node, node.value, path)
    : node;
}

function expandString(state: Interpolation, node: ScalarNode, text: string, path: Path): ConfigNode {
  let value = "";
  for (const part of splitReferences(text)) {
    if (part.kind === "text") {
      value += part.text;
      continue;
    }
    const fail = (error: DiagnosticText): ConfigNode => {
      state.report(createDiagnostic(originOfReference(node, part.written), path, error));
      return { ...node, broken: true };
    };
    if (part.kind === "unclosed")
      return fail({ message: "a reference without its `}`", help: "write `$${` for a literal `${`" });
    const target = resolveReference(state, part.name);
    if ("message" in target) return fail(target);
    if (part.written === text) return { ...target, origin: node.origin, from: target.from ?? target.origin };
    if (target.kind !== "scalar") {
      return fail({ message: `a ${target.kind} cannot be part of a string`, help: "refer to one of its values" });
    }
    if (target.broken) return { ...node, broken: true };
    value += String(target.value);
    if (value.length > limits.text) return fail({ message: `the string exceeds ${limits.text} characters` });
  }
  return { ...node, value };
}

/** Returns the value at a written path, its own references resolved, or the error. */
function resolveReference(state: Interpolation, name: string): ConfigNode | DiagnosticText {
  const { root, done, open } = state;
  const parts = splitPath(name.trim());
  if (!parts)
    return { message: `\`${name}\` is not a path`, help: "write `${loss.lambda}` or `${metrics[0].samples}`" };
  let node = root;
  const path: string[] = [];
  for (const part of parts) {
    // A path may pass through another reference, which has to be resolved first.
    if (node.kind === "scalar" && !open.some((each) => each.node === node)) node = expand(state, node, path);
    const next = childOf(node, part.name);
    if (!next) return missingTarget(node, path, part.name);
    node = next;
    path.push(part.name);
  }
  const known = done.get(node);
  if (known) return known;
  const from = open.findIndex((each) => each.node === node);
  if (from >= 0) {
    const chain = open.slice(from).filter((each, index) => index === 0 || each.node.kind === "scalar");
    const text = [...chain, open[from]!].map((each) => formatPath(each.path)).join(" -> ");
    return { message: `circular reference: ${text}` };
  }
  if (open.filter((each) => each.node.kind === "scalar").length >= limits.chain) {
    return { message: `a chain of more than ${limits.chain} references` };
  }
  return expand(state, node, path);
}
