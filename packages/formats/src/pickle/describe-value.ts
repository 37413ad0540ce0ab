import { visibleLine } from "@tweedie/core";
import type { PickleValue } from "./pickle-value.ts";
import { globalName } from "./pickle-views.ts";

/** Most characters of a name or text in a message. */
const maxShown = 80;

/** A value in a message: `the text "abc"`, `a call of os.system`, `a dictionary of 3 entries`. */
export function describeValue(value: PickleValue): string {
  if (value === null) return "None";
  if (typeof value === "string") return `the text ${JSON.stringify(cut(value))}`;
  if (typeof value === "bigint") return "an integer above 2^53";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  switch (value.kind) {
    case "global":
      return `the name ${cut(value.name)}`;
    case "call":
      return `an object of ${calleeName(value.callee)}`;
    case "bytes":
      return `${value.source.size} bytes`;
    case "dict":
      return `a dictionary of ${value.entries.length} entries`;
    case "persistent":
      return "an object outside of the pickle";
    default:
      return `a ${value.kind} of ${value.items.length} values`;
  }
}

/** Name of the class or function of a call. */
function calleeName(callee: PickleValue): string {
  const name = globalName(callee);
  return name === undefined ? "a class without a name" : cut(name);
}

const cut = (text: string): string => visibleLine(text.length > maxShown ? `${text.slice(0, maxShown)}...` : text);
