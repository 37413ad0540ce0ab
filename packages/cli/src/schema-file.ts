import { posix } from "node:path";

/** The schemas that `tweedie schema` writes, from the lab's folder. */
export const schemaFile = ".tweedie/experiment.schema.json";
export const sweepSchemaFile = ".tweedie/sweep.schema.json";

/** The comment by which editors find the schema of an experiment, or of a sweep, at a path from the lab's folder. */
export const modeline = (file: string, schema = schemaFile): string =>
  `# yaml-language-server: $schema=${posix.relative(posix.dirname(file), schema)}`;
