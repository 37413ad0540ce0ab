import { TweedieError } from "@tweedie/core";
import { describeValue } from "../pickle/describe-value.ts";
import type { PickleValue } from "../pickle/pickle-value.ts";
import { entriesOf, globalName, itemsOf } from "../pickle/pickle-views.ts";
import { pythonObject } from "../torch/torch-module.ts";
import { typeOfName } from "../torch/torch-types.ts";
import type { Setting, Settings } from "./checkpoint.ts";

/** Limits of settings, which a pickle can make large by naming the same list many times. */
const [maxDepth, maxValues] = [16, 10_000];

/** Most attributes of an object that are described. */
const maxAttributes = 200;

/**
 * Converts a value of a pickle to settings: None, truth values, numbers, texts, lists, dictionaries with texts for keys, and number types
 * of torch as text.
 *
 * @param where The file and the place in it.
 * @throws TweedieError naming what is something else.
 */
function plainSetting(value: PickleValue, where: string): Setting {
  let left = maxValues;
  const convert = (each: PickleValue, path: string, depth: number): Setting => {
    const fail = (what: string) => new TweedieError({ where: path, what });
    if (--left < 0) throw fail(`is one of more than ${maxValues} values`);
    if (depth > maxDepth) throw fail(`is nested deeper than ${maxDepth}`);
    if (each === null || typeof each === "string" || typeof each === "boolean" || typeof each === "number") return each;
    const name = globalName(each);
    if (name !== undefined && typeOfName(name)) return name;
    const items = itemsOf(each);
    if (items) return items.map((item, i) => convert(item, `${path}[${i}]`, depth + 1));
    const entries = entriesOf(each);
    if (!entries) throw fail(`is ${describeValue(each)}, where plain settings are needed`);
    const pairs = entries.map(([key, inner]): [string, Setting] => {
      if (typeof key !== "string" || key === "__proto__") throw fail(`has ${describeValue(key)} for a key`);
      return [key, convert(inner, `${path}.${key.slice(0, 80)}`, depth + 1)];
    });
    return Object.fromEntries(pairs);
  };
  return convert(value, where, 0);
}

/** `plainSetting` for a dictionary. */
export function plainSettings(value: PickleValue, where: string): Settings {
  const settings = plainSetting(value, where);
  if (isSettings(settings)) return settings;
  throw new TweedieError({ where, what: `is ${describeValue(value)}, not a dictionary` });
}

export const isSettings = (setting: Setting | undefined): setting is Settings =>
  typeof setting === "object" && setting !== null && !Array.isArray(setting);

/** Converts a value that is not needed: its settings, the class and plain attributes of an object, or a description. */
export function describedSetting(value: PickleValue): Setting {
  const object = pythonObject(value);
  if (object) return { class: object.className, ...plainAttributes(object.attributes) };
  const setting = ifPlain(value);
  return setting === undefined ? describeValue(value) : setting;
}

/** The attributes that are plain settings. Private ones, and the mode of training, are left out. */
export function plainAttributes(attributes: ReadonlyMap<string, PickleValue>): Settings {
  const kept = [...attributes].slice(0, maxAttributes).flatMap(([name, value]): [string, Setting][] => {
    if (/^_|^training$/.test(name)) return [];
    const setting = ifPlain(value);
    return setting === undefined ? [] : [[name.slice(0, 200), setting]];
  });
  return Object.fromEntries(kept);
}

function ifPlain(value: PickleValue): Setting | undefined {
  try {
    return plainSetting(value, "");
  } catch (error) {
    if (error instanceof TweedieError) return undefined;
    throw error;
  }
}
