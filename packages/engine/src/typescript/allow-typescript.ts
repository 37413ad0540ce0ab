/** True in the published package. Sources run only where TypeScript already does. */
const isCompiled = !import.meta.url.endsWith(".ts");

/**
 * Lets Node import a module that may be TypeScript, or import it. Files of `node_modules` are JavaScript: no version of Node strips
 * their types. Starting the loader hook, which older versions need, takes longer than the rest of a short command.
 */
export async function allowTypeScript(file: string): Promise<void> {
  if (isCompiled && !/[\\/]node_modules[\\/]/.test(file)) await import("./run-typescript.mjs");
}
