import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type * as core from "@tweedie/core";
import type * as subjects from "../../flipped-bytes/subjects.ts";
import type * as change from "../../flipped-bytes/try-change.ts";

// Child process: changes bytes of files that a build reads back, as `tools/flipped-bytes` does. Sends the effect of each change.
// Arguments: the root of the build, an empty project, the seed, the number of changes.
const [build = "", project = "", seed = "", count = ""] = process.argv.slice(2);
const load = (path: string): Promise<unknown> => import(pathToFileURL(join(build, path)).href);
const { random } = (await load("packages/core/src/index.ts")) as typeof core;
const { createSubjects } = (await load("tools/flipped-bytes/subjects.ts")) as typeof subjects;
const { tryChange } = (await load("tools/flipped-bytes/try-change.ts")) as typeof change;

const all = await createSubjects(project);
const expected = new Map<change.Subject, unknown>();
const copy = join(project, "copy");
for (let index = 0; index < Number(count); index++) {
  const subject = all[index % all.length]!;
  if (!expected.has(subject)) {
    const { folder, read } = subject;
    rmSync(copy, { recursive: true, force: true });
    cpSync(folder, copy, { recursive: true });
    expected.set(subject, (await read(copy)).result);
  }
  const options = { random: random(Number(seed), "byte-changes", index), copy, expected: expected.get(subject) };
  const { effect, detail } = await tryChange(subject, options);
  process.send!({ effect, detail: `${subject.kind}: ${detail}` });
}
process.send!("end", () => process.exit(0));
