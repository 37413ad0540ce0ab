import { fileURLToPath } from "node:url";
import { TweedieError } from "@tweedie/core";

/** Where in the user's code something was called, and what. */
export interface Place {
  /** `file:line:column`. */
  readonly where: string;
  /** `tf.einsum`, or `print` of a tensor. */
  readonly op: string | undefined;
}

const ours = new URL("../", import.meta.url).pathname;

/** tfjs's own frames. Where source maps are on, they name the files that it was once compiled from. */
const tfjs = /\/@tensorflow\/|\/tfjs-[\w-]+\/src\//;

/** The first frame outside of tfjs and of this package, and the last call into tfjs before it. Our tests are users. */
export function placeOf(stack: string | undefined): Place {
  let op: string | undefined;
  for (const line of (stack ?? "").split("\n")) {
    const frame = /^\s+at (?:(.*) \()?((?:file:\/\/)?\/.*|[a-zA-Z]:\\.*):(\d+):(\d+)\)?$/.exec(line);
    if (!frame) continue;
    const [, called = "", file, row, column] = frame as unknown as [string, string | undefined, string, string, string];
    const path = file.startsWith("file:") ? fileURLToPath(file) : file;
    if (tfjs.test(path)) op = nameOf(called) ?? op;
    else if (!path.startsWith(ours) || path.endsWith(".test.ts")) return { where: `${path}:${row}:${column}`, op };
  }
  return { where: "step", op };
}

/** `Proxy.topk__op` is `tf.topk`. */
function nameOf(called: string): string | undefined {
  if (called.startsWith("Engine.")) return undefined;
  const name = /(?:^|\.)([a-zA-Z]\w*?)(?:_+op)?(?: \[as \w+\])?$/.exec(called)?.[1];
  return name && (called.startsWith("Tensor.") ? name : `tf.${name}`);
}

/** Runs `use` with stacks deep enough to reach from a gradient's kernel to the user's code. */
export function withDeepStacks<T>(use: () => T): T {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 200;
  try {
    return use();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** What a row of the kernel table says when it cannot take what the user asks of it. */
export function refuse(what: string, fix?: string): never {
  const { where } = placeOf(withDeepStacks(() => new Error().stack));
  throw new TweedieError({ where, what, fix });
}
