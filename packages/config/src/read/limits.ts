/**
 * Upper bounds of a configuration's size, far above any experiment.
 *
 * Each is checked before the work that it bounds: bytes before decoding, tokens and depth before composing, nodes before validating.
 */
export const limits = {
  /** Bytes of a file. */
  bytes: 2 ** 20,
  /** YAML tokens in one text. */
  tokens: 100_000,
  /** Nesting of maps and lists. */
  depth: 64,
  /** Values, after anchors and references are expanded. */
  nodes: 50_000,
  /** Uses of anchors in one text. */
  aliases: 50,
  /** Characters of a text after references are inserted. */
  text: 2 ** 16,
  /** Length of a chain of files that extend each other, and of a chain of references. */
  chain: 32,
} as const;
