import { readFile } from "node:fs/promises";
import { type Environment, expandHome } from "./environment.ts";

/**
 * Password of a server in the netrc file, where `wandb login` stores API keys; undefined if there is none. Entries name a host with its
 * port, as W&B writes them, or without; the entry `default` is for all others.
 */
export async function netrcPassword(url: URL, env: Environment): Promise<string | undefined> {
  const paths = env["NETRC"] ? [env["NETRC"]] : ["~/.netrc", "~/_netrc"];
  for (const path of paths.map(expandHome)) {
    const text = path === undefined ? undefined : await readFile(path, "utf8").catch(() => undefined);
    if (text === undefined) continue;
    const passwords = parseNetrc(text);
    return passwords.get(url.host) ?? passwords.get(url.hostname) ?? passwords.get("");
  }
  return undefined;
}

/** Passwords of a netrc file by machine; that of the entry `default` by the empty name. */
export function parseNetrc(text: string): ReadonlyMap<string, string> {
  // A macro ends with an empty line. A comment begins with `#` at the beginning of a word.
  const plain = text
    .replaceAll(/^[ \t]*macdef\b[^]*?(?:\n[ \t]*\r?\n|(?![^]))/gm, "\n")
    .replaceAll(/(?<=^|\s)#.*$/gm, "");
  const words = [...plain.matchAll(/"((?:\\.|[^"\\])*)"|(\S+)/g)].map(([, quoted, word]) =>
    (quoted ?? word!).replaceAll(/\\(.)/g, "$1"),
  );
  const passwords = new Map<string, string>();
  let machine: string | undefined;
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (word === "default") machine = "";
    else if (word === "machine") machine = words[++i];
    else if (word === "password") {
      const password = words[++i];
      if (machine !== undefined && password !== undefined && !passwords.has(machine)) passwords.set(machine, password);
    } else if (word === "login" || word === "user" || word === "account") i++;
  }
  return passwords;
}
