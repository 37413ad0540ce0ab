import { posix } from "node:path";

/** The schema that `tweedie schema` writes, from the lab's folder. */
export const schemaFile = ".tweedie/experiment.schema.json";

/** The comment by which editors find the schema of an experiment, at a path from the lab's folder. */
export const modeline = (experiment: string): string =>
  `# yaml-language-server: $schema=${posix.relative(posix.dirname(experiment), schemaFile)}`;
