import type { DiagnosticText } from "../diagnose/diagnostic.ts";

/** A range of the text that is parsed, in UTF-16 units. */
export type TextRange = readonly [start: number, end: number];

/** A diagnostic of a range of the text that is parsed. */
export interface RangeDiagnostic extends DiagnosticText {
  readonly range: TextRange;
}
