export { cacheFolder, cachePath } from "./cache-folder.ts";
export { createFolder, createFolderSync } from "./create-folder.ts";
export { type FileInParts, fileInParts } from "./file-in-parts.ts";
export { ifExists } from "./if-exists.ts";
export { fileLimits, readRegularFile, readRegularFileSync, readRegularText } from "./regular-file.ts";
