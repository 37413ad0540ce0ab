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

export const parallelOption = (): Option =>
  new Option("--parallel <n>", "how much at a time: trials here, agents on a cluster").argParser((text) =>
    wholeNumber("--parallel", text, 1),
  );

export const leaseOption = (): Option =>
  new Option(
    "--lease <s>",
    "silence of an agent, in seconds, after which its trial is another's; default: 60",
  ).argParser((text) => wholeNumber("--lease", text, 1));

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
