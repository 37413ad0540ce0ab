import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { publishedImports } from "./published-imports.ts";
import { modeline, schemaFile, sweepSchemaFile } from "./schema-file.ts";

/** Paths of a new plugin's files, relative to the project folder. */
export interface PluginPaths {
  readonly plugin: string;
  readonly test: string;
  readonly experiment: string;
  /** A sweep of the experiment with the plugin; undefined if the experiment itself uses it. */
  readonly sweep?: string | undefined;
  /** Name of the plugin in the experiment or the sweep, which are in the same folder. */
  readonly use: string;
}

/** The files of a new plugin, its test, and an experiment or a sweep. None of them is written yet. */
export interface PluginFiles extends PluginPaths {
  /** Texts by their paths in the project. */
  readonly files: ReadonlyMap<string, string>;
}

const templates = new URL("../templates/", import.meta.url);

/**
 * Creates the files of a plugin from the template of its kind.
 *
 * @param isPublished True if the plugin imports the published package `tweedie`; false in Tweedie's own repository.
 */
export function pluginFiles(kind: string, paths: PluginPaths, isPublished: boolean): PluginFiles {
  const templateName = `my-${kind}`;
  const base = posix.basename(paths.plugin, ".ts");
  const text = (extension: string): string => {
    const template = readFileSync(new URL(`${kind}/${templateName}${extension}`, templates), "utf8");
    return isPublished ? publishedImports(template) : template;
  };
  const withName = (template: string): string => template.replaceAll(templateName, base);
  const yaml = (path: string, ending: string, schema: string): readonly [string, string] => {
    const [, ...lines] = withName(text(ending).replace(`./${templateName}.ts`, paths.use)).split("\n");
    return [path, [modeline(path, schema), ...lines].join("\n")];
  };
  return {
    ...paths,
    files: new Map([
      [paths.plugin, withName(text(".ts"))],
      [paths.test, withName(text(".test.ts"))],
      yaml(paths.experiment, ".yaml", schemaFile),
      ...(paths.sweep === undefined ? [] : [yaml(paths.sweep, "-sweep.yaml", sweepSchemaFile)]),
    ]),
  };
}
