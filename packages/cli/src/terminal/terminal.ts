import pc from "picocolors";

export type Colors = ReturnType<typeof pc.createColors>;

/** A stream that text is written to, and its capabilities. */
export interface Output {
  write(text: string): void;
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
  /** Asks a yes/no question. Returns undefined when stdin or stderr is not a terminal. */
  confirm(question: string): Promise<boolean | undefined>;
}

/** The terminal of this process. */
export const processTerminal = (): Terminal => ({
  stdout: createOutput(process.stdout),
  stderr: createOutput(process.stderr),
  confirm,
});

async function confirm(question: string): Promise<boolean | undefined> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  const { createInterface } = await import("node:readline/promises");
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  // Ctrl-D closes the input without an answer.
  const closed = new Promise<string>((resolve) => prompt.once("close", () => resolve("")));
  const answer = await Promise.race([prompt.question(`${question} [y/N] `), closed]);
  prompt.close();
  return /^y(es)?$/i.test(answer.trim());
}

function createOutput(stream: NodeJS.WriteStream): Output {
  let isOpen = true;
  // A closed pipe (`tweedie plugins | head -1`) only ends the output: a run continues.
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    isOpen = false;
  });
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  const isInteractive = stream.isTTY && TERM !== "dumb";
  return {
    write: (text) => {
      if (isOpen) stream.write(text);
    },
    isInteractive,
    colors: pc.createColors(!NO_COLOR && (isInteractive || Boolean(FORCE_COLOR))),
    get columns() {
      return stream.columns || 80;
    },
  };
}
