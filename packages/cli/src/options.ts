import { TweedieError } from "@tweedie/core";
import { type Backend, backends } from "@tweedie/graph";
import { Option } from "commander";

export const backendOption = (): Option =>
  new Option("--backend <name>", `what computes: ${backends.join(", ")}`).argParser((text): Backend => {
    const backend = backends.find((each) => each === text);
    if (backend) return backend;
    throw new TweedieError({
      where: "--backend",
      what: `there is no backend \`${text}\``,
      fix: `one of ${backends.join(", ")}`,
    });
  });

export const seedOption = (description: string): Option =>
  new Option("--seed <n>", description).argParser((text) => wholeNumber("--seed", text, 0));

export const threadsOption = (description: string): Option =>
  new Option("--threads <n>", description).argParser((text) => wholeNumber("--threads", text, 1));

export const configOption = (): Option =>
  new Option("-c, --config <file>", "a file laid over the experiment; may be repeated").argParser(
    (file, files: readonly string[] = []) => [...files, file],
  );

export const jsonOption = (): Option =>
  new Option("--json", "JSON on stdout, one object a line, and nothing else there");

/** The whole number that an option is given, at least `least`. */
export function wholeNumber(option: string, text: string, least: number): number {
  const value = Number(text);
  if (/^\d/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
  throw new TweedieError({ where: option, what: `expected a whole number from ${least}, got \`${text}\`` });
}
