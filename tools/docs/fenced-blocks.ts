/** A block of code on a page. */
export interface Block {
  /** What it is said to be: `sh`, `ts`, `yaml`, `console`, `text`. */
  readonly language: string;
  /** What stands behind the language: the file that the block is. */
  readonly file: string | undefined;
  readonly text: string;
  /** The line of the page on which it begins, from 1. */
  readonly line: number;
}

/** The blocks of a Markdown page, in order. */
export function fencedBlocks(page: string): Block[] {
  const blocks = page.matchAll(/^```(\w+)(?: (\S+))?\n(.*?)^```$/gms);
  return [...blocks].map(({ 1: language, 2: file, 3: text, index }) => ({
    language: language!,
    file,
    text: text!,
    line: page.slice(0, index).split("\n").length,
  }));
}
