import { durationText } from "./format.ts";
import type { Output, Terminal } from "./terminal.ts";

/** Something that a command does. */
export interface Activity {
  /** Activities of one kind are told once and then now and then, where lines are not redrawn. Default: the text without its numbers. */
  readonly kind?: string;
  /** The line for outputs on which lines are not redrawn. */
  readonly text: string;
  /** The line of at most `width` characters that is redrawn. Default: the text with its age. */
  readonly line?: (width: number) => string;
  /** True if it is told in any case, as a line that stays. */
  readonly isLast?: boolean;
}

/** One line that tells what a command does, so that none is silent. */
export interface ActivityLine {
  show(activity: Activity): void;
  /** Clears the line. */
  end(): void;
}

/** Minimum time in milliseconds between two lines of one kind: redrawn ones, and printed ones. */
const redrawInterval = 100;
const printInterval = 10_000;
const ageInterval = 1_000;

/**
 * A terminal has one line that is redrawn, with the age of the activity if it is not told again. Other outputs get a line at the beginning
 * of each kind of activity, and then one every 10 s.
 */
export function createActivityLine(output: Output, now = () => performance.now()): ActivityLine {
  const kinds = new Set<string>();
  let last = -Infinity;
  let kind = "";
  let timer: ReturnType<typeof setInterval> | undefined;
  const end = () => {
    clearInterval(timer);
    timer = undefined;
    kind = "";
    output.live("");
  };
  // The last column stays free: some terminals wrap the line when it is written.
  const draw = (line: (width: number) => string) => output.live(line(output.columns - 1));
  const print = (activity: Activity, shown: string) => {
    kinds.add(shown);
    last = now();
    output.write(`${activity.text}\n`);
  };
  return {
    end,
    show(activity) {
      const { text, isLast = false } = activity;
      const shown = activity.kind ?? text.replaceAll(/\d[\d,]*/g, "N");
      if (isLast) {
        end();
        return print(activity, shown);
      }
      if (!output.isInteractive) {
        if (!kinds.has(shown) || now() - last >= printInterval) print(activity, shown);
        return;
      }
      const isNew = shown !== kind;
      if (!isNew && now() - last < redrawInterval) return;
      clearInterval(timer);
      [kind, last] = [shown, now()];
      const start = last;
      const line = activity.line ?? ((width) => agedLine(text, (now() - start) / 1_000, width));
      draw(line);
      if (activity.line) return;
      timer = setInterval(() => draw(line), ageInterval);
      timer.unref();
    },
  };
}

/** `Terminal.activity` of an output. An empty text ends the line. */
export function activityOn(output: Output): Terminal["activity"] {
  const line = createActivityLine(output);
  return (text, { brief = false } = {}) => {
    if (text === "") line.end();
    else if (!brief || output.isInteractive) line.show({ text });
  };
}

/** `compiling  0:03`, cut at a word if it is too long. */
function agedLine(text: string, age: number, width: number): string {
  const aged = age < 1 ? text : `${text}  ${durationText(age)}`;
  return [aged, text].find((line) => line.length <= width) ?? cutAtWord(text, width);
}

/** The words of a text that fit in `width` characters, with `…` in place of the others. */
export function cutAtWord(text: string, width: number): string {
  if (text.length <= width) return text;
  const cut = text.slice(0, Math.max(0, width - 1));
  const end = /\s/.test(text[cut.length] ?? "") ? cut.length : Math.max(0, cut.lastIndexOf(" "));
  return `${cut.slice(0, end).trimEnd()}…`.slice(0, Math.max(0, width));
}
