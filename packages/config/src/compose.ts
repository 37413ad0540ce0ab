import { assign, type Step } from "./assign.ts";
import { ConfigError } from "./config-error.ts";
import { diagnostic, inOrder, type Diagnostic } from "./diagnostic.ts";
import type { Document } from "./document.ts";
import { interpolate } from "./interpolate.ts";
import { limits } from "./limits.ts";
import { loadFile, type Reading } from "./load-file.ts";
import { merge } from "./merge.ts";
import { exceeds, toJson, type Node } from "./node.ts";
import { override } from "./override.ts";
import { secretsIn } from "./secrets.ts";

export interface Composition {
  /** The experiment, or whatever is configured. */
  readonly file: string;
  /** Files laid over it, in order. */
  readonly extra?: readonly string[];
  /** `key=value`, laid over all files, in order. */
  readonly overrides?: readonly string[];
  /** Values that are written elsewhere, laid over all of it. */
  readonly assignments?: readonly Assignment[];
}

/** A value and the way to it, each step with the place where it is written. */
export interface Assignment {
  readonly steps: readonly Step[];
  readonly value: Node;
}

/**
 * Reads a configuration and all that it is made of, each laid over the one before: what the file extends, the file,
 * extra files, overrides, assignments. References are followed in the end.
 *
 * @throws ConfigError if a text cannot be read. What only makes a value wrong is left in the document's `diagnostics`.
 */
export async function compose({ file, extra = [], overrides = [], assignments = [] }: Composition): Promise<Document> {
  const reading: Reading = { files: new Map(), found: [] };
  const layers: Node[] = [];
  for (const name of [file, ...extra]) {
    const loaded = await loadFile(name, reading);
    if (loaded) layers.push(loaded);
  }
  const files = [...reading.files.keys()];
  stopAt(reading.found, files);

  const overridden = overrides.reduce(
    (root, argument, index) => override(root, argument, index, (found) => reading.found.push(found)),
    layers.reduce(merge),
  );
  const assigned = assignments.reduce((root, { steps, value }) => {
    const fail = (step: Step, message: string) =>
      void reading.found.push(
        diagnostic(
          step.origin,
          steps.map(({ name }) => name),
          { message },
        ),
      );
    return assign(root, steps, value, fail);
  }, overridden);
  stopAt(reading.found, files);

  const diagnostics: Diagnostic[] = [];
  const root = interpolate(assigned, (found) => diagnostics.push(found));
  const excess = exceeds(root);
  if (excess) {
    const message = `more than ${limits[excess]} ${excess === "nodes" ? "values" : "maps and lists inside each other"}`;
    stopAt([diagnostic(file, [], { message, note: "with all anchors and references followed" })], files);
  }
  stopAt(secretsIn(root), files);
  return { file, files, root, value: toJson(root) as Document["value"], diagnostics };
}

function stopAt(found: readonly Diagnostic[], files: readonly string[]): void {
  if (found.length > 0) throw new ConfigError(inOrder(found, files));
}
