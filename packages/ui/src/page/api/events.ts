import { authorization } from "./token.ts";

/** An event of a stream. */
export interface ServerEvent {
  readonly name: string;
  readonly content: unknown;
}

/** Milliseconds before a lost stream is opened again. */
const pause = 2_000;

/**
 * Follows a stream of server-sent events, and opens it again when it is lost, until the signal aborts. Browsers' own EventSource cannot
 * send the token in a header.
 */
export async function followEvents(
  path: string,
  signal: AbortSignal,
  onEvent: (event: ServerEvent) => void,
  onLost: () => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const response = await fetch(path, { headers: authorization(), signal });
      if (response.ok && response.body) await readEvents(response.body, onEvent);
    } catch {
      if (signal.aborted) return;
    }
    onLost();
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

async function readEvents(body: ReadableStream<Uint8Array>, onEvent: (event: ServerEvent) => void): Promise<void> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const parts = (text + value).split("\n\n");
    text = parts.pop()!;
    for (const part of parts) {
      const [, name, data] = /^event: (.*)\ndata: (.*)$/s.exec(part) ?? [];
      if (name !== undefined && data !== undefined) onEvent({ name, content: JSON.parse(data) as unknown });
    }
  }
}
