import type { ServerResponse } from "node:http";

/** A fault of a server or of the network at one request. */
export type Fault =
  /** An answer that is not the server's. The request is not processed. */
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** The connection is reset before the request is processed, or after it and before the answer. */
  | { readonly kind: "reset" | "reset-after" }
  /** The connection is reset after half of the answer to a processed request. */
  | { readonly kind: "cut" }
  /** The request is neither processed nor answered. */
  | { readonly kind: "hang" }
  /** The answer to a processed request never ends. */
  | { readonly kind: "endless" };

/** A request, as far as a fault depends on it. */
export interface FaultyRequest {
  /** Number of requests before it since the faults were set. */
  readonly index: number;
  readonly kind: "user" | "upsert" | "count" | "rows" | "end" | "heartbeat";
}

/** True if the server processes the request in spite of the fault. */
export const isProcessed = (fault: Fault | undefined): boolean =>
  fault === undefined || ["reset-after", "cut", "endless"].includes(fault.kind);

/** Answers a request as its fault requires. */
export function answerFaulty(response: ServerResponse, fault: Fault, answer: string): void {
  switch (fault.kind) {
    case "answer": {
      const { status, headers, body = "{}" } = fault;
      response.writeHead(status, { "content-type": "application/json", ...headers }).end(body);
      return;
    }
    case "reset":
    case "reset-after":
      response.socket?.resetAndDestroy();
      return;
    case "cut":
      response.writeHead(200, { "content-type": "application/json", "content-length": answer.length });
      response.write(answer.slice(0, answer.length / 2), () => response.socket?.resetAndDestroy());
      return;
    case "endless": {
      response.writeHead(200, { "content-type": "application/json" });
      const part = " ".repeat(2 ** 20);
      const write = (error?: Error | null) => void (error || response.destroyed || response.write(part, write));
      write();
      return;
    }
    case "hang":
  }
}
