import type { Project } from "../plugins/project.ts";
import { type Trust, trustAll } from "../plugins/trust.ts";

export type { Project } from "../plugins/project.ts";

/** Returns the project of a folder of the page: the folder itself. */
export const findProject = (folder: string, trust: Trust = trustAll): Promise<Project> =>
  Promise.resolve({ root: folder, isDeclared: true, packages: [], trust });
