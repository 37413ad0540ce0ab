import type { Role } from "@tweedie/core";
import type { NamedPlugin } from "./available-plugins.ts";

/** Name of the plugin that has the last part of an unknown name as an alias, `metrics/frechet` for `metrics/fid`; undefined if there is none or several. */
export function knownAs(name: string, plugins: readonly NamedPlugin[], role?: Role): string | undefined {
  const word = normalize(name.slice(name.lastIndexOf("/") + 1));
  const found = plugins.filter(
    ({ plugin }) =>
      (role === undefined || plugin.role === role) && plugin.aliases?.some((alias) => normalize(alias) === word),
  );
  return found.length === 1 ? found[0]!.use : undefined;
}

/** In lower case, without signs other than the plus, which distinguishes names such as DDPM++. */
const normalize = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}+]/gu, "");
