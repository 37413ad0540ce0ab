/** The module that `import ... from "tweedie"` loads in the page, with the exports for authors of plugins. */
export * from "@tweedie/core";
export { z } from "zod";
