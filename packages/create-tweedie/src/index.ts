export { main } from "./main.ts";
export { pluginFiles, type PluginFiles, type PluginPaths } from "./plugin-files.ts";
export { projectFiles, type ProjectOptions } from "./project-files.ts";
export { publishedImports } from "./published-imports.ts";
export { modeline, schemaFile, sweepSchemaFile } from "./schema-file.ts";
export { versions } from "./versions.ts";
