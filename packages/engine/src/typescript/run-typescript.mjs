import module from "node:module";

// Runs TypeScript sources without a build: Node strips the types and caches the compiled code; before Node 22.18, the loader hook does.
// Threads inherit neither, so each thread imports this file.
// In a deleted working folder, `module.register` would wait for ever; `process.cwd` throws.
process.cwd();
if (process.features.typescript) module.enableCompileCache();
else module.register("./strip-types.mjs", import.meta.url);
