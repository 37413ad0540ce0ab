import { TweedieError } from "@tweedie/core";

/** A call in the user's code. */
export interface CallSite {
  /** `file:line:column`. */
  readonly where: string;
  /** tfjs function that is called: `tf.einsum`, or `print` for a method of a tensor. */
  readonly op: string | undefined;
}

/** This package's `src` folder. */
const sources = new URL("../", import.meta.url).pathname;

/** Path of a tfjs source file, also of the original TypeScript files that source maps name. */
const tfjs = /\/@tensorflow\/|\/tfjs-[\w-]+\/src\//;

/** First stack frame outside tfjs and this package, and the last tfjs call before it. This package's tests count as user code. */
export function callSiteOf(stack: string | undefined): CallSite {
  let op: string | undefined;
  for (const line of (stack ?? "").split("\n")) {
    const frame = /^\s+at (?:(.*) \()?((?:file:\/\/)?\/.*|[a-zA-Z]:\\.*):(\d+):(\d+)\)?$/.exec(line);
    if (!frame) continue;
    const [, called = "", file, row, column] = frame as unknown as [string, string | undefined, string, string, string];
    const path = file.startsWith("file:") ? pathOfUrl(file) : file;
    if (tfjs.test(path)) op = opName(called) ?? op;
    else if (!path.startsWith(sources) || path.endsWith(".test.ts")) return { where: `${path}:${row}:${column}`, op };
  }
  return { where: "step", op };
}

/** Path of a `file:` address, on Windows without the slash before the drive. */
const pathOfUrl = (url: string): string => decodeURIComponent(new URL(url).pathname).replace(/^\/(?=[a-zA-Z]:)/, "");

/** Public name of a tfjs function in a stack frame: `tf.topk` for `Proxy.topk__op`. */
function opName(called: string): string | undefined {
  if (called.startsWith("Engine.")) return undefined;
  const name = /(?:^|\.)([a-zA-Z]\w*?)(?:_+op)?(?: \[as \w+\])?$/.exec(called)?.[1];
  return name && (called.startsWith("Tensor.") ? name : `tf.${name}`);
}

/** Runs work with stack traces deep enough to reach from a gradient's kernel to the user's code. */
export function withDeepStacks<T>(work: () => T): T {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 200;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** Throws a TweedieError at the user's line, for a use of a kernel that cannot be compiled. */
export function throwUnsupported(what: string, fix?: string): never {
  const { where } = callSiteOf(withDeepStacks(() => new Error().stack));
  throw new TweedieError({ where, what, fix });
}
