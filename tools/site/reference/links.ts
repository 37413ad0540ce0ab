import { posix } from "node:path";
import type { Role } from "@tweedie/core";
import { sweepSlots } from "@tweedie/study";
import { code } from "./markdown.ts";

/** Pages of the reference. */
export const referencePaths = {
  experiment: "reference/experiment.md",
  sweep: "reference/sweep.md",
  commands: "reference/commands/index.md",
  plugins: "plugins/index.md",
} as const;

/** Page of a plugin. */
export const pluginPath = (use: string): string => posix.join("plugins", `${use}.md`);

/** Page of a command, by its name without `tweedie`. */
export const commandPath = (name: string): string => `reference/commands/${name}.md`;

export const pluginLink = (use: string): string => `[${code(use)}](/${pluginPath(use)})`;

/** A link to the page of a role. */
export function roleLink(role: Role): string {
  const page = role === "data" ? "dataset" : role.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return `[${code(role)}](/roles/${page}.md)`;
}

/** A link to the section of a key that takes plugins. */
export function slotLink(slot: string): string {
  const path = slot.replace(/\.\*$/, "");
  const page = slot in sweepSlots ? referencePaths.sweep : referencePaths.experiment;
  return `[${code(path)}](/${page}#${anchorOf(path)})`;
}

/** Anchor of a heading that is a path of a key. */
const anchorOf = (path: string): string => path.toLowerCase().replaceAll(/[._]/g, "-");
