import { dirname } from "node:path";
import { TweedieError } from "@tweedie/core";
import { displayPath } from "./error-text.ts";
import type { PluginModule } from "./trust.ts";

/** Refusal to import modules that are not trusted. None of their code has run. */
export class UntrustedCodeError extends TweedieError {
  readonly modules: readonly PluginModule[];

  constructor(modules: readonly PluginModule[]) {
    const byFile = new Map(modules.map((module) => [module.file, module]));
    const [first] = byFile.values();
    const list = [...byFile.values()].map(({ use, file }) => `\`${use}\` (${displayPath(file)})`);
    super({
      where: first!.project ?? dirname(first!.file),
      what: `has code from outside your project, which would run: ${list.join(", ")}`,
      fix: 'read it first; `--trust` runs it, with all your permissions. Your project is that of the current folder: its package.json has the key "tweedie"',
    });
    this.modules = [...byFile.values()];
  }
}

/**
 * Waits for all tasks, as `Promise.all`.
 *
 * @throws UntrustedCodeError with the modules of all tasks, if no task fails for another reason.
 */
export async function allTrusted<T extends readonly unknown[]>(tasks: {
  readonly [K in keyof T]: Promise<T[K]>;
}): Promise<T> {
  const settled = await Promise.allSettled(tasks as readonly Promise<unknown>[]);
  const reasons = settled.flatMap((each) => (each.status === "rejected" ? [each.reason as unknown] : []));
  const other = reasons.find((reason) => !(reason instanceof UntrustedCodeError));
  if (other !== undefined) throw other;
  if (reasons.length > 0)
    throw new UntrustedCodeError(reasons.flatMap((reason) => (reason as UntrustedCodeError).modules));
  return settled.map((each) => (each as PromiseFulfilledResult<unknown>).value) as unknown as T;
}
