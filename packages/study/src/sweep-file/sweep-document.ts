import { basename } from "node:path";
import {
  compose,
  ConfigError,
  type Diagnostic,
  type ConfigDocument,
  type MapNode,
  mendSchema,
  type ConfigNode,
  applyOverride,
  throwDiagnostics,
  toJson,
} from "@tweedie/config";
import { addSweptArguments, classifyArguments } from "./command-line/arguments.ts";
import { divideOverrides } from "./command-line/fixed-parameters.ts";
import { isSweep } from "./is-sweep.ts";
import { sweepSchema, type SweepSettings } from "./sweep-schema.ts";

/** A sweep file with the arguments of the command line applied. */
export interface SweepDocument {
  readonly document: ConfigDocument;
  readonly settings: SweepSettings;
  /** Paths of settings that have a default in place of what is wrong. */
  readonly wrong: readonly string[];
  /** Overrides of the experiment from the command line, `key=value`. */
  readonly overrides: readonly string[];
  /** False if the file is the experiment itself and the arguments describe the sweep. */
  readonly isFile: boolean;
}

/**
 * Reads a sweep file, or an experiment with arguments, and validates its keys and types. Its mistakes are in the diagnostics of its document.
 *
 * @throws ConfigError if what is wrong has no default.
 */
export async function readSweepDocument(file: string, args: readonly string[]): Promise<SweepDocument> {
  const classified = classifyArguments(args);
  const composed = await compose({ file });
  const isFile = isSweep(composed.value);
  const written = isFile ? (composed.root as MapNode) : rootForExperiment(file, composed.root);
  const { overrides, fixed } = divideOverrides(written, classified, args);
  const root = addSweptArguments(applySettings(written, classified.settings), [...classified.swept, ...fixed], args);
  const document: ConfigDocument = {
    ...composed,
    root,
    value: toJson(root) as ConfigDocument["value"],
    diagnostics: [],
  };
  const { value: settings, wrong } = mendSchema(document, sweepSchema);
  if (!settings) throwDiagnostics(document);
  return { document, settings: settings!, wrong, overrides, isFile };
}

/** Root of a sweep that consists of an experiment only. */
function rootForExperiment(file: string, { origin: { source } }: ConfigNode): MapNode {
  const origin = { source, start: 0, end: 0 };
  const value: ConfigNode = { kind: "scalar", value: basename(file), origin };
  return { kind: "map", origin, entries: new Map([["experiment", { key: origin, value }]]) };
}

/** Overrides settings of the sweep with arguments of the command line. */
function applySettings(root: MapNode, args: readonly string[]): MapNode {
  const problems: Diagnostic[] = [];
  const result = args.reduce<ConfigNode>(
    (node, arg, index) => applyOverride(node, arg, index, (problem) => problems.push(problem)),
    root,
  );
  if (problems.length > 0) throw new ConfigError(problems);
  return result as MapNode;
}
