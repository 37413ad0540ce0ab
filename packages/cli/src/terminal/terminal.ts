import type pc from "picocolors";

export type Colors = ReturnType<typeof pc.createColors>;

/** A stream that text is written to, and its capabilities. */
export interface Output {
  /** Writes text. Control characters in it, which may come from a file, are made visible; colours are kept. */
  write(text: string): void;
  /** Writes control codes that move the cursor or clear lines, then text. */
  redraw(codes: string, text: string): void;
  /** Shows a line that any next text replaces, where lines can be redrawn. An empty text clears it. */
  live(text: string): void;
  /** True for a terminal on which lines can be redrawn. */
  readonly isInteractive: boolean;
  /** Current width in characters. */
  readonly columns: number;
  readonly colors: Colors;
}

/** Input and outputs of a command. Results go to stdout; errors, warnings and questions to stderr. */
export interface Terminal {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Tells what the command does now, on stderr. What is `brief` is told only where the line is redrawn. */
  activity(text: string, options?: { readonly brief?: boolean }): void;
  /** Asks a yes/no question. Returns undefined when stdin or stderr is not a terminal. */
  confirm(question: string): Promise<boolean | undefined>;
}

/** Width in characters that tables of an output may have: without limit where it is no terminal. */
export const tableRoom = ({ isInteractive, columns }: Output): number => (isInteractive ? columns : Infinity);
