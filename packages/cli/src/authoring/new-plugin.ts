import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { TweedieError } from "@tweedie/core";
import { modeline } from "../schema-file.ts";
import { kinds } from "./kinds.ts";

/** A plugin that is to be written, with its test and an experiment. */
export interface NewPlugin {
  /** Texts by their paths in the project. */
  readonly files: ReadonlyMap<string, string>;
  readonly plugin: string;
  readonly test: string;
  readonly experiment: string;
}

const templates = new URL("../../templates/", import.meta.url);

/**
 * A plugin of a kind, from its template, for the project in a folder: for a family, where the project has families as Tweedie's
 * own has, else for the lab's folder of plugins.
 *
 * @throws TweedieError for a kind, a name or a family that there is not.
 */
export async function newPlugin(kind: string, name: string, root: string): Promise<NewPlugin> {
  const places = await placesOf(kind, name, root);
  const own = `my-${kind}`;
  const base = posix.basename(places.plugin, ".ts");
  const text = (extension: string): string =>
    readFileSync(new URL(`${kind}/${own}${extension}`, templates), "utf8").replace(`./${own}.ts`, (path) =>
      extension === ".yaml" ? places.use : path,
    );
  const [, ...experiment] = text(".yaml").replaceAll(own, base).split("\n");
  return {
    ...places,
    files: new Map([
      [places.plugin, text(".ts").replaceAll(own, base)],
      [places.test, text(".test.ts").replaceAll(own, base)],
      [places.experiment, [modeline(places.experiment), ...experiment].join("\n")],
    ]),
  };
}

interface Places {
  readonly plugin: string;
  readonly test: string;
  readonly experiment: string;
  /** The plugin as the experiment names it. */
  readonly use: string;
}

async function placesOf(kind: string, name: string, root: string): Promise<Places> {
  const found = Object.hasOwn(kinds, kind) ? kinds[kind]! : undefined;
  if (!found) {
    const { suggest } = await import("@tweedie/config");
    const fix = suggest(kind, Object.keys(kinds), "there are");
    throw new TweedieError({ where: kind, what: "nothing of this kind can be begun", fix });
  }
  const [, given, base] = /^(?:([a-z][a-z0-9-]*)\/)?([a-z][a-z0-9-]*)$/.exec(name) ?? [];
  if (base === undefined) {
    const fix = `small letters, digits and dashes: \`tweedie new ${kind} ${kebab(name) || `my-${kind}`}\``;
    throw new TweedieError({ where: name, what: "is not a name for a plugin", fix });
  }
  const families = familiesIn(root);
  if (families.length > 0) return inFamily(given ?? found.family, base, { kind, families });
  if (given !== undefined) {
    const fix = `\`tweedie new ${kind} ${base}\``;
    throw new TweedieError({ where: name, what: "plugins of this project have no family", fix });
  }
  const plugin = `plugins/${base}.ts`;
  return { plugin, test: `plugins/${base}.test.ts`, experiment: `experiments/${base}.yaml`, use: `../${plugin}` };
}

async function inFamily(
  family: string | undefined,
  base: string,
  { kind, families }: { readonly kind: string; readonly families: readonly string[] },
): Promise<Places> {
  if (family === undefined || !families.includes(family)) {
    const what = family === undefined ? "the family is missing" : `there is no family \`${family}\` in plugins/`;
    const { suggest } = await import("@tweedie/config");
    const fix = suggest(family ?? "", families, `\`tweedie new ${kind} FAMILY/${base}\`, where families are`);
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

/** Packages of plugins in a project. */
const familiesIn = (root: string): string[] =>
  existsSync(join(root, "plugins"))
    ? readdirSync(join(root, "plugins")).filter((name) => existsSync(join(root, "plugins", name, "package.json")))
    : [];

/** `MyLoss` and `my_loss` are `my-loss`. */
const kebab = (name: string): string =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replaceAll(/[^a-z0-9/]+/g, "-")
    .replaceAll(/^[^a-z]+|-+$/g, "");
