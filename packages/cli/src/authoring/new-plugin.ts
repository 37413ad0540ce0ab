import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { TweedieError } from "@tweedie/core";
import { pluginFiles, type PluginFiles, type PluginPaths } from "create-tweedie";
import { pluginKinds } from "./plugin-kinds.ts";

/**
 * Creates a plugin from the template of its kind. In a project with plugin families, as Tweedie's own repository, it belongs to one
 * of them; in any other project it is a file in `plugins/`.
 *
 * @throws TweedieError for an unknown kind or family, or an invalid name.
 */
export async function newPlugin(kind: string, name: string, root: string): Promise<PluginFiles> {
  const paths = await pathsOf(kind, name, root);
  const sweep = pluginKinds[kind]!.inSweep ? paths.experiment.replace(/\.yaml$/, "-sweep.yaml") : undefined;
  return pluginFiles(kind, { ...paths, sweep }, familiesIn(root).length === 0);
}

async function pathsOf(kind: string, name: string, root: string): Promise<PluginPaths> {
  const found = Object.hasOwn(pluginKinds, kind) ? pluginKinds[kind]! : undefined;
  if (!found) {
    const { suggest } = await import("@tweedie/config");
    const fix = suggest(kind, Object.keys(pluginKinds), "kinds");
    throw new TweedieError({ where: kind, what: "unknown kind of plugin", fix });
  }
  const [, given, base] = /^(?:([a-z][a-z0-9-]*)\/)?([a-z][a-z0-9-]*)$/.exec(name) ?? [];
  if (base === undefined) {
    const fix = `use lower-case letters, digits and dashes: \`tweedie new ${kind} ${kebabCase(name) || `my-${kind}`}\``;
    throw new TweedieError({ where: name, what: "is not a valid plugin name", fix });
  }
  const families = familiesIn(root);
  if (families.length > 0) return pathsInFamily(given ?? found.family, base, { kind, families });
  if (given !== undefined) {
    const fix = `write \`tweedie new ${kind} ${base}\``;
    throw new TweedieError({ where: name, what: "this project has no plugin families", fix });
  }
  const plugin = `plugins/${base}.ts`;
  return { plugin, test: `plugins/${base}.test.ts`, experiment: `experiments/${base}.yaml`, use: `../${plugin}` };
}

async function pathsInFamily(
  family: string | undefined,
  base: string,
  { kind, families }: { readonly kind: string; readonly families: readonly string[] },
): Promise<PluginPaths> {
  if (family === undefined || !families.includes(family)) {
    const what = family === undefined ? "no plugin family given" : `no plugin family \`${family}\` in plugins/`;
    const { suggest } = await import("@tweedie/config");
    const fix = suggest(family ?? "", families, `write \`tweedie new ${kind} FAMILY/${base}\`; families`);
    throw new TweedieError({ where: base, what, fix });
  }
  const folder = `plugins/${family}/src`;
  return {
    plugin: `${folder}/${base}.ts`,
    test: `${folder}/${base}.test.ts`,
    experiment: `experiments/mixture/${base}.yaml`,
    use: `${family}/${base}`,
  };
}

/** Plugin families of a project: the packages in `plugins/`. */
const familiesIn = (root: string): string[] =>
  existsSync(join(root, "plugins"))
    ? readdirSync(join(root, "plugins")).filter((name) => existsSync(join(root, "plugins", name, "package.json")))
    : [];

/** `MyLoss` and `my_loss` become `my-loss`. */
const kebabCase = (name: string): string =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replaceAll(/[^a-z0-9/]+/g, "-")
    .replaceAll(/^[^a-z]+|-+$/g, "");
