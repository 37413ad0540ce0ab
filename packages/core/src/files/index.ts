export { createFolder, createFolderSync } from "./create-folder.ts";
export { ifExists } from "./if-exists.ts";
export * from "./regular-file.ts";
