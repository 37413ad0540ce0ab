/** What a person reads when something that they can edit is wrong. */
export interface Problem {
  /** Where: `experiments/ring.yaml:5:3`, `loss.lambda`, `--backend`. */
  readonly where: string;
  /** What is wrong, and what was got. */
  readonly what: string;
  /** How to mend it, where that is known. */
  readonly fix?: string | undefined;
}

/** Exit codes of the command: what a script can tell from a failure. `requeue` is EX_TEMPFAIL: the same command would go on. */
export const exitCodes = { failed: 1, usage: 2, diverged: 3, requeue: 75, interrupted: 130, terminated: 143 } as const;

/** An error of the user's making. Broken invariants of ours are plain `Error`. */
export class TweedieError extends Error {
  override readonly name = "TweedieError";
  readonly where: string;
  readonly what: string;
  readonly fix: string | undefined;
  readonly exitCode: number;

  constructor(problem: Problem, options: { cause?: unknown; exitCode?: number } = {}) {
    const { where, what, fix } = problem;
    super(`${where}: ${what}${fix ? `\n  = help: ${fix}` : ""}`, { cause: options.cause });
    this.where = where;
    this.what = what;
    this.fix = fix;
    this.exitCode = options.exitCode ?? exitCodes.usage;
  }
}
