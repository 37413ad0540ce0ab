/** A user-facing description of something wrong in the user's input. */
export interface Problem {
  /** Location: `experiments/ring.yaml:5:3`, `loss.lambda`, `--backend`. */
  readonly where: string;
  /** The problem, with the value that was found. */
  readonly what: string;
  /** A fix, if known. */
  readonly fix?: string | undefined;
}

/** Exit codes of the command, by kind of failure. `requeue` is EX_TEMPFAIL: running the same command again continues. */
export const exitCodes = {
  failed: 1,
  usage: 2,
  diverged: 3,
  requeue: 75,
  hangup: 129,
  interrupted: 130,
  terminated: 143,
} as const;

/** An error caused by the user's input. Violated internal invariants throw a plain `Error`. */
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
