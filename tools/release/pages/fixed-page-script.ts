import { join } from "node:path";
import type { Plugin } from "rolldown";
import { browserScript } from "../../../packages/web/src/browser-script.ts";
import { repository } from "../workspaces.ts";

const module = join(repository, "packages/web/src/browser-script.ts");

/** Replaces the function that makes the script of a student's page from sources by the finished script: packages have no sources. */
export const fixedPageScript: Plugin = {
  name: "fixed-page-script",
  load: {
    filter: { id: module },
    handler: async () => {
      const script = JSON.stringify(await browserScript());
      return { code: `export const browserScript = () => Promise.resolve(${script});\n`, moduleType: "js" };
    },
  },
};
