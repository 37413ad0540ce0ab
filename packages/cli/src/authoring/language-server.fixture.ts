import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly uri: string; readonly diagnostics: readonly Diagnostic[]; readonly items: unknown[] };
  readonly result?: unknown;
}

interface Diagnostic {
  readonly message: string;
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
}

/** Client of the YAML language server that editors use. */
export interface LanguageServer {
  /** Returns the diagnostics of a document in a folder as `line:column message`, counted from 1. */
  diagnose(folder: string, text: string): Promise<readonly string[]>;
  /** Returns the completions at the `|` in a document. */
  complete(folder: string, text: string): Promise<readonly string[]>;
  close(): void;
}

/** Starts the language server in a child process. */
export async function startLanguageServer(): Promise<LanguageServer> {
  const manifest = createRequire(import.meta.url).resolve("yaml-language-server/package.json");
  const bin = join(dirname(manifest), "bin/yaml-language-server");
  const child = spawn(process.execPath, [bin, "--stdio"]);
  const pending = new Map<number, (result: unknown) => void>();
  const onDiagnostics = new Map<string, (found: readonly Diagnostic[]) => void>();
  let lastId = 0;

  const send = (message: object) => write(child, { jsonrpc: "2.0", ...message });
  const notify = (method: string, params: object) => send({ method, params });
  const request = (method: string, params: object): Promise<unknown> => {
    const id = ++lastId;
    send({ id, method, params });
    return new Promise((resolve) => pending.set(id, resolve));
  };
  read(child, ({ id, method, params, result }) => {
    if (method === "textDocument/publishDiagnostics") onDiagnostics.get(params!.uri)?.(params!.diagnostics);
    // A request of the server, for settings: they were sent before, so the answer is empty.
    else if (method !== undefined && id !== undefined) send({ id, result: params?.items?.map(() => ({})) ?? null });
    else if (id !== undefined) pending.get(id)?.(result);
  });

  await request("initialize", { processId: null, rootUri: null, capabilities: {} });
  notify("initialized", {});
  const yaml = { validate: true, completion: true, schemaStore: { enable: false } };
  notify("workspace/didChangeConfiguration", { settings: { yaml } });

  let documentCount = 0;
  const open = async (folder: string, text: string) => {
    const uri = pathToFileURL(join(folder, `document-${++documentCount}.yaml`)).href;
    const found = new Promise<readonly Diagnostic[]>((resolve) => onDiagnostics.set(uri, resolve));
    notify("textDocument/didOpen", { textDocument: { uri, languageId: "yaml", version: 1, text } });
    return { uri, found: await found };
  };

  return {
    async diagnose(folder, text) {
      const { found } = await open(folder, text);
      return found.map(({ message, range: { start } }) => `${start.line + 1}:${start.character + 1} ${message}`);
    },
    async complete(folder, text) {
      const before = text.slice(0, text.indexOf("|")).split("\n");
      const { uri } = await open(folder, text.replace("|", ""));
      const position = { line: before.length - 1, character: before.at(-1)!.length };
      const { items } = (await request("textDocument/completion", { textDocument: { uri }, position })) as {
        items: readonly { readonly label: string }[];
      };
      return items.map(({ label }) => label);
    },
    close: () => child.kill(),
  };
}

/** Writes a message with the header of the Language Server Protocol. */
function write(child: ChildProcessWithoutNullStreams, message: object): void {
  const body = Buffer.from(JSON.stringify(message));
  child.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
  child.stdin.write(body);
}

/** Calls back for every message that the server writes. */
function read(child: ChildProcessWithoutNullStreams, onMessage: (message: Message) => void): void {
  let received = Buffer.alloc(0);
  child.stdout.on("data", (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    for (;;) {
      const header = received.indexOf("\r\n\r\n");
      if (header < 0) return;
      const length = Number(/Content-Length: (\d+)/.exec(received.toString("latin1", 0, header))![1]);
      const end = header + 4 + length;
      if (received.length < end) return;
      onMessage(JSON.parse(received.toString("utf8", header + 4, end)) as Message);
      received = received.subarray(end);
    }
  });
}
