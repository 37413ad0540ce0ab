import { join } from "node:path";
import type { Check, CheckContext } from "../../check.ts";
import { commandIn, makeHostile, makeSmallRun } from "../../product/hostile-run.ts";
import { faultOf, finish } from "../../product/process.ts";

/** Sequences that move the cursor, colour, rename the window, write to the clipboard, or turn the direction of text. */
const payloads = [
  "\x1b[2J\x1b[Hgone",
  "\x1b]0;title\x07",
  "\x1b]52;c;cm0gLXJm\x07",
  "\x9b31mred",
  "\x07\x08\x0bbell",
  "over\rwritten",
  "two\nlines",
  "\u202egnp.exe",
  "\u2066isolated",
  "a\u0000b",
  "\x1bP$q\x1b\\",
];
const commands = [["ls", "."], ["show"], ["compare"], ["report"]] as const;

/** Shows runs whose names are control sequences: none of them reaches the terminal. */
export const terminalEscapes: Check = {
  id: "terminal-escapes",
  group: "trust",
  fault: "control sequences in the names of a stranger's run",
  done: "Escape sequences stood in the run's name, metrics, warnings and backend; `ls`, `show`, `compare` and `report` printed it.",
  times: { soak: payloads.length * commands.length, ci: 0 },
  run: showRuns,
  control: {
    without: "making control characters visible",
    edits: [
      {
        file: "packages/core/src/visible-text.ts",
        find: "(text: string): string => text.replaceAll(obeyed, picture);",
        replace: "(text: string): string => text;",
      },
    ],
    times: 8,
  },
};

async function showRuns({ build, folder, times, tally }: CheckContext): Promise<void> {
  const made = await makeSmallRun(build, join(folder, "made"));
  for (let i = 0; i < times; i++) {
    const text = payloads[Math.floor(i / commands.length) % payloads.length]!;
    const run = `hostile-${Math.floor(i / commands.length)}`;
    if (i % commands.length === 0) makeHostile(made, join(made.cwd, run), text);
    const [name, ...given] = commands[i % commands.length]!;
    const args = given.length > 0 ? given : name === "compare" ? [run, "out"] : [run];
    const end = await finish(commandIn(made, name, ...args));
    const fault = faultOf(end);
    // eslint-disable-next-line no-control-regex -- these are what is searched
    const found = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/.exec(end.stdout + end.stderr);
    if (fault !== undefined) tally.add("crashed", `${name} ${JSON.stringify(text)}: ${fault}`);
    else if (found) tally.add("silent", `${name} prints ${JSON.stringify(found[0])} of ${JSON.stringify(text)}`);
    else tally.add(end.code === 0 ? "harmless" : "refused");
  }
}
