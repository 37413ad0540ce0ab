import type { KeyReference } from "@tweedie/engine";
import { boundedType, defaultText } from "../../../packages/cli/src/plugin-pages/key-rows.ts";
import { blocks, code, fence, sentence, table } from "./markdown.ts";
import { roleLink } from "./links.ts";

/** Section of a key or an option: its heading, meaning, facts, and an example in YAML unless its value is unknown. `after` follows them. */
export function keySection(key: KeyReference, level: 2 | 3, example: string, after = ""): string {
  return blocks(
    `${"#".repeat(level)} ${code(key.path)}`,
    sentence(key.description ?? ""),
    key.type === "map" ? "" : factsOf(key),
    example.includes("...") ? "" : fence("yaml", example),
    after,
  ).trimEnd();
}

/** Type, range and default of a key as a table of one row. */
function factsOf(key: KeyReference): string {
  const { default: value, choices, range, required } = key;
  const type = key.role && !key.type.startsWith("[") ? `plugin of the role ${roleLink(key.role)}` : typeOf(key);
  const facts = [
    ["type", type],
    ...(range === undefined ? [] : [["range", range]]),
    ...(value !== undefined || required
      ? [["default", value === undefined ? "required" : code(defaultText(key))]]
      : []),
  ];
  return table(
    facts.map(([name]) => name!),
    [facts.map(([, fact]) => (choices && choices.join(" | ") === fact ? choices.map(code).join(", ") : fact!))],
  );
}

/** Type of a key. Its range is a column of its own. */
const typeOf = (key: KeyReference): string =>
  key.role ? `list of plugins of the role ${roleLink(key.role)}` : boundedType({ type: key.type });
