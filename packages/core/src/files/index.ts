export { createFolder, createFolderSync } from "./create-folder.ts";
export * from "./regular-file.ts";
