#!/usr/bin/env node

try {
  process.cwd();
} catch {
  process.stderr.write("error working folder: was deleted\n      = help: change to a folder that exists\n");
  process.exit(1);
}
await import("@tweedie/engine/run-typescript");
const { main, processTerminal } = await import("@tweedie/cli");
process.exitCode = await main(process.argv.slice(2), processTerminal());
// A plugin may still wait for something, such as a tracker for a server that does not answer. Exit anyway after 2 s.
setTimeout(() => process.exit(), 2_000).unref();
