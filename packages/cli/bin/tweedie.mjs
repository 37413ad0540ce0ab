#!/usr/bin/env node
import "@tweedie/engine/run-typescript";

const { main } = await import("../src/main.ts");
const { processTerminal } = await import("../src/terminal/terminal.ts");
process.exitCode = await main(process.argv.slice(2), processTerminal());
// A plugin may still wait for something, such as a tracker for a server that does not answer. Exit anyway after 2 s.
setTimeout(() => process.exit(), 2_000).unref();
