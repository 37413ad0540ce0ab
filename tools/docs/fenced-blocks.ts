/** Fenced code block of a page. */
export interface Block {
  /** Language after the fence: `sh`, `ts`, `yaml`, `console`, `text`, `math`. */
  readonly language: string;
  /** File name after the language: the block is the content of the file. */
  readonly file: string | undefined;
  readonly text: string;
  /** Line of the page at which the block starts, from 1. */
  readonly line: number;
}

/** Fenced code blocks of a Markdown page, in order. */
export function fencedBlocks(page: string): Block[] {
  const blocks = page.matchAll(/^```(\w+)(?: (\S+))?\n(.*?)^```$/gms);
  return [...blocks].map(({ 1: language, 2: file, 3: text, index }) => ({
    language: language!,
    file,
    text: text!,
    line: page.slice(0, index).split("\n").length,
  }));
}
