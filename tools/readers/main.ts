import { execFileSync, type ExecFileSyncOptionsWithStringEncoding } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { diceOf, mutated } from "./dice.ts";
import { formats } from "./formats.ts";
import type { Outcome } from "./outcome.ts";
import { readFiles } from "./read-files.ts";

/** Megabytes that reading small files may take, of the whole process. */
const maxMegabytes = 1_024;

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "1000" },
    seed: { type: "string", default: "0" },
    python: { type: "string", default: "python3" },
    keep: { type: "boolean", default: false },
  },
});

/**
 * `npm run test:readers -- --count 1000 --seed 0 --python python3`: `count` files of each format, valid and malformed, are read by Tweedie and by
 * NumPy, safetensors and Pillow. No file may be read that the reference refuses, files that both read must have the same content, and
 * nothing may crash, hang or take much memory. Without Python and the packages the comparison is left out.
 */
const damaged = new Set<string>();
const folder = mkdtempSync(join(tmpdir(), "tweedie-readers-"));
for (const [ending, { make }] of Object.entries(formats)) {
  for (let index = 0; index < Number(values.count); index++) {
    const dice = diceOf(Number(values.seed), ending, index);
    const made = make(dice);
    const name = `${String(index).padStart(6, "0")}.${ending}`;
    if (dice.chance(0.4)) damaged.add(name);
    writeFileSync(join(folder, name), damaged.has(name) ? mutated(made, dice) : made);
  }
}
const { outcomes, megabytes } = await readFiles(folder);
const reference = readReference();
let failures = 0;
for (const ending of Object.keys(formats)) {
  const found = [...outcomes].filter(([name]) => name.endsWith(`.${ending}`));
  const faults = found
    .map(([name, ours]) => [name, faultOf(name, ours, reference?.get(name))] as const)
    .filter(([, fault]) => fault);
  failures += faults.length;
  const read = found.filter(([, outcome]) => "content" in outcome).length;
  const stricter = found.filter(([name, ours]) => "refused" in ours && reference?.get(name)?.content !== undefined);
  const compared = reference ? `, ${stricter.length} refused by Tweedie alone` : "";
  console.log(`${ending}: ${found.length} files, ${read} read${compared}, ${faults.length} faults`);
  for (const [name, fault] of faults.slice(0, 5)) console.log(`  ${name}: ${fault}`);
  for (const [reason, count] of reasons(stricter)) console.log(`  refused by Tweedie alone, ${count}: ${reason}`);
}
if (megabytes > maxMegabytes) failures++;
console.log(
  `at most ${Math.round(megabytes)} MB; ${reference ? "compared with the references" : "not compared: Python with numpy, pillow and safetensors is not reachable"}`,
);
if (values.keep) console.log(folder);
else rmSync(folder, { recursive: true });
process.exitCode = failures > 0 ? 1 : 0;

interface Reference {
  readonly content?: string;
  readonly error?: string;
}

/** Outcomes of the references by the names of the files; undefined if they are not installed. */
function readReference(): ReadonlyMap<string, Reference> | undefined {
  const quiet: ExecFileSyncOptionsWithStringEncoding = {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    maxBuffer: 2 ** 30,
  };
  try {
    execFileSync(values.python, ["-c", "import numpy, safetensors, PIL"], quiet);
  } catch {
    return undefined;
  }
  const script = fileURLToPath(new URL("reference.py", import.meta.url));
  const lines = execFileSync(values.python, [script, folder], quiet).trimEnd().split("\n");
  return new Map(
    lines.map((line) => {
      const { name, ...outcome } = JSON.parse(line) as Reference & { readonly name: string };
      return [name, outcome];
    }),
  );
}

/** What is wrong with an outcome, given that of the reference. */
function faultOf(name: string, ours: Outcome, theirs: Reference | undefined): string | undefined {
  if ("fault" in ours) return ours.fault;
  if (!theirs || "refused" in ours) return undefined;
  if (theirs.content === undefined) return `is read, but the reference refuses it: ${theirs.error}`;
  return theirs.content === ours.content || isOverflow(name, ours.content, theirs.content)
    ? undefined
    : `has other content than for the reference:\n${ours.content}\n${theirs.content}`;
}

/**
 * True for the one difference that is explained: coefficients of a damaged JPEG file that overflow 16 bits. libjpeg-turbo computes them
 * in 16 bits with vector instructions, and in 32 bits without, as in WebAssembly.
 */
function isOverflow(name: string, ours: string, theirs: string): boolean {
  return name.endsWith(".jpg") && damaged.has(name) && ours.split(" ")[0] === theirs.split(" ")[0];
}

/** Reasons of refusals, without their numbers, with how often each occurs. */
function reasons(files: readonly (readonly [string, Outcome])[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const [, outcome] of files) {
    const reason = ("refused" in outcome ? outcome.refused : "")
      .replace(/".*"|'[^']*'/g, "...")
      .replace(/\d[\d, ]*/g, "N ")
      .slice(0, 90);
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]).slice(0, 8);
}
