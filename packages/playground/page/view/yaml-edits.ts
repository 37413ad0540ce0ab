import { parseDocument } from "yaml";

type Path = readonly string[];

/** Returns the value at a path of a YAML text; undefined if it has none, or if the text is no YAML. */
export function valueAt(yaml: string, path: Path): unknown {
  try {
    const value: unknown = parseDocument(yaml).getIn(path);
    return typeof value === "object" && value !== null && "toJSON" in value
      ? (value as { toJSON(): unknown }).toJSON()
      : value;
  } catch {
    return undefined;
  }
}

/** Returns the text with another value at a path, or without the key if the value is undefined. Comments and order are kept. */
export function withValue(yaml: string, path: Path, value: unknown): string {
  const document = parseDocument(yaml);
  if (value === undefined) {
    if (document.hasIn(path)) document.deleteIn(path);
  } else {
    // A plugin's name in place of a block becomes a block, so that options can be added.
    for (let i = 1; i < path.length; i++) {
      const parent: unknown = document.getIn(path.slice(0, i));
      if (typeof parent === "string")
        document.setIn(path.slice(0, i), document.createNode({ use: parent }, { flow: true }));
      if (parent === undefined) document.setIn(path.slice(0, i), document.createNode({}, { flow: true }));
    }
    document.setIn(path, document.createNode(value, { flow: true }));
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

/** Name of the plugin of a slot: of a block, or the name alone. */
export function pluginOf(yaml: string, slot: string): string | undefined {
  const block = valueAt(yaml, slot.split("."));
  if (typeof block === "string") return block;
  return typeof block === "object" && block !== null && "use" in block ? String(block.use) : undefined;
}
