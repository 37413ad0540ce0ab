import { TweedieError } from "@tweedie/core";
import { type Backend, backends, parseDevice } from "@tweedie/graph";
import { Option } from "commander";

/** Description of the argument that names a run. */
export const runArgument = "the run folder, its name below runs/, or a trial: SWEEP/best, SWEEP/trial-N";

export const backendOption = (): Option => choiceOption<Backend>("--backend <name>", "compute backend", backends);

export const deviceOption = (): Option =>
  new Option("--device <device>", "device of a backend that has several, as cuda:1 (default: the first)").argParser(
    (text) => {
      parseDevice(text);
      return text;
    },
  );

/** An option that takes one of several names. */
export function choiceOption<T extends string>(flags: string, description: string, choices: readonly T[]): Option {
  const [name] = flags.split(" ") as [string];
  return new Option(flags, `${description}: ${choices.join(", ")}`).argParser((text): T => {
    const choice = choices.find((each) => each === text);
    if (choice) return choice;
    throw new TweedieError({
      where: name,
      what: `unknown ${name.slice(2)} \`${text}\``,
      fix: `use one of ${choices.join(", ")}`,
    });
  });
}

export const seedOption = (description: string): Option =>
  new Option("--seed <n>", description).argParser((text) => integer("--seed", text, 0));

export const halfLifeOption = (): Option =>
  new Option(
    "--half-life <n>",
    "half-life of the student's average, of `distill.student.ema.others` (default: that of the run)",
  ).argParser((text) => finite("--half-life", text));

/** A kept checkpoint, by its step or as the best one. */
export const checkpointOption = (): Option =>
  new Option(
    "--checkpoint <step>",
    "a kept checkpoint of the student by its step, or `best` by the log (default: the newest)",
  ).argParser((text) => (text === "best" ? text : integer("--checkpoint", text, 1)));

export const threadsOption = (description: string): Option =>
  new Option("--threads <n>", description).argParser((text) => integer("--threads", text, 1));

export const parallelOption = (): Option =>
  new Option("--parallel <n>", "parallel trials on this machine, or parallel agents on a cluster").argParser((text) =>
    integer("--parallel", text, 1),
  );

export const leaseOption = (): Option =>
  new Option("--lease <s>", "seconds without a heartbeat until a trial is reassigned (default: 60)").argParser((text) =>
    integer("--lease", text, 1),
  );

export const detachOption = (): Option => new Option("--detach", "start agents in the background and return");

export const configOption = (): Option =>
  new Option("-c, --config <file>", "a YAML file that overrides the experiment; may be repeated").argParser(
    (file, files: readonly string[] = []) => [...files, file],
  );

export const trustOption = (): Option =>
  new Option("--trust", "run plugins of any project, with all your permissions (default: ask, or refuse)");

export const jsonOption = (): Option => new Option("--json", "print one JSON object per line to stdout");

/** Parses an integer of at least `min`. */
export function integer(option: string, text: string, min: number): number {
  const value = Number(text);
  // Digits that mean the same to all: neither 010, which is octal to some, nor 0x10.
  if (/^(0|[1-9]\d*)(e\d+)?$/i.test(text) && Number.isSafeInteger(value) && value >= min) return value;
  throw new TweedieError({ where: option, what: `expected an integer of at least ${min}, got \`${text}\`` });
}

/** Parses a finite number. */
export function finite(option: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value)) return value;
  throw new TweedieError({ where: option, what: `expected a number, got \`${text}\`` });
}
