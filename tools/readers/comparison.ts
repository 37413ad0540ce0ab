import type { Outcome } from "./outcome.ts";
import type { Reference } from "./reference.ts";

/** Result of the comparison of Tweedie with the references for one file. */
export type Comparison =
  { readonly kind: "agrees" | "stricter" | "undefined pixels" } | { readonly kind: "fault"; readonly reason: string };

/**
 * Compares the outcome of a file with that of the references. A file that Tweedie reads must be read by them, with the same content.
 * A file that Tweedie alone refuses is no fault.
 *
 * The pixels of one kind of file are undefined: a damaged JPEG file whose coefficients overflow. libjpeg-turbo computes them in 16 bits
 * with vector instructions, and in 32 bits without. Such a file is recognised by libjpeg-turbo's own two results, which differ.
 *
 * @param isDamaged True if bytes of the file were changed after it was made.
 */
export function compare(ours: Outcome, theirs: Reference | undefined, isDamaged: boolean): Comparison {
  const fault = (reason: string): Comparison => ({ kind: "fault", reason });
  if ("fault" in ours) return fault(ours.fault);
  if (!theirs) return { kind: "agrees" };
  const { content, scalarContent, error } = theirs;
  if ("refused" in ours) return { kind: content === undefined ? "agrees" : "stricter" };
  if (content === undefined) return fault(`is read, but the reference refuses it: ${error}`);
  if (ours.content === content) return { kind: "agrees" };
  const isUndefined = isDamaged && scalarContent !== undefined && scalarContent !== content;
  const shapes = new Set([ours.content, content, scalarContent].map((text) => text?.split(" ")[0]));
  if (isUndefined && shapes.size === 1) return { kind: "undefined pixels" };
  return fault(`has other content than for the reference:\n${ours.content}\n${content}`);
}
