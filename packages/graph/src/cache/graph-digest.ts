import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Graph, nodesOf } from "../ir/graph.ts";
import type { Node } from "../ir/node.ts";
import { keyOf } from "../passes/share.ts";

/** What a graph computes, and under which names, as a digest: two that are the same node by node have the same. */
export function graphDigest(graph: Graph): string {
  const hash = createHash("sha256");
  const ids = new Map<Node, number>();
  for (const node of nodesOf(graph)) {
    const inputs = node.inputs.map((input) => ids.get(input));
    ids.set(node, ids.size);
    hash.update(`${node.op}(${inputs.join()})${keyOf(node)}${node.dtype}[${node.shape.join()}]\n`);
  }
  for (const [name, node] of Object.entries(graph)) hash.update(`${JSON.stringify(name)} ${ids.get(node)}\n`);
  return hash.digest("hex");
}

const sources = fileURLToPath(new URL("..", import.meta.url));
let known: string | undefined;

/** The compiler itself as a digest, so that what an older one made is not taken for its own. */
export const compilerDigest = (): string => (known ??= readSources());

function readSources(): string {
  const hash = createHash("sha256");
  const files = readdirSync(sources, { recursive: true, encoding: "utf8" });
  for (const file of files.filter((each) => /(?<!\.test)\.ts$/.test(each)).sort()) {
    hash.update(file).update(readFileSync(join(sources, file)));
  }
  return hash.digest("hex");
}
