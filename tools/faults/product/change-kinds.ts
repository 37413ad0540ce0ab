/** A kind of file that the product reads back. */
export interface ChangeKind {
  /** The folder: of an interrupted run, which is resumed; of a finished run, which is shown and sampled; of the cache, for a new run. */
  readonly from: "interrupted" | "finished" | "cache";
  /** Its path in that folder. */
  readonly pattern: RegExp;
  /** Only the last this many files, in the order of their names, are read. */
  readonly last?: number;
}

export const changeKinds: readonly ChangeKind[] = [
  { from: "interrupted", pattern: /^config\.yaml$/ },
  { from: "interrupted", pattern: /^status\.json$/ },
  { from: "interrupted", pattern: /^metrics\.jsonl$/ },
  { from: "interrupted", pattern: /^checkpoints\/.*state\.safetensors$/, last: 1 },
  { from: "interrupted", pattern: /^checkpoints\/.*manifest\.json$/, last: 1 },
  { from: "interrupted", pattern: /^checkpoints\/.*metrics\.jsonl$/, last: 1 },
  { from: "interrupted", pattern: /^teacher\/weights\.safetensors$/ },
  { from: "interrupted", pattern: /^teacher\/(metrics\.jsonl|manifest\.json)$/ },
  { from: "cache", pattern: /^teachers\/.*weights\.safetensors$/ },
  { from: "cache", pattern: /^teachers\/.*(metrics\.jsonl|manifest\.json)$/ },
  { from: "cache", pattern: /^steps\/.*\.step$/ },
  { from: "finished", pattern: /^config\.yaml$/ },
  { from: "finished", pattern: /^status\.json$/ },
  { from: "finished", pattern: /^metrics\.jsonl$/ },
  { from: "finished", pattern: /^checkpoints\/.*state\.safetensors$/, last: 1 },
];
