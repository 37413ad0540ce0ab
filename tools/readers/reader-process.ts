import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { outcomeOf } from "./outcome.ts";
import type { Message } from "./read-files.ts";

// The process of `readFiles`: reads the files of a folder whose names come after the given one.
const [folder, after] = process.argv.slice(2) as [string, string];
const send = (message: Message): void => void process.send!(message);
for (const name of readdirSync(folder).sort()) {
  if (name <= after) continue;
  send({ name });
  send({ name, outcome: outcomeOf(name, readFileSync(join(folder, name))) });
}
send({ megabytes: process.resourceUsage().maxRSS / 1_024 });
process.disconnect();
