/** The module for pages: the same, with the files that a page provides. */
export * from "./index.ts";
export { provideFiles } from "./browser/read-source.ts";
