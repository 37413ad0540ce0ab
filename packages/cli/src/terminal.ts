import pc from "picocolors";

export type Colors = ReturnType<typeof pc.createColors>;

/** Somewhere to write text, and what it can show. */
export interface Output {
  write(text: string): void;
  /** Whether a line can be redrawn. */
  readonly live: boolean;
  /** Width in characters, as it is now. */
  readonly columns: number;
  readonly colors: Colors;
}

/** The two outputs of a command: results go to the one, what went wrong to the other. And who sits before it. */
export interface Terminal {
  readonly stdout: Output;
  readonly stderr: Output;
  /** The answer to a question of yes or no; undefined where nobody can be asked. */
  confirm(question: string): Promise<boolean | undefined>;
}

/** The terminal of this process. */
export const processTerminal = (): Terminal => ({
  stdout: outputOf(process.stdout),
  stderr: outputOf(process.stderr),
  confirm,
});

async function confirm(question: string): Promise<boolean | undefined> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  const { createInterface } = await import("node:readline/promises");
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  // Ctrl-D ends the input without an answer.
  const ended = new Promise<string>((resolve) => prompt.once("close", () => resolve("")));
  const answer = await Promise.race([prompt.question(`${question} [y/N] `), ended]);
  prompt.close();
  return /^y(es)?$/i.test(answer.trim());
}

function outputOf(stream: NodeJS.WriteStream): Output {
  let open = true;
  // A reader that goes away (`tweedie plugins | head -1`) ends the output and nothing else: a run goes on.
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    open = false;
  });
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  const live = stream.isTTY && TERM !== "dumb";
  return {
    write: (text) => {
      if (open) stream.write(text);
    },
    live,
    colors: pc.createColors(!NO_COLOR && (live || Boolean(FORCE_COLOR))),
    get columns() {
      return stream.columns || 80;
    },
  };
}
