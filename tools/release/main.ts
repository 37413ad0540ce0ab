import { packAll } from "./pack.ts";

const archives = await packAll();
for (const [name, archive] of archives) console.log(`${name} ${archive}`);
