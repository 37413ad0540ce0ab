import { execFileSync } from "node:child_process";

/** Runs a program in a folder. Returns its output. */
export type RunProgram = (
  cwd: string,
  program: string,
  argv: readonly string[],
  accepted?: readonly number[],
) => string;

/**
 * Returns a function that prints and runs a program. It throws an error with the output if the exit code is none of the accepted ones, by
 * default 0. Programs have a cache in `home`.
 */
export function programsIn(home: string): RunProgram {
  const env = { ...process.env, TWEEDIE_CACHE: `${home}/cache` };
  return (cwd, program, argv, accepted = [0]) => {
    console.log(`$ ${[program, ...argv].join(" ").replaceAll(home, "~")}`);
    try {
      return execFileSync(program, argv, { cwd, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    } catch (error) {
      const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string };
      if (accepted.includes(status)) return stdout;
      throw new Error(`exit code ${status}\n${stdout}\n${stderr}`, { cause: error });
    }
  };
}

/** Prints a statement that is true; throws an error if it is not. */
export function check(condition: boolean, what: string): void {
  if (!condition) throw new Error(`not true: ${what}`);
  console.log(`  ${what}`);
}
