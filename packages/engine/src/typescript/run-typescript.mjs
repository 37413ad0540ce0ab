import module from "node:module";

// The sources run as they are: Node strips their types and keeps what it compiled, or the hook beside this file does.
// A thread inherits neither from the one that started it.
if (process.features.typescript) module.enableCompileCache();
else module.register("./strip-types.mjs", import.meta.url);
