/**
 * What a configuration may cost, far above any experiment and far below any harm.
 *
 * They are checked before the work that they bound: bytes before decoding, lexemes and depth before composing, nodes before validating.
 */
export const limits = {
  /** Bytes of a file. */
  bytes: 2 ** 20,
  /** Pieces of YAML syntax in one text. */
  lexemes: 100_000,
  /** Maps and lists inside each other. */
  depth: 64,
  /** Values, after anchors and references are expanded. */
  nodes: 50_000,
  /** Uses of anchors in one text. */
  aliases: 50,
  /** Characters of a text into which references are inserted. */
  text: 2 ** 16,
  /** Files, and references, that lead to one another. */
  chain: 32,
} as const;
