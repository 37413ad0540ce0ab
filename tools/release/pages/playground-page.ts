import { join } from "node:path";
import { build } from "vite";
import { pageBuild } from "../../../packages/playground/vite/page-build.ts";
import { repository } from "../workspaces.ts";

/** Builds the page of the playground into a folder. */
export async function buildPlayground(out: string): Promise<void> {
  await build(pageBuild(join(repository, "packages/playground/page"), out));
}
