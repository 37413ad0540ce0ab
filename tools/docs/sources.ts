import { publishedImports } from "create-tweedie";
import { filesIn, read } from "./documents.ts";

const fence = (language: string, text: string): string => `\`\`\`${language}\n${text.trim()}\n\`\`\``;

/** Declarations of `@tweedie/core` with their docstrings, in the given order, as one block. */
function contractSource(names: readonly string[]): string {
  const files = filesIn("packages/core/src", ".ts").filter((file) => !file.endsWith(".test.ts"));
  const text = files.map((file) => `\n${read(file)}`).join("\n");
  const declarations = names.map((name) => {
    const start = text.search(new RegExp(`^export (interface|type) ${name}\\b`, "m"));
    if (start < 0) throw new Error(`@tweedie/core declares no type ${name}`);
    const rest = text.slice(start);
    const end = rest.startsWith("export interface") ? rest.indexOf("\n}") + 2 : rest.indexOf(";\n") + 1;
    const docstring = /\/\*\*(?:(?!\*\/)[^])*\*\/\n$/.exec(text.slice(0, start))?.[0] ?? "";
    return docstring + rest.slice(0, end);
  });
  return fence("ts", declarations.join("\n\n"));
}

/** The plugin that `tweedie new KIND NAME` writes. */
function templateSource(kind: string, name: string): string {
  const template = read(`packages/create-tweedie/templates/${kind}/my-${kind}.ts`);
  return fence("ts", publishedImports(template).replaceAll(`my-${kind}`, name));
}

/** The block of a `<!-- source: KIND ... -->` marker: `contract TYPE...`, `template KIND NAME` or `plugin FAMILY NAME`. */
export function sourceText(key: string): string {
  const [source, ...words] = key.split(" ");
  switch (source) {
    case "contract":
      return contractSource(words);
    case "template":
      return templateSource(words[0]!, words[1]!);
    case "plugin":
      return fence("ts", publishedImports(read(`plugins/${words[0]!}/src/${words[1]!}.ts`)));
    default:
      throw new Error(`no source is called ${String(source)}`);
  }
}
