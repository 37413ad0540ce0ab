/** The part of WebGPU that the page calls itself. */
interface Gpu {
  requestAdapter(): Promise<object | null>;
}

/** The reason why compiled steps cannot run on WebGPU in this browser; undefined if they can. */
export async function webgpuObstacle(): Promise<string | undefined> {
  const { gpu } = navigator as { readonly gpu?: Gpu };
  if (!gpu) return "the browser has no WebGPU";
  // The build of ONNX Runtime waits for the GPU by JavaScript Promise Integration. That without it is 2.5 MB larger.
  if (!("Suspending" in WebAssembly)) return "WebAssembly of the browser cannot wait for a GPU (JSPI)";
  const adapter = await gpu.requestAdapter().catch(() => null);
  return adapter === null ? "the browser finds no GPU" : undefined;
}
