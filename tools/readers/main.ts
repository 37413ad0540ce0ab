// `npm run test:readers -- --count 1000 --seed 0 --formats pkl,pt --python python3`: `count` files of each format, valid and malformed, are read by Tweedie
// and by NumPy, safetensors, Pillow and torch. No file may be read that the reference refuses, files that both read must have the same content,
// and nothing may crash, hang or take much memory. `--damaged` is the part of the files whose bytes are changed after they were made. Without Python and the packages the comparison is left out.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { compare } from "./comparison.ts";
import { diceOf, mutated } from "./dice.ts";
import { formats } from "./formats.ts";
import type { Outcome } from "./outcome.ts";
import { readFiles } from "./read-files.ts";
import { readReference } from "./reference.ts";

/** Megabytes that reading small files may take, of the whole process. */
const maxMegabytes = 1_024;

/** Part of the files of a format whose pixels may be undefined. */
const maxUndefined = 0.01;

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "1000" },
    seed: { type: "string", default: "0" },
    formats: { type: "string", default: Object.keys(formats).join() },
    python: { type: "string", default: "python3" },
    damaged: { type: "string", default: "0.4" },
    keep: { type: "boolean", default: false },
  },
});

const endings = Object.keys(formats).filter((ending) => values.formats.split(",").includes(ending));
const damaged = new Set<string>();
const folder = mkdtempSync(join(tmpdir(), "tweedie-readers-"));
for (const ending of endings) {
  const { make } = formats[ending]!;
  for (let index = 0; index < Number(values.count); index++) {
    const dice = diceOf(Number(values.seed), ending, index);
    const made = make(dice);
    const name = `${String(index).padStart(6, "0")}.${ending}`;
    if (dice.chance(Number(values.damaged))) damaged.add(name);
    writeFileSync(join(folder, name), damaged.has(name) ? mutated(made, dice) : made);
  }
}
const { outcomes, megabytes } = await readFiles(folder);
const reference = readReference(values.python, folder);
let failures = 0;
for (const ending of endings) {
  const found = [...outcomes]
    .filter(([name]) => name.endsWith(`.${ending}`))
    .map(([name, ours]) => ({ name, ours, comparison: compare(ours, reference?.get(name), damaged.has(name)) }));
  const read = found.filter(({ ours }) => "content" in ours);
  const stricter = found.filter(({ comparison }) => comparison.kind === "stricter");
  const unclear = found.filter(({ comparison }) => comparison.kind === "undefined pixels");
  const faults = found.flatMap(({ name, comparison }) =>
    comparison.kind === "fault" ? [`${name}: ${comparison.reason}`] : [],
  );
  if (unclear.length > maxUndefined * found.length) faults.push(`${unclear.length} files have undefined pixels`);
  failures += faults.length;
  const compared = reference ? `, ${stricter.length} refused by Tweedie alone, ${unclear.length} undefined` : "";
  console.log(`${ending}: ${found.length} files, ${read.length} read${compared}, ${faults.length} faults`);
  for (const fault of faults.slice(0, 5)) console.log(`  ${fault}`);
  for (const [reason, count] of reasons(stricter.map(({ ours }) => ours))) {
    console.log(`  refused by Tweedie alone, ${count}: ${reason}`);
  }
}
if (megabytes > maxMegabytes) failures++;
console.log(
  `at most ${Math.round(megabytes)} MB; ${reference ? "compared with the references" : "not compared: Python with numpy, pillow and safetensors is not reachable"}`,
);
if (values.keep) console.log(folder);
else rmSync(folder, { recursive: true });
process.exitCode = failures > 0 ? 1 : 0;

/** Reasons of refusals, without their numbers, with how often each occurs. */
function reasons(refusals: readonly Outcome[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const outcome of refusals) {
    const reason = ("refused" in outcome ? outcome.refused : "")
      .replace(/".*"|'[^']*'/g, "...")
      .replace(/\d[\d, ]*/g, "N ")
      .slice(0, 90);
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]).slice(0, 8);
}
