import type { Role } from "@tweedie/core";
import type { NamedPlugin } from "./available-plugins.ts";

/**
 * Name of the plugin that has the last part of an unknown name as an alias, `metrics/frechet` for `metrics/fid`; undefined if there is none or
 * several. A name without a family is also that of a plugin without its family, `ring` of `datasets/ring`.
 */
export function knownAs(name: string, plugins: readonly NamedPlugin[], role?: Role): string | undefined {
  const word = normalize(name.slice(name.lastIndexOf("/") + 1));
  const namesOf = ({ use, plugin: { aliases = [] } }: NamedPlugin) =>
    name.includes("/") ? aliases : [use.slice(use.lastIndexOf("/") + 1), ...aliases];
  const found = plugins.filter(
    (each) =>
      (role === undefined || each.plugin.role === role) && namesOf(each).some((alias) => normalize(alias) === word),
  );
  return found.length === 1 ? found[0]!.use : undefined;
}

/** In lower case, without signs other than the plus, which distinguishes names such as DDPM++. */
const normalize = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}+]/gu, "");
