#!/usr/bin/env node
import module from "node:module";

try {
  process.cwd();
} catch {
  process.stderr.write("error working folder: was deleted\n      = help: change to a folder that exists\n");
  process.exit(1);
}
// In the repository, packages are TypeScript. Published, they are JavaScript, which Node may cache compiled from 22.8 on.
if (import.meta.resolve("@tweedie/cli").endsWith(".ts")) await import("@tweedie/engine/run-typescript");
else module.enableCompileCache?.();
const { main, processTerminal } = await import("@tweedie/cli");
process.exitCode = await main(process.argv.slice(2), processTerminal());
// A plugin may still wait for something, such as a tracker for a server that does not answer. Exit anyway after 2 s.
setTimeout(() => process.exit(), 2_000).unref();
