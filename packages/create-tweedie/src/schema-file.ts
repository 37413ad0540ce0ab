import { posix } from "node:path";

/** Files that `tweedie schema` writes, relative to the project folder. */
export const schemaFile = ".tweedie/experiment.schema.json";
export const sweepSchemaFile = ".tweedie/sweep.schema.json";

/** The comment that names the schema of an experiment or a sweep for editors. `file` is relative to the project folder. */
export const modeline = (file: string, schema = schemaFile): string =>
  `# yaml-language-server: $schema=${posix.relative(posix.dirname(file), schema)}`;
