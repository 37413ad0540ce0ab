import { createDiagnostic, type Diagnostic } from "../diagnose/diagnostic.ts";
import type { Origin } from "../read/source.ts";
import type { ConfigNode } from "../tree/node.ts";
import type { Path } from "../tree/path.ts";

/** Formats of issued keys and tokens. */
const formats: readonly RegExp[] = [
  /\bsk-[\w-]{20}/, // OpenAI, Anthropic
  /\bgh[opsur]_[A-Za-z0-9]{36}/, // GitHub
  /\bgithub_pat_\w{22}/,
  /\bglpat-[\w-]{20}/, // glpat: personal access token of a Git host
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

/** Last word of a key whose value is always a secret, and of one whose value is a secret if it looks random. */
const passwordKey = /(password|passwd|passphrase|secret)$/;
const tokenKey = /(token|key|auth|credentials?)$/;

/** Finds secrets in a resolved tree: it is written into every run folder, and run folders are shared. */
export function findSecrets(root: ConfigNode): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const visit = (node: ConfigNode, path: Path): void => {
    if (node.kind === "list") node.items.forEach((item, index) => visit(item, [...path, index]));
    else if (node.kind === "map") node.entries.forEach(({ value }, key) => visit(value, [...path, key]));
    else if (isSecret(String(path.findLast((part) => typeof part === "string") ?? ""), node.value)) {
      const message = "this looks like a secret, and every run folder would contain a copy";
      const help = "remove it: plugins read secrets from the environment, such as WANDB_API_KEY";
      diagnostics.push(createDiagnostic(masked(node.from ?? node.origin), path, { message, help }));
    }
  };
  visit(root, []);
  return diagnostics;
}

function isSecret(key: string, value: null | boolean | number | string): boolean {
  if (typeof value !== "string") return false;
  if (formats.some((format) => format.test(value))) return true;
  const name = key.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  return passwordKey.test(name) ? /^\S{4,}$/.test(value) : tokenKey.test(name) && looksRandom(value);
}

/** True if letters and digits alternate more often than in words, names and dates. */
const looksRandom = (text: string): boolean =>
  /^[\w+=-]{16,}$/.test(text) && (text.match(/[a-z](?=\d)|\d(?=[a-z])/gi)?.length ?? 0) >= 4;

/** The same origin with its characters replaced by stars, as error messages are shared. */
function masked({ source, start, end }: Origin): Origin {
  const text = source.text.slice(0, start) + "*".repeat(end - start) + source.text.slice(end);
  return { source: { ...source, text }, start, end };
}
