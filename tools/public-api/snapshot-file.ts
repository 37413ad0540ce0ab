import { join } from "node:path";
import { repository } from "../release/workspaces.ts";

/** The committed text of the public API. It is not published. */
export const snapshotFile = join(repository, "packages/tweedie/public-api.txt");
