import type { Terminal } from "../terminal/terminal.ts";

/** Environment of a command. */
export interface Context {
  readonly terminal: Terminal;
  /** The words after `tweedie`. */
  readonly argv: readonly string[];
  /** Sets the exit code of a command that returns without an error. */
  exit(code: number): void;
}
