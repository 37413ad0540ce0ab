import { relative, resolve } from "node:path";

/** Returns undefined: in a page, files belong to no project. */
export const findProjectRoot = (_folder: string): string | undefined => undefined;

/** Returns the folder itself. */
export const projectBoundary = (folder: string): string => folder;

/** True if a path, relative to a folder, stays inside a project. */
export const staysInside = (project: string, folder: string, path: string): boolean =>
  !/^\.\.(\/|$)/.test(relative(project, resolve(folder, path)));
