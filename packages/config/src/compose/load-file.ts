import { dirname, isAbsolute, join } from "node:path";
import { createDiagnostic, type Diagnostic } from "../diagnose/diagnostic.ts";
import { limits } from "../read/limits.ts";
import { parseFile } from "../read/parse-file.ts";
import { projectBoundary, staysInside } from "../read/project-root.ts";
import { readSource } from "../read/read-source.ts";
import type { Origin } from "../read/source.ts";
import { merge } from "../tree/merge.ts";
import type { ConfigNode, MapNode } from "../tree/node.ts";

/** Results shared by all files of a composition. */
export interface LoadState {
  /** Each file with the files that it extends merged in; undefined while it is being read, and if it has an error. */
  readonly files: Map<string, ConfigNode | undefined>;
  readonly diagnostics: Diagnostic[];
}

/** The chain of files that led to an extended file. */
interface Extender {
  /** Origin of the path in `extends`. */
  readonly origin: Origin;
  /** Files from the first to the one with this `extends`. */
  readonly chain: readonly string[];
  /** Project folder that extended files must be in. */
  readonly project: string;
}

/** Reads a file and merges it over the files that it extends. */
export async function loadFile(name: string, state: LoadState, extender?: Extender): Promise<ConfigNode | undefined> {
  const { files, diagnostics } = state;
  const chain = extender?.chain ?? [];
  const project = extender?.project ?? projectBoundary(dirname(name));
  const fail = (message: string, help?: string): undefined => {
    if (!extender) diagnostics.push(createDiagnostic(name, [], { message, help }));
    else diagnostics.push(createDiagnostic(extender.origin, ["extends"], { message: `${name}: ${message}`, help }));
  };

  if (chain.includes(name)) return fail(`it extends itself: ${[...chain, name].join(" -> ")}`);
  if (files.has(name)) return files.get(name);
  if (chain.length >= limits.chain) return fail(`a chain of more than ${limits.chain} files that extend each other`);
  files.set(name, undefined);
  const source = await readSource(name);
  if ("message" in source) return fail(source.message, source.help);
  const parsed = parseFile(source);
  if (!parsed.ok) return void diagnostics.push(...parsed.diagnostics);
  const { node } = parsed;
  if (node.kind !== "map") {
    const isEmpty = node.kind === "scalar" && node.value === null;
    const message = isEmpty ? "the file is empty" : `expected a map, got a ${node.kind}`;
    const text = { message, help: "write `key: value` lines" };
    return void diagnostics.push(createDiagnostic(isEmpty ? name : node.origin, [], text));
  }
  const merged = await mergeExtended(node, name, state, { chain: [...chain, name], project });
  files.set(name, merged);
  return merged;
}

/** Merges a file over those that it extends, and removes the key `extends`. */
async function mergeExtended(
  node: MapNode,
  name: string,
  state: LoadState,
  extender: Omit<Extender, "origin">,
): Promise<ConfigNode> {
  const entries = new Map(node.entries);
  const bases = entries.get("extends")?.value;
  entries.delete("extends");
  let under: ConfigNode = { ...node, entries: new Map() };
  for (const base of bases?.kind === "list" ? bases.items : bases ? [bases] : []) {
    if (base.kind !== "scalar" || typeof base.value !== "string" || isAbsolute(base.value)) {
      const help = "write `extends: base.yaml` or `extends: [a.yaml, b.yaml]`";
      const message = "expected a path relative to this file";
      state.diagnostics.push(createDiagnostic(base.origin, ["extends"], { message, help }));
      continue;
    }
    if (!staysInside(extender.project, dirname(name), base.value)) {
      const message = `\`${base.value}\` is outside the project`;
      const help = `a file can extend files in ${extender.project}; \`-c\` accepts files from anywhere`;
      state.diagnostics.push(createDiagnostic(base.origin, ["extends"], { message, help }));
      continue;
    }
    const loaded = await loadFile(join(dirname(name), base.value), state, { origin: base.origin, ...extender });
    if (loaded) under = merge(under, loaded);
  }
  return merge(under, { ...node, entries });
}
