import { join } from "node:path";
import type { Plugin } from "rolldown";
import { buildPage } from "../../../packages/ui/src/server/build-page.ts";
import { licences } from "../libraries.ts";
import { repository } from "../workspaces.ts";

const folder = join(repository, "packages/ui");
const module = join(folder, "src/server/build-page.ts");

/** Builds the page of the dashboard, with the licences of its libraries, in place of its sources. */
export const buildDashboardPage = (out: string): Promise<void> => buildPage(join(folder, "src/page"), out, [licences]);

/** Replaces the function that builds the page from sources: packages contain the built page. */
export const noPageBuild: Plugin = {
  name: "no-page-build",
  load: {
    filter: { id: module },
    handler: () => {
      const code = 'export const buildPage = () => Promise.reject(new Error("the package lacks its page"));\n';
      return { code, moduleType: "js" };
    },
  },
};
