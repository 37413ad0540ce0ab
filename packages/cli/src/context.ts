import type { Terminal } from "./terminal.ts";

/** What a command works with. */
export interface Context {
  readonly terminal: Terminal;
  /** The words after `tweedie`. */
  readonly argv: readonly string[];
  /** Sets the exit code of a command that ends without an error. */
  exit(code: number): void;
}
