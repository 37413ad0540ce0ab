import { dirname, isAbsolute, join } from "node:path";
import { diagnostic, type Diagnostic } from "./diagnostic.ts";
import { limits } from "./limits.ts";
import { merge } from "./merge.ts";
import type { MapNode, Node } from "./node.ts";
import { parseYaml } from "./parse.ts";
import { projectOf, staysInside } from "./project.ts";
import { readSource } from "./read.ts";
import type { Origin } from "./source.ts";

/** What is read while a configuration is composed. */
export interface Reading {
  /** Each file that was begun, and what it says with all that it extends: nothing where something is wrong with it. */
  readonly files: Map<string, Node | undefined>;
  /** What is wrong. */
  readonly found: Diagnostic[];
}

/** Who asks for a file: the place that extends it, and the files from there up to the first. */
interface Asker {
  readonly origin: Origin;
  readonly chain: readonly string[];
  /** The folder that they may not lead out of. */
  readonly project: string;
}

/** Reads a file and lays it over those that it extends. */
export async function loadFile(name: string, reading: Reading, asker?: Asker): Promise<Node | undefined> {
  const { files, found } = reading;
  const chain = asker?.chain ?? [];
  const project = asker?.project ?? projectOf(dirname(name));
  const fail = (message: string, help?: string): undefined => {
    if (!asker) found.push(diagnostic(name, [], { message, help }));
    else found.push(diagnostic(asker.origin, ["extends"], { message: `${name}: ${message}`, help }));
  };

  if (chain.includes(name)) return fail(`it extends itself: ${[...chain, name].join(" -> ")}`);
  if (files.has(name)) return files.get(name);
  if (chain.length >= limits.chain) return fail(`more than ${limits.chain} files extend one another`);
  files.set(name, undefined);
  const source = await readSource(name);
  if ("message" in source) return fail(source.message, source.help);
  const parsed = parseYaml(source);
  if (!parsed.ok) return void found.push(...parsed.diagnostics);
  const { node } = parsed;
  if (node.kind !== "map") {
    const isEmpty = node.kind === "scalar" && node.value === null;
    const message = isEmpty ? "the file is empty" : `expected a map, got a ${node.kind}`;
    return void found.push(diagnostic(isEmpty ? name : node.origin, [], { message, help: "write `key: value` lines" }));
  }
  const whole = await extend(node, name, reading, { chain: [...chain, name], project });
  files.set(name, whole);
  return whole;
}

/** Lays a file over those that it extends, and takes the key away. */
async function extend(node: MapNode, name: string, reading: Reading, asker: Omit<Asker, "origin">): Promise<Node> {
  const entries = new Map(node.entries);
  const bases = entries.get("extends")?.value;
  entries.delete("extends");
  let under: Node = { ...node, entries: new Map() };
  for (const base of bases?.kind === "list" ? bases.items : bases ? [bases] : []) {
    if (base.kind !== "scalar" || typeof base.value !== "string" || isAbsolute(base.value)) {
      const help = "write `extends: base.yaml` or `extends: [a.yaml, b.yaml]`";
      const message = "expected a path, relative to this file";
      reading.found.push(diagnostic(base.origin, ["extends"], { message, help }));
      continue;
    }
    if (!staysInside(asker.project, dirname(name), base.value)) {
      const message = `\`${base.value}\` leads out of the project`;
      const help = `a file extends others below ${asker.project}; \`-c\` takes one from anywhere`;
      reading.found.push(diagnostic(base.origin, ["extends"], { message, help }));
      continue;
    }
    const loaded = await loadFile(join(dirname(name), base.value), reading, { origin: base.origin, ...asker });
    if (loaded) under = merge(under, loaded);
  }
  return merge(under, { ...node, entries });
}
