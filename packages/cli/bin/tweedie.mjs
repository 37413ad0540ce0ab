#!/usr/bin/env node
import module from "node:module";

// The sources run as they are: Node strips their types and keeps what it compiled, or the hook beside this file does.
if (process.features.typescript) module.enableCompileCache();
else module.register("./strip-types.mjs", import.meta.url);
const { main } = await import("../src/main.ts");
const { processTerminal } = await import("../src/terminal.ts");
process.exitCode = await main(process.argv.slice(2), processTerminal());
// What keeps the process from its end now, if anything, is a plugin that waits for something: a tracker whose server does not answer.
setTimeout(() => process.exit(), 2_000).unref();
