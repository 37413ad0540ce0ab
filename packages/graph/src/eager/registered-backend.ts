import type { KernelBackend } from "@tensorflow/tfjs-core";
import { tf } from "@tweedie/core";
import { correctCpuKernels } from "./cpu-corrections.ts";

/** Creates a registered tfjs backend without making it the global one. */
export async function backendOf(name: string): Promise<KernelBackend> {
  const engine = tf.engine();
  const known = engine.registry[name];
  if (known) return known;
  const registration = engine.registryFactory[name];
  if (registration && name !== "cpu") registration.priority = 0; // so that tfjs does not select it as its default
  const factory = engine.findBackendFactory(name) as ReturnType<typeof engine.findBackendFactory> | null;
  if (!factory) throw new Error(`the package of the tfjs backend ${name} did not register it`);
  const backend = await factory();
  engine.registry[name] = backend;
  for (const { setupFunc } of tf.getKernelsForBackend(name)) setupFunc?.(backend);
  return backend;
}

/** tfjs's JavaScript backend with corrected gradients. */
export function cpu(): Promise<KernelBackend> {
  correctCpuKernels();
  return backendOf("cpu");
}
