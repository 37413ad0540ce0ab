import { expect, test } from "vitest";
import { read } from "./documents.ts";
import { type Block, fencedBlocks } from "./fenced-blocks.ts";
import type { Shell } from "./shell.ts";

/** Languages of blocks that are not followed: outputs, formulas, and commands that need a network or another machine. */
const unfollowed = new Set(["text", "math", "shell"]);

/** One test for each block of a page, in order: files are written, commands are run, outputs are compared. */
export function followPage(page: string, shell: Shell): void {
  for (const block of fencedBlocks(read(page))) {
    if (unfollowed.has(block.language) || isFragment(block)) continue;
    test(`line ${block.line}: ${titleOf(block)}`, () => follow(block, shell));
  }
}

/** A part of an experiment, which belongs to no file. */
const isFragment = ({ language, file }: Block): boolean => language === "yaml" && file === undefined;

const titleOf = ({ language, file, text }: Block): string =>
  file ?? (language === "console" ? `${text.split("\n", 1)[0]!}, with its output` : text.trim().replaceAll("\n", "; "));

async function follow({ language, file, text }: Block, shell: Shell): Promise<void> {
  if (file !== undefined) return placeFile(language, file, text, shell);
  if (language === "sh") {
    const result = await shell.run(text);
    expect(result.code, result.text).toBe(0);
  } else if (language === "console") {
    const [command, ...output] = text.split("\n");
    const result = await shell.run(command!.slice("$ ".length));
    expect(result.text.trim()).toMatch(patternOf(output.join("\n").trim()));
  } else throw new Error(`blocks of ${language} cannot be followed`);
}

/** An experiment that exists is the one of the page; every other file is written. A plugin has at most twenty lines. */
function placeFile(language: string, file: string, text: string, shell: Shell): void {
  if (language === "yaml" && shell.has(file)) return expect(shell.read(file)).toContain(text);
  if (language === "ts") expect(text.trimEnd().split("\n").length).toBeLessThanOrEqual(20);
  shell.write(file, text);
}

/** Pattern of a text in which a line of `...` matches any lines. */
const patternOf = (text: string): RegExp =>
  new RegExp(
    `^${text
      .split("\n")
      .map((line) => (line === "..." ? "[^]*" : line.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&")))
      .join("\n")}$`,
  );
