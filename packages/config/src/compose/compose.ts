import { ConfigError } from "../diagnose/config-error.ts";
import { createDiagnostic, sortDiagnostics, type Diagnostic } from "../diagnose/diagnostic.ts";
import { limits } from "../read/limits.ts";
import { assign, type PathStep } from "../tree/assign.ts";
import { merge } from "../tree/merge.ts";
import { exceededLimit, toJson, type ConfigNode } from "../tree/node.ts";
import type { ConfigDocument } from "./document.ts";
import { interpolate } from "./interpolate.ts";
import { loadFile, type LoadState } from "./load-file.ts";
import { applyOverride } from "./override.ts";
import { findSecrets } from "./secrets.ts";

/** Sources of a configuration; later fields override earlier ones. */
export interface Composition {
  /** The main file, such as an experiment. */
  readonly file: string;
  /** Files merged over it, in order. */
  readonly extra?: readonly string[];
  /** `key=value`, applied in order. */
  readonly overrides?: readonly string[];
  /** Values from elsewhere, applied last. */
  readonly assignments?: readonly PathAssignment[];
}

/** A value and the path that it is assigned to; each step of the path has its own origin. */
export interface PathAssignment {
  readonly steps: readonly PathStep[];
  readonly value: ConfigNode;
}

/**
 * Reads a configuration and merges its layers, each over the one before: extended files, the file, extra files, overrides, assignments.
 * Then references are resolved.
 *
 * @throws ConfigError if a file cannot be read. Invalid overrides, invalid values and unresolved references go to the document's `diagnostics`.
 */
export async function compose(composition: Composition): Promise<ConfigDocument> {
  const state: LoadState = { files: new Map(), diagnostics: [] };
  const written = await mergeFiles(composition, state);
  const files = [...state.files.keys()];
  throwIfAny(state.diagnostics, files);

  const diagnostics: Diagnostic[] = [];
  const root = applyArguments(written!, composition, (diagnostic) => diagnostics.push(diagnostic));
  const resolved = interpolate(root, (diagnostic) => diagnostics.push(diagnostic));
  const { file } = composition;
  throwIfAny(checkSize(resolved, file), files);
  throwIfAny(findSecrets(resolved), files);
  return {
    file,
    files,
    root: resolved,
    merged: root,
    value: toJson(resolved) as ConfigDocument["value"],
    diagnostics,
  };
}

/** Returns the merged files, or undefined if one could not be read. Errors go to `state`. */
async function mergeFiles(
  { file, extra = [] }: Composition,
  { files, diagnostics }: LoadState,
): Promise<ConfigNode | undefined> {
  const layers: ConfigNode[] = [];
  for (const name of [file, ...extra]) {
    const loaded = await loadFile(name, { files, diagnostics });
    if (loaded) layers.push(loaded);
  }
  return diagnostics.length > 0 ? undefined : layers.reduce(merge);
}

/** Applies overrides and assignments. One that is wrong is reported and left out. */
function applyArguments(
  written: ConfigNode,
  { overrides = [], assignments = [] }: Composition,
  report: (diagnostic: Diagnostic) => void,
): ConfigNode {
  /** The result of a step, or its input if it reports an error: nothing else should follow from that. */
  const attempt = (root: ConfigNode, apply: (report: (diagnostic: Diagnostic) => void) => ConfigNode): ConfigNode => {
    const errors: Diagnostic[] = [];
    const applied = apply((diagnostic) => errors.push(diagnostic));
    errors.forEach(report);
    return errors.length > 0 ? root : applied;
  };
  const overridden = overrides.reduce(
    (root, argument, index) => attempt(root, (report) => applyOverride(root, argument, index, report)),
    written,
  );
  return assignments.reduce((root, { steps, value }) => {
    const path = steps.map(({ name }) => name);
    return attempt(root, (report) =>
      assign(root, steps, value, ({ origin }, message) => report(createDiagnostic(origin, path, { message }))),
    );
  }, overridden);
}

/** Bounds the size of a tree whose references are resolved. */
function checkSize(root: ConfigNode, file: string): Diagnostic[] {
  const exceeded = exceededLimit(root);
  if (!exceeded) return [];
  const limit = limits[exceeded];
  const message = exceeded === "nodes" ? `more than ${limit} values` : `maps and lists nested more than ${limit} deep`;
  return [createDiagnostic(file, [], { message, note: "with all anchors and references expanded" })];
}

function throwIfAny(diagnostics: readonly Diagnostic[], files: readonly string[]): void {
  if (diagnostics.length > 0) throw new ConfigError(sortDiagnostics(diagnostics, files));
}
