import { sha256 } from "./digest.ts";

/**
 * A sealed text contains the SHA-256 of all its other lines: JSON as its last key, YAML as a comment in its last line.
 * Text without a seal is accepted: version 0.1.0 wrote none.
 */
interface Seal {
  /** Matches the seal at the end of a text; its group is the checksum. */
  readonly pattern: RegExp;
  /** Replaces the seal before the checksum is computed. */
  readonly end: string;
  write(checksum: string): string;
}

const json: Seal = {
  pattern: /,\n {2}"sha256": "([0-9a-f]{64})"\n\}\n$/,
  end: "\n}\n",
  write: (checksum) => `,\n  "sha256": "${checksum}"\n}\n`,
};

const yaml: Seal = {
  pattern: /# sha256 of the lines above: ([0-9a-f]{64})\n$/,
  end: "",
  write: (checksum) => `# sha256 of the lines above: ${checksum}\n`,
};

const seal = (text: string, { end, write }: Seal): string =>
  text.slice(0, text.length - end.length) + write(sha256(text));

function isIntact(text: string, { pattern, end }: Seal): boolean {
  const match = pattern.exec(text);
  return !match || sha256(text.slice(0, match.index) + end) === match[1];
}

/** Adds the checksum to an object as a JSON file, which has two spaces of indentation and at least one key. */
export const sealJson = (text: string): string => seal(text, json);

/** Parses a JSON file, and checks its seal if it has one. @throws Error if the checksum does not match, or the text is not JSON */
export function parseSealedJson(text: string): unknown {
  if (!isIntact(text, json)) throw new Error("it does not match its checksum");
  const content: unknown = JSON.parse(text);
  if (!json.pattern.test(text)) return content;
  const { sha256: _, ...rest } = content as Record<string, unknown>;
  return rest;
}

/** Adds the checksum to the text of a YAML file. */
export const sealYaml = (text: string): string => seal(text, yaml);

/** True unless the text has a seal that does not match, or a last line that was a seal. */
export function isYamlIntact(text: string): boolean {
  const last = text.slice(text.lastIndexOf("\n", text.length - 2) + 1);
  // Sweeps of version 0.1.0 end with the key `hash`, whose value is a checksum too.
  const endsWithChecksum = /[0-9a-f]{64}\n$/.test(last) && !/^ *\w+: [0-9a-f]+\n$/.test(last);
  const resemblesSeal = last.startsWith("# sha256 of") || endsWithChecksum;
  return resemblesSeal ? yaml.pattern.test(text) && isIntact(text, yaml) : isIntact(text, yaml);
}
