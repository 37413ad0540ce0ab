import { WriteStream } from "node:tty";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * True if text on a stream may have colours: `NO_COLOR`, then `FORCE_COLOR` and `CLICOLOR_FORCE`, then `CLICOLOR`, then the terminal's type.
 * An empty variable counts as missing.
 */
export function supportsColor(isTerminal: boolean, env: Environment = process.env): boolean {
  const { NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE, CLICOLOR } = env;
  if (NO_COLOR) return false;
  if (FORCE_COLOR) return !["0", "false"].includes(FORCE_COLOR.toLowerCase());
  if (CLICOLOR_FORCE && CLICOLOR_FORCE !== "0") return true;
  if (!isTerminal || CLICOLOR === "0") return false;
  // Node knows the types of terminals. It reads empty variables as if they were set.
  return WriteStream.prototype.getColorDepth({ ...env, FORCE_COLOR: undefined, NO_COLOR: undefined }) > 1;
}

/** True for a terminal on which lines can be redrawn. The logs of CI services keep every line. */
export const canRedraw = (isTerminal: boolean, { TERM, CI }: Environment = process.env): boolean =>
  isTerminal && TERM !== "dumb" && (!CI || CI === "false");
