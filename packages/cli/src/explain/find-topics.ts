import type { Role } from "@tweedie/core";
import { familyOf } from "../commands/plugins/installed-plugins.ts";
import { type Catalogue, type FileKind, roles, slots, slotsOf } from "./catalogue.ts";
import { familyTopic, keyTopic, optionTopic, pluginTopic, roleTopic, type Topic } from "./topics.ts";

const files: readonly FileKind[] = ["experiment", "sweep"];

/**
 * Finds what a word names: a key by its path (`loss`, `evaluate.metrics[0]`), an option by its path in a slot (`loss.lambda`) or by its
 * plugin (`sid/l2.lambda`), a plugin, a role, a family. A word that names nothing of these is looked up as the last part of a name.
 */
export function findTopics(word: string, catalogue: Catalogue): readonly Topic[] {
  const exact = exactTopics(word, catalogue);
  return exact.length > 0 ? exact : topicsEndingWith(word, catalogue);
}

function exactTopics(word: string, catalogue: Catalogue): readonly Topic[] {
  const { keys, plugins } = catalogue;
  const path = splitWord(word);
  const found: Topic[] = files.flatMap((file) =>
    mostSpecific(keys[file].filter((key) => matches(key.path.split("."), path))).map((key) =>
      keyTopic(file, key, catalogue),
    ),
  );
  const hasSlot = found.some((topic) => topic.kind === "key" && topic.role === word);
  const role = roles.find((each) => each === word);
  if (role && !hasSlot) found.push(roleTopic(role, catalogue));
  found.push(...plugins.filter(({ use }) => use === word).map(pluginTopic));
  found.push(...optionTopics(path, plugins));
  const members = plugins.filter(({ use }) => familyOf(use) === word);
  if (members.length > 0) found.push(familyTopic(word, members));
  // The name of a slot's plugin is the slot itself.
  return found.length === 0 && path.at(-1) === "use" && isSlot(path.slice(0, -1))
    ? exactTopics(path.slice(0, -1).join("."), catalogue)
    : found;
}

/** Options at a path. Of options whose paths have parts that the user chooses, those with the fewest such parts. */
function optionTopics(path: readonly string[], plugins: Catalogue["plugins"]): readonly Topic[] {
  const named = plugins.flatMap((plugin) => {
    const { role } = plugin.plugin;
    const slots = [plugin.use, ...slotsOf(role), ...slotsInOptions(role, plugins)];
    return plugin.options.flatMap((key) => {
      const patterns = slots.map((slot) => `${slot}.${key.path}`).filter((slot) => matches(slot.split("."), path));
      return patterns.length > 0 ? [{ plugin, key, fixed: Math.max(...patterns.map(fixedParts)) }] : [];
    });
  });
  const most = Math.max(...named.map(({ fixed }) => fixed));
  return named.filter(({ fixed }) => fixed === most).map(({ plugin, key }) => optionTopic(plugin, key));
}

/** Number of parts of a path that the user does not choose. */
const fixedParts = (path: string): number => path.split(".").filter((part) => part !== "KEY").length;

/** Paths of the options of plugins that take plugins of a role: `loss.terms.KEY`. */
const slotsInOptions = (role: Role, plugins: Catalogue["plugins"]): readonly string[] =>
  plugins.flatMap(({ plugin, options }) =>
    options
      .filter((key) => key.role === role)
      .flatMap((key) => slotsOf(plugin.role).map((slot) => `${slot}.${key.path}`)),
  );

const isSlot = (path: readonly string[]): boolean => Object.keys(slots).some((slot) => matches(slot.split("."), path));

/** Splits `evaluate.metrics[0].samples` at its dots and indices. */
const splitWord = (word: string): readonly string[] => word.replaceAll(/\[([^\]]*)\]/g, ".$1").split(".");

/** True if a path is an instance of a pattern: `*` is an index, or left out; `KEY` is one or more parts. */
function matches([first, ...rest]: readonly string[], path: readonly string[]): boolean {
  if (first === undefined) return path.length === 0;
  if (first === "*") return matches(rest, path) || (/^(\d+|\*)$/.test(path[0] ?? "") && matches(rest, path.slice(1)));
  if (first === "KEY") return path.some((_, index) => matches(rest, path.slice(index + 1)));
  return path[0] === first && matches(rest, path.slice(1));
}

/** The keys with the most parts that the user does not choose: `parameters.loss.lambda.min` is `parameters.KEY.min`. */
function mostSpecific<T extends { readonly path: string }>(keys: readonly T[]): readonly T[] {
  const most = Math.max(...keys.map(({ path }) => fixedParts(path)));
  return keys.filter(({ path }) => fixedParts(path) === most).slice(0, 1);
}

/** Keys, options and plugins whose last parts are a word: `halfLife`, `ema.halfLife`, `l2`. */
function topicsEndingWith(word: string, catalogue: Catalogue): readonly Topic[] {
  const end = splitWord(word).join(".");
  const hasEnd = (path: string): boolean => path === end || path.endsWith(`.${end}`);
  const ofFiles = files.flatMap((file) =>
    catalogue.keys[file].filter(({ path }) => hasEnd(path)).map((key) => keyTopic(file, key, catalogue)),
  );
  const ofPlugins = catalogue.plugins.flatMap((plugin): Topic[] => [
    ...(plugin.use.endsWith(`/${word}`) ? [pluginTopic(plugin)] : []),
    ...plugin.options.filter(({ path }) => hasEnd(path)).map((key) => optionTopic(plugin, key)),
  ]);
  return [...ofFiles, ...ofPlugins];
}
