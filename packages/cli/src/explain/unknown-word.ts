import { nearest } from "@tweedie/config";
import { TweedieError } from "@tweedie/core";
import { knownAs } from "@tweedie/engine";
import { whyUnavailable } from "../plugin-pages/local-plugins.ts";
import { type Catalogue, namesIn } from "./catalogue.ts";

/** Returns the error for a word that names nothing, with the names that are near. */
export async function unknownWord(word: string, catalogue: Catalogue): Promise<TweedieError> {
  if (/\.m?[jt]s$/.test(word)) {
    const what = "a file of the project is not explained: this command runs no code of a project";
    const path = word.startsWith(".") ? word : `./${word}`;
    return new TweedieError({ where: word, what, fix: `\`tweedie plugins ${path}\` describes a plugin of your own` });
  }
  const alias = knownAs(word, catalogue.plugins);
  const near = alias === undefined ? namesNear(word, namesIn(catalogue)) : [alias];
  const reason = near.length === 0 && word.includes("/") ? await whyUnavailable(word) : undefined;
  if (reason) return new TweedieError({ where: word, what: reason.message, fix: reason.help });
  const fix =
    near.length > 0
      ? `did you mean ${near.map((name) => `\`${name}\``).join(", ")}?`
      : "`tweedie explain` lists the keys, `tweedie plugins` the plugins";
  return new TweedieError({ where: word, what: "no such key, option, plugin or role", fix });
}

/** Returns at most three names: paths that contain all parts of the word in order, or else the nearest name, or the nearest last part. */
function namesNear(word: string, names: readonly string[]): readonly string[] {
  const parts = word.split(".");
  const longer = parts.length > 1 ? names.filter((name) => containsParts(name.split("."), parts)) : [];
  if (longer.length > 0) return longer.slice(0, 3);
  const near =
    nearest(word, names) ?? nearest(word, new Set(names.map((name) => name.slice(name.lastIndexOf(".") + 1))));
  return near === undefined ? [] : [near];
}

const containsParts = ([first, ...rest]: readonly string[], [part, ...parts]: readonly string[]): boolean => {
  if (part === undefined) return true;
  if (first === undefined) return false;
  return first === part ? containsParts(rest, parts) : containsParts(rest, [part, ...parts]);
};
