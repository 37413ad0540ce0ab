import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Environment, expandHome } from "./environment.ts";

/** Values of W&B's settings files, by key. */
export type FileSettings = Readonly<Record<string, string>>;

/**
 * Reads W&B's settings files: that of the user, which `wandb login --host` writes, and over it that of the working folder, which
 * `wandb offline` writes.
 */
export async function readSettingsFiles(env: Environment): Promise<FileSettings> {
  const config = expandHome(env["WANDB_CONFIG_DIR"]) ?? expandHome("~/.config/wandb");
  const local = expandHome(env["WANDB_DIR"]) ?? expandHome(".");
  const paths = [
    ...(config === undefined ? [] : [join(config, "settings")]),
    ...(local === undefined ? [] : [join(local, ".wandb", "settings"), join(local, "wandb", "settings")]),
  ];
  const texts = await Promise.all(paths.map((path) => readFile(path, "utf8").catch(() => "")));
  return Object.assign({}, ...texts.map(parseSettings)) as FileSettings;
}

/** Values of the section `[default]` of an INI file, with keys in lower case. */
export function parseSettings(text: string): FileSettings {
  const values: Record<string, string> = {};
  let section = "";
  for (const line of text.split(/\r?\n/).map((each) => each.trim())) {
    const [, name] = /^\[(.*)\]$/.exec(line) ?? [];
    if (name !== undefined) section = name;
    const [, key, value] = /^([^#;[][^=:]*?)\s*[=:]\s*(.*)$/.exec(line) ?? [];
    if (section === "default" && key !== undefined) values[key.toLowerCase()] = value!;
  }
  return values;
}
