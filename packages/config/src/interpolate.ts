import { diagnostic, type Diagnostic, type Finding } from "./diagnostic.ts";
import { limits } from "./limits.ts";
import { childOf, type Node, type ScalarNode } from "./node.ts";
import { formatPath, splitPath, type Path } from "./path.ts";
import type { Origin } from "./source.ts";
import { suggest } from "./suggest.ts";

/** A reference, or `$${`, which is a literal `${`, or one that is not closed. */
const reference = /\$\$\{|\$\{([^{}]*)\}|\$\{/g;

/**
 * Replaces `${path}` by the value at the path, from the root.
 *
 * A value that is one reference becomes what it refers to, of whatever type; inside a text, scalars are written out.
 * A reference that leads nowhere is reported and leaves a broken scalar.
 */
export function interpolate(root: Node, report: (found: Diagnostic) => void): Node {
  const done = new Map<Node, Node>();
  const open: { readonly node: Node; readonly path: Path }[] = [];

  const expand = (node: Node, path: Path): Node => {
    const known = done.get(node);
    if (known) return known;
    open.push({ node, path });
    const expanded = expandOpen(node, path);
    open.pop();
    done.set(node, expanded);
    done.set(expanded, expanded);
    return expanded;
  };

  const expandOpen = (node: Node, path: Path): Node => {
    if (node.kind === "list") {
      return { ...node, items: node.items.map((item, index) => expand(item, [...path, index])) };
    }
    if (node.kind === "map") {
      const entries = [...node.entries].map(
        ([name, { key, value }]) => [name, { key, value: expand(value, [...path, name]) }] as const,
      );
      return { ...node, entries: new Map(entries) };
    }
    return typeof node.value === "string" && node.value.includes("${") ? expandText(node, node.value, path) : node;
  };

  const expandText = (node: ScalarNode, text: string, path: Path): Node => {
    let out = "";
    let last = 0;
    for (const { 0: matched, 1: name, index } of text.matchAll(reference)) {
      const fail = (finding: Finding): Node => {
        report(diagnostic(within(node, matched), path, finding));
        return { ...node, broken: true };
      };
      out += text.slice(last, index);
      last = index + matched.length;
      if (name === undefined) {
        if (matched === "${")
          return fail({ message: "a reference without its `}`", help: "write `$${` for a literal `${`" });
        out += "${";
        continue;
      }
      const found = resolve(name);
      if ("message" in found) return fail(found);
      if (matched === text) return { ...found, origin: node.origin, from: found.from ?? found.origin };
      if (found.kind !== "scalar") {
        const message = `a ${found.kind} cannot stand inside a text`;
        return fail({ message, help: "refer to one of its values" });
      }
      if (found.broken) return { ...node, broken: true };
      out += String(found.value);
      if (out.length > limits.text) return fail({ message: `the text grows beyond ${limits.text} characters` });
    }
    return { ...node, value: out + text.slice(last) };
  };

  const resolve = (name: string): Node | Finding => {
    const parts = splitPath(name.trim());
    if (!parts)
      return { message: `\`${name}\` is not a path`, help: "write `${loss.lambda}` or `${metrics[0].samples}`" };
    let node = root;
    const path: string[] = [];
    for (const part of parts) {
      // A reference may lead through another one, which has to be followed first.
      if (node.kind === "scalar" && !open.some((each) => each.node === node)) node = expand(node, path);
      const next = childOf(node, part.name);
      if (!next) return nowhere(node, path, part.name);
      node = next;
      path.push(part.name);
    }
    const known = done.get(node);
    if (known) return known;
    const from = open.findIndex((each) => each.node === node);
    if (from >= 0) {
      const chain = open.slice(from).filter((each, index) => index === 0 || each.node.kind === "scalar");
      const text = [...chain, open[from]!].map((each) => formatPath(each.path)).join(" -> ");
      return { message: `the reference leads back to itself: ${text}` };
    }
    if (open.filter((each) => each.node.kind === "scalar").length >= limits.chain) {
      return { message: `a chain of more than ${limits.chain} references` };
    }
    return expand(node, path);
  };

  return expand(root, []);
}

function nowhere(node: Node, path: Path, name: string): Finding {
  const message = `nothing stands at \`${formatPath([...path, name])}\``;
  if (name.includes(":"))
    return { message, help: "references lead to values of this configuration, not to the environment" };
  const names = node.kind === "map" ? [...node.entries.keys()] : [];
  return { message, help: suggest(name, names, path.length > 0 ? `keys of ${formatPath(path)}` : "keys") };
}

/** The reference inside the value, where the text stands as it is read. */
function within({ origin }: ScalarNode, matched: string): Origin {
  const at = origin.source.text.slice(origin.start, origin.end).indexOf(matched);
  return at < 0 ? origin : { ...origin, start: origin.start + at, end: origin.start + at + matched.length };
}
