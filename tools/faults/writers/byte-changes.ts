import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ByteChange, ChangeSettings } from "../checks/files/byte-changes.ts";
import { changeKinds } from "../product/change-kinds.ts";
import type { Sources } from "../product/sources.ts";

// Child process: changes one byte of a file, lets the product read the file back, and compares the results with the original's.
// It reports each change as one message.

const settings = JSON.parse(readFileSync(process.argv[2]!, "utf8")) as ChangeSettings;
const { folder, sources } = settings;
const engine = (await import(sources.engine)) as Sources["engine/src/index.ts"];
const { main } = (await import(sources.cli)) as Sources["cli/src/main.ts"];
const file = join(folder, "tiny.yaml");
const experiment = await engine.validateExperiment({ file, overrides: [] });
const tidy = { bold: String, dim: String, red: String, yellow: String, green: String, cyan: String, blue: String };

/** Runs or resumes a run to its end, or until `stopAt` steps of the distillation. Returns its warnings. */
async function run(out: string, stopAt = Infinity): Promise<string[]> {
  const warnings: string[] = [];
  const stop = new AbortController();
  await engine.run({
    experiment,
    out,
    threads: 1,
    drawAhead: "never",
    signal: stop.signal,
    onEvent: (event) => {
      if (event.event === "warning") warnings.push(event.message);
      if (event.event === "metrics" && event.phase === "distill" && event.step >= stopAt) stop.abort();
    },
  });
  return warnings;
}

/** Runs a command in this process. Returns what it printed and its exit code. */
async function command(...argv: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const text = { stdout: "", stderr: "" };
  const output = (name: "stdout" | "stderr") => ({
    write: (part: string) => void (text[name] += part),
    redraw: () => undefined,
    isInteractive: false,
    colors: tidy as never,
    columns: 80,
  });
  const code = await main(argv, { stdout: output("stdout"), stderr: output("stderr") } as never);
  return { code, ...text };
}

/** What a run determines, as one text. */
function resultsOf(out: string): string {
  const files = readdirSync(out, { recursive: true, encoding: "utf8" })
    .filter(
      (name) =>
        /metrics\.jsonl$|weights\.safetensors$|state\.safetensors$|\.npy$/.test(name) && !name.includes("damaged-"),
    )
    .sort();
  return files.map((name) => `${name} ${readFileSync(join(out, name)).toString("base64")}`).join("\n");
}

/** What commands say about a finished run. */
async function shown(out: string): Promise<{ text: string; said: string; refused: boolean }> {
  const ends = [
    await command("show", out, "--json"),
    await command("sample", out, "-n", "4", "-o", join(folder, "x.npy")),
  ];
  ends.push(await command("show", out));
  const samples = ends[1]!.code === 0 ? readFileSync(join(folder, "x.npy")).toString("base64") : "";
  const text = ends.map(({ stdout }) => stdout).join("") + samples;
  return {
    text,
    said: ends.map(({ stderr, stdout }) => stderr + stdout).join(""),
    refused: ends.some(({ code }) => code !== 0),
  };
}

const cacheOf = (name: string): string => join(folder, `cache-${name}`);
const useCache = (name: string): void => void (process.env["TWEEDIE_CACHE"] = cacheOf(name));
const copy = (from: string, to: string): void => {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true });
};

useCache("template");
const [interrupted, finished] = [join(folder, "interrupted"), join(folder, "finished")];
await run(interrupted, settings.stopAt);
await run(finished);
const expected = resultsOf(finished);
copy(finished, join(folder, "out"));
const expectedPage = (await shown(join(folder, "out"))).text;

/** Changes a byte of a kind of file in copies, and says what came of it. */
async function change(index: number): Promise<ByteChange> {
  const kind = changeKinds[index % changeKinds.length]!;
  const out = join(folder, "out");
  copy(kind.from === "finished" ? finished : interrupted, out);
  if (kind.from === "cache") rmSync(out, { recursive: true });
  copy(cacheOf("template"), cacheOf("copy"));
  if (kind.from === "interrupted") rmSync(join(cacheOf("copy"), "teachers"), { recursive: true, force: true });
  useCache("copy");
  const root = kind.from === "cache" ? cacheOf("copy") : out;
  const names = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
    (name) => kind.pattern.test(name) && statSync(join(root, name)).isFile(),
  );
  const name = names.sort().at(-1 - (settings.draws[index]! % Math.min(names.length, kind.last ?? names.length)))!;
  const bytes = readFileSync(join(root, name));
  const at = settings.places[index]! % bytes.length;
  bytes[at]! ^= 1 << (settings.draws[index]! % 8);
  writeFileSync(join(root, name), bytes);
  const place = `${kind.from}: ${name}, byte ${at}, bit ${settings.draws[index]! % 8}`;
  try {
    if (kind.from === "finished") {
      const { text, said, refused } = await shown(out);
      if (/\n\s+at .*:\d+:\d+|defect of Tweedie|bug in/.test(said))
        return { outcome: "crashed", detail: `${place}: ${said.slice(0, 300)}` };
      if (refused) return { outcome: "refused", detail: place };
      if (text === expectedPage) return { outcome: "harmless", detail: place };
      return { outcome: /damaged|checksum|was changed|not match/.test(said) ? "healed" : "silent", detail: place };
    }
    const warnings = await run(out);
    if (resultsOf(out) !== expected) return { outcome: "silent", detail: place };
    return { outcome: warnings.length > 0 ? "healed" : "harmless", detail: place };
  } catch (error) {
    const isRefusal = (error as Error).name === "TweedieError" || (error as Error).name === "ConfigError";
    return {
      outcome: isRefusal ? "refused" : "crashed",
      detail: `${place}: ${(error as Error).message.slice(0, 200)}`,
    };
  }
}

for (let index = 0; index < settings.count; index++) process.send!(await change(index));
process.send!("end", () => process.exit(0));
