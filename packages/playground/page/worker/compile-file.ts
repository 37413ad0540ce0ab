import type { ProvidedModule } from "@tweedie/engine/browser";
import { type Plugin, TweedieError } from "@tweedie/core";
import type { TextProblem } from "../protocol/messages.ts";

/** A plugin file as a module, or why it is none, and what the checks of its contract found. */
interface CompiledFile {
  readonly module?: ProvidedModule;
  readonly problem: TextProblem | undefined;
  /** Problems of the contract, and at the end the number of checks. */
  readonly checks: readonly string[];
}

/** Modules that a plugin may import. */
export const importable: Readonly<Record<string, () => Promise<object>>> = {
  tweedie: () => import("./authors.ts"),
  "tweedie/diffusion": () => import("@tweedie/diffusion"),
  zod: () => import("zod"),
};

/**
 * Compiles a plugin that the user wrote, and checks the contract of a loss.
 *
 * Types become spaces, as where Node runs the file, and names of imported modules become addresses on their lines: positions in errors are
 * those of the text.
 */
export async function compileFile(name: string, text: string): Promise<CompiledFile> {
  let url: string | undefined;
  try {
    const { transformSync } = await import("@swc/wasm-typescript");
    const { code } = transformSync(text, { mode: "strip-only", module: true });
    url = addressOf(await withAddresses(code));
    const exports = (await import(/* @vite-ignore */ url)) as { readonly default?: unknown };
    const module = { load: () => Promise.resolve(exports), url, text };
    return { module, problem: undefined, checks: await checksOf(exports.default) };
  } catch (error) {
    return { problem: fileProblem(error, name, url), checks: [] };
  }
}

const addressOf = (code: string): string => URL.createObjectURL(new Blob([code], { type: "text/javascript" }));

/** Names of modules in imports and exports. */
const specifiers = /(\bfrom\s*|\bimport\s*)(["'])([^"'\n]+)\2/g;

/** Replaces the names of modules by addresses. */
async function withAddresses(code: string): Promise<string> {
  const names = new Set([...code.matchAll(specifiers)].map(([, , , id]) => id!));
  const addresses = new Map<string, string>();
  for (const id of names) addresses.set(id, await moduleAddress(id));
  return code.replace(specifiers, (_, before: string, quote: string, id: string) =>
    [before, quote, addresses.get(id)!, quote].join(""),
  );
}

const known = new Map<string, string>();

/** Address of a module with the exports of one that the page has. @throws TweedieError if it has none of this name */
async function moduleAddress(id: string): Promise<string> {
  const found = known.get(id);
  if (found !== undefined) return found;
  const load = Object.hasOwn(importable, id) ? importable[id] : undefined;
  if (!load) {
    const fix = `a plugin in the page can import ${Object.keys(importable).join(", ")}`;
    throw new TweedieError({ where: "import", what: `the page has no module \`${id}\``, fix });
  }
  const exports = await load();
  Object.assign(globalThis, { [`tweedie:${id}`]: exports });
  const names = Object.keys(exports).filter((name) => name !== "default");
  const address = addressOf(`export const { ${names.join(", ")} } = globalThis[${JSON.stringify(`tweedie:${id}`)}];\n`);
  known.set(id, address);
  return address;
}

/** Runs the checks of a loss's contract. */
async function checksOf(plugin: unknown): Promise<readonly string[]> {
  if (typeof plugin !== "object" || plugin === null || (plugin as Partial<Plugin>).role !== "loss") return [];
  const { checkLoss } = await import("@tweedie/testing/checks/loss");
  const { problems, passed } = await checkLoss(plugin as Plugin<"loss">);
  return [
    ...problems.map(({ check, what }) => `${check}: ${what}`),
    `${passed.length} of ${passed.length + problems.length} checks of the contract pass`,
  ];
}

/** The error with its line: that of the syntax, or of the first frame of the stack in the file. */
function fileProblem(thrown: unknown, name: string, url: string | undefined): TextProblem {
  const {
    message,
    startLine,
    stack = "",
  } = thrown as {
    readonly message?: string;
    readonly startLine?: number;
    readonly stack?: string;
  };
  const text = message ?? String(thrown);
  const at = url === undefined ? -1 : stack.indexOf(`${url}:`);
  const frame = at < 0 ? undefined : /^:(\d+)/.exec(stack.slice(at + url!.length))?.[1];
  const line = startLine ?? (frame === undefined ? undefined : Number(frame));
  return { text: line === undefined ? text : `${name}:${line}: ${text}`, lines: line === undefined ? [] : [line] };
}
