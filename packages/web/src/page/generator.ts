import { random, sizeOf } from "@tweedie/core";
import type * as Runtime from "onnxruntime-web";
import type { WebStudent } from "../student.ts";

/** The student at work in the page. */
export interface PageGenerator {
  /** The latents that `tweedie sample --seed` draws: `[count, ...latentShape]`, flat. */
  latents(seed: number, count: number): Float32Array;
  /** The samples of latents, flat, and how long they took. `only`: their class; each in turn if left out, as `tweedie sample` does. */
  generate(z: Float32Array, only?: number): Promise<{ samples: Float32Array; milliseconds: number }>;
}

/** Starts ONNX Runtime with what the page's own scripts hold: nothing is fetched, so a page from the disk works as well. */
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
    generate: async (z, only) => {
      const count = z.length / size;
      const feeds: Record<string, Runtime.Tensor> = {
        z: new ort.Tensor("float32", z, [count, ...student.latentShape]),
      };
      if (student.classes !== undefined) {
        const label = Float32Array.from({ length: count }, (_, i) => only ?? i % student.classes!);
        feeds["label"] = new ort.Tensor("float32", label, [count]);
      }
      const begun = performance.now();
      const { xg } = await session.run(feeds);
      return { samples: xg!.data as Float32Array, milliseconds: performance.now() - begun };
    },
  };
}

function bytesOf(base64: string): Uint8Array {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
