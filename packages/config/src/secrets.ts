import { diagnostic, type Diagnostic } from "./diagnostic.ts";
import type { Node } from "./node.ts";
import type { Path } from "./path.ts";
import type { Origin } from "./source.ts";

/** Texts that are issued as keys and tokens, by how they begin. */
const shapes: readonly RegExp[] = [
  /\bsk-[\w-]{20}/, // OpenAI, Anthropic
  /\bgh[opsur]_[A-Za-z0-9]{36}/, // GitHub
  /\bgithub_pat_\w{22}/,
  /\bglpat-[\w-]{20}/, // GitLab
  /\bhf_[A-Za-z0-9]{30}/, // Hugging Face
  /\bnpm_[A-Za-z0-9]{36}/,
  /\b(AKIA|ASIA)[0-9A-Z]{16}\b/, // AWS
  /\bAIza[\w-]{35}/, // Google
  /\bxox[abeoprs]-[\w-]{10}/, // Slack
  /\bwandb_v1_\w{20}/, // W&B
  /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{5}/, // JSON Web Token
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /:\/\/[^\s/:@]+:[^\s/:@]+@/, // https://user:password@host
];

/** The last word of a key whose text is a secret whatever it is, and of one where it has to look like one. */
const passwordKey = /(password|passwd|passphrase|secret)$/;
const tokenKey = /(token|key|auth|credentials?)$/;

/** The secrets that a tree says: resolved, it is written into every run folder, and those are shared. */
export function secretsIn(root: Node): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const walk = (node: Node, path: Path): void => {
    if (node.kind === "list") node.items.forEach((item, index) => walk(item, [...path, index]));
    else if (node.kind === "map") node.entries.forEach(({ value }, key) => walk(value, [...path, key]));
    else if (isSecret(String(path.findLast((part) => typeof part === "string") ?? ""), node.value)) {
      const message = "this looks like a secret, and every run folder would have a copy";
      const help = "take it out: plugins read secrets from the environment, such as WANDB_API_KEY";
      found.push(diagnostic(hidden(node.from ?? node.origin), path, { message, help }));
    }
  };
  walk(root, []);
  return found;
}

function isSecret(key: string, value: null | boolean | number | string): boolean {
  if (typeof value !== "string") return false;
  if (shapes.some((shape) => shape.test(value))) return true;
  const name = key.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  return passwordKey.test(name) ? /^\S{4,}$/.test(value) : tokenKey.test(name) && isRandom(value);
}

/** Letters and digits that change places as in no word, no name and no date. */
const isRandom = (text: string): boolean =>
  /^[\w+=-]{16,}$/.test(text) && (text.match(/[a-z](?=\d)|\d(?=[a-z])/gi)?.length ?? 0) >= 4;

/** The same place with stars for what stands there: an error is pasted into chats. */
function hidden({ source, start, end }: Origin): Origin {
  const text = source.text.slice(0, start) + "*".repeat(end - start) + source.text.slice(end);
  return { source: { ...source, text }, start, end };
}
