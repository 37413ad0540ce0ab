import { readSync } from "node:fs";

const newline = 0x0a;
const blockBytes = 1 << 20;

/** Reads the complete lines of an open file between two byte offsets, block by block. `bytes` includes the line breaks. */
export function* readLines(
  file: number,
  { from, to }: { readonly from: number; readonly to: number },
): Generator<{ readonly lines: readonly string[]; readonly bytes: number }> {
  let rest = Buffer.alloc(0);
  for (let at = from; at < to;) {
    const block = Buffer.allocUnsafe(Math.min(blockBytes, to - at));
    const count = readSync(file, block, 0, block.length, at);
    if (count === 0) return;
    at += count;
    rest = Buffer.concat([rest, block.subarray(0, count)]);
    const bytes = rest.lastIndexOf(newline) + 1;
    if (bytes === 0) continue;
    yield { lines: rest.toString("utf8", 0, bytes - 1).split("\n"), bytes };
    rest = rest.subarray(bytes);
  }
}
