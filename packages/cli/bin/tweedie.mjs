#!/usr/bin/env node
import "@tweedie/engine/run-typescript";

const { main } = await import("../src/main.ts");
const { processTerminal } = await import("../src/terminal.ts");
process.exitCode = await main(process.argv.slice(2), processTerminal());
// What keeps the process from its end now, if anything, is a plugin that waits for something: a tracker whose server does not answer.
setTimeout(() => process.exit(), 2_000).unref();
