import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { publishedImports } from "./published-imports.ts";
import { modeline } from "./schema-file.ts";

/** Paths of a new plugin's files, relative to the project folder. */
export interface PluginPaths {
  readonly plugin: string;
  readonly test: string;
  readonly experiment: string;
  /** Name of the plugin in the experiment. */
  readonly use: string;
}

/** The files of a new plugin, its test and an experiment. None of them is written yet. */
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
  const [, ...experiment] = withName(text(".yaml").replace(`./${templateName}.ts`, paths.use)).split("\n");
  return {
    ...paths,
    files: new Map([
      [paths.plugin, withName(text(".ts"))],
      [paths.test, withName(text(".test.ts"))],
      [paths.experiment, [modeline(paths.experiment), ...experiment].join("\n")],
    ]),
  };
}
