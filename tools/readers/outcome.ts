import { TweedieError } from "@tweedie/core";
import { formats } from "./formats.ts";

/** Outcome of one file: its content as a text, the reason of the refusal, or a fault of the reader. */
export type Outcome = { readonly content: string } | { readonly refused: string } | { readonly fault: string };

/** Reads a file by the reader of its ending. */
export function outcomeOf(name: string, bytes: Uint8Array): Outcome {
  try {
    return { content: formats[name.slice(name.lastIndexOf(".") + 1)]!.read(bytes) };
  } catch (error) {
    if (error instanceof TweedieError && error.what !== "") return { refused: error.what };
    return { fault: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
