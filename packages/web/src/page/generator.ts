import { random, sizeOf } from "@tweedie/core";
import type * as Runtime from "onnxruntime-web";
import type { WebStudent } from "../student.ts";

/** Generates samples in the page. */
export interface PageGenerator {
  /** The latents of `tweedie sample --seed`: `[count, ...latentShape]`, flat. */
  latents(seed: number, count: number): Float32Array;
  /**
   * Generates samples from latents; both are flat. `label` is the class of all samples. Default: each class in turn, as in
   * `tweedie sample`.
   */
  generate(z: Float32Array, label?: number): Promise<{ samples: Float32Array; milliseconds: number }>;
}

/** Starts ONNX Runtime from the page's own scripts, without fetching anything, so that a page opened from disk works too. */
export async function createPageGenerator(
  student: WebStudent,
  { onnx, runtime, wasm }: { onnx: string; runtime: string; wasm: string },
): Promise<PageGenerator> {
  const script = URL.createObjectURL(new Blob([runtime], { type: "text/javascript" }));
  const ort = (await import(script)) as typeof Runtime;
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmBinary = bytesOf(wasm).buffer as ArrayBuffer;
  const session = await ort.InferenceSession.create(bytesOf(onnx));
  const size = sizeOf(student.latentShape);

  return {
    latents: (seed, count) => random(seed, "sample").normal(count * size),
    generate: async (z, label) => {
      const count = z.length / size;
      const feeds: Record<string, Runtime.Tensor> = {
        z: new ort.Tensor("float32", z, [count, ...student.latentShape]),
      };
      if (student.classes !== undefined) {
        const labels = Float32Array.from({ length: count }, (_, i) => label ?? i % student.classes!);
        feeds["label"] = new ort.Tensor("float32", labels, [count]);
      }
      const start = performance.now();
      const { xg } = await session.run(feeds);
      return { samples: xg!.data as Float32Array, milliseconds: performance.now() - start };
    },
  };
}

function bytesOf(base64: string): Uint8Array {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
