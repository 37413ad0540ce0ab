import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Graph, nodesOf } from "../ir/graph.ts";
import type { Node } from "../ir/node.ts";
import { attrsKey } from "../passes/fixpoint/common-subexpressions.ts";

/** Digest of a graph's nodes and result names. Graphs that are equal node by node have equal digests. */
export function graphDigest(graph: Graph): string {
  const hash = createHash("sha256");
  const ids = new Map<Node, number>();
  for (const node of nodesOf(graph)) {
    const inputs = node.inputs.map((input) => ids.get(input));
    ids.set(node, ids.size);
    hash.update(`${node.op}(${inputs.join()})${attrsKey(node)}${node.dtype}[${node.shape.join()}]\n`);
  }
  for (const [name, node] of Object.entries(graph)) hash.update(`${JSON.stringify(name)} ${ids.get(node)}\n`);
  return hash.digest("hex");
}

/** This package's `src` folder. */
const sources = fileURLToPath(new URL("..", import.meta.url));
let known: string | undefined;

/** Digest of the source text of this package, so that models of another version of the compiler are not reused. */
export const compilerDigest = (): string => (known ??= digestSources());

function digestSources(): string {
  const hash = createHash("sha256");
  const files = readdirSync(sources, { recursive: true, encoding: "utf8" });
  for (const file of files.filter((each) => /(?<!\.test|\.d)\.[jt]s$/.test(each)).sort()) {
    hash.update(file).update(readFileSync(join(sources, file)));
  }
  return hash.digest("hex");
}
