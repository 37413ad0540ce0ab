/** What `import ... from "tweedie"` has in the page: the module of the same name for plugin authors. */
export * from "@tweedie/core";
export { z } from "zod";
