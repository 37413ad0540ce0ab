import { availableParallelism } from "node:os";
import { type NDArray, type NDArrays, sizeOf, TweedieError } from "@tweedie/core";
import { createSession, loadOrt } from "./session.ts";

/** An ONNX file of one input, made ready to run. */
export interface Model {
  /** Names of its outputs, in its order. */
  readonly outputs: readonly string[];
  run(input: NDArray): Promise<NDArrays>;
  dispose(): Promise<void>;
}

type Numbers = Float32Array | Float64Array | Uint8Array | Int32Array;

/** How numbers are handed to an input of a type. */
const feeds: Readonly<Record<string, (data: Float32Array) => Float32Array | Uint8Array>> = {
  float32: (data) => data,
  uint8: (data) => Uint8Array.from(data, (value) => Math.min(255, Math.max(0, Math.round(value)))),
};

/**
 * Opens an ONNX file that others made. It can only compute: operators are those of ONNX Runtime, and weights in other files
 * are out of its reach, for it is read from memory.
 *
 * @param where The file, for messages.
 * @throws TweedieError for a file that ONNX Runtime refuses, that has several inputs or other numbers than float32 and uint8.
 */
export async function openModel(
  bytes: Uint8Array,
  where: string,
  { threads = availableParallelism() }: { readonly threads?: number | undefined } = {},
): Promise<Model> {
  const fail = (what: string, fix?: string, cause?: unknown) => new TweedieError({ where, what, fix }, { cause });
  const ort = loadOrt();
  const session = await createSession(ort, bytes, { threads }).catch((error: unknown) => {
    throw fail(
      `ONNX Runtime cannot load it: ${(error as Error).message}`,
      "a model of standard operators, with its weights inside the file",
      error,
    );
  });
  const [input, ...others] = session.inputMetadata;
  if (!input?.isTensor || others.length > 0) {
    throw fail(`takes ${session.inputNames.join(", ") || "nothing"}, and only one tensor can be given`);
  }
  const feed = feeds[input.type];
  if (!feed) throw fail(`takes numbers of type ${input.type}; ${Object.keys(feeds).join(" and ")} can be given`);
  return {
    outputs: session.outputNames,
    run: async ({ shape, data }) => {
      const x = new ort.Tensor(input.type as "float32", feed(data) as Float32Array, shape);
      const results = await session.run({ [input.name]: x }).catch((error: unknown) => {
        throw fail(
          `does not run on [${shape.join(", ")}]: ${(error as Error).message}`,
          `it takes [${input.shape.join(", ")}]`,
          error,
        );
      });
      return Object.fromEntries(
        Object.entries(results).map(([name, { dims, data }]) => {
          const numbers = data as Numbers;
          if (numbers.length !== sizeOf(dims) || typeof numbers[0] === "bigint")
            throw fail(`gives no numbers as ${name}`);
          return [name, { shape: dims, data: Float32Array.from(numbers) }];
        }),
      );
    },
    dispose: () => session.release(),
  };
}
