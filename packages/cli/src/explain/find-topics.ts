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
  for (const plugin of plugins) {
    const { use, options } = plugin;
    const paths = [use, ...slotsOf(plugin.plugin.role)];
    if (use === word) found.push(pluginTopic(plugin));
    const named = options.filter((key) => paths.some((slot) => matches(`${slot}.${key.path}`.split("."), path)));
    found.push(...mostSpecific(named).map((key) => optionTopic(plugin, key)));
  }
  const members = plugins.filter(({ use }) => familyOf(use) === word);
  if (members.length > 0) found.push(familyTopic(word, members));
  // The name of a slot's plugin is the slot itself.
  return found.length === 0 && path.at(-1) === "use" && isSlot(path.slice(0, -1))
    ? exactTopics(path.slice(0, -1).join("."), catalogue)
    : found;
}

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
  const given = ({ path }: T): number => path.split(".").filter((part) => part !== "KEY").length;
  const most = Math.max(...keys.map(given));
  return keys.filter((key) => given(key) === most).slice(0, 1);
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
