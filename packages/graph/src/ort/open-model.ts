import { availableParallelism } from "node:os";
import { type NDArray, type NDArrays, sizeOf, TweedieError } from "@tweedie/core";
import { createSession, loadOrt } from "./session.ts";

/** A loaded ONNX model with one input. */
export interface OnnxModel {
  /** Names of the outputs, in the model's order. */
  readonly outputs: readonly string[];
  /** @throws TweedieError for an input of the wrong shape, or an output that is not numeric. */
  run(input: NDArray): Promise<NDArrays>;
  dispose(): Promise<void>;
}

type Numbers = Float32Array | Float64Array | Uint8Array | Int32Array;

/** Conversion of float32 values to each supported input type. */
const conversions: Readonly<Record<string, (data: Float32Array) => Float32Array | Uint8Array>> = {
  float32: (data) => data,
  uint8: (data) => Uint8Array.from(data, (value) => Math.min(255, Math.max(0, Math.round(value)))),
};

/**
 * Opens an ONNX file from any source. Such a file cannot do anything but compute: only ONNX Runtime's own operators are available,
 * and external weight files cannot be read because the model is loaded from memory.
 *
 * @param where Path of the file, for messages.
 * @throws TweedieError for a file that ONNX Runtime cannot load, or whose inputs are not one tensor of float32 or uint8.
 */
export async function openModel(
  bytes: Uint8Array,
  where: string,
  { threads = availableParallelism() }: { readonly threads?: number | undefined } = {},
): Promise<OnnxModel> {
  const errorOf = (what: string, fix?: string, cause?: unknown) => new TweedieError({ where, what, fix }, { cause });
  const ort = loadOrt();
  const session = await createSession(ort, bytes, { threads }).catch((error: unknown) => {
    throw errorOf(
      `ONNX Runtime cannot load it: ${(error as Error).message}`,
      "a model of standard operators, with its weights inside the file",
      error,
    );
  });
  const [input, ...others] = session.inputMetadata;
  if (!input?.isTensor || others.length > 0) {
    throw errorOf(`its inputs are ${session.inputNames.join(", ") || "none"}; it must have exactly one input tensor`);
  }
  const convert = conversions[input.type];
  if (!convert) {
    throw errorOf(`its input has the type ${input.type}; it must be ${Object.keys(conversions).join(" or ")}`);
  }
  return {
    outputs: session.outputNames,
    run: async ({ shape, data }) => {
      const x = new ort.Tensor(input.type as "float32", convert(data) as Float32Array, shape);
      const results = await session.run({ [input.name]: x }).catch((error: unknown) => {
        throw errorOf(
          `it does not run on an input of shape [${shape.join(", ")}]: ${(error as Error).message}`,
          `its input has the shape [${input.shape.join(", ")}]`,
          error,
        );
      });
      return Object.fromEntries(
        Object.entries(results).map(([name, { dims, data }]) => {
          const numbers = data as Numbers;
          if (numbers.length !== sizeOf(dims) || typeof numbers[0] === "bigint")
            throw errorOf(`its output ${name} is not an array of numbers`);
          return [name, { shape: dims, data: Float32Array.from(numbers) }];
        }),
      );
    },
    dispose: () => session.release(),
  };
}
