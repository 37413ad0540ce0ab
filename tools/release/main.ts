import { join } from "node:path";
import { packAll } from "./pack.ts";
import { repository } from "./workspaces.ts";

const archives = await packAll(join(repository, "dist/release"));
for (const [name, archive] of archives) console.log(`${name} ${archive}`);
