import type { Plugin } from "@tweedie/core";
import families from "virtual:tweedie-families";
import type { DigitChoice, Message } from "../../protocol/messages.ts";
import { createExecutor } from "../runtime.ts";
import { createDigitSampler, type DigitSampler } from "./digit-student.ts";

/** Files that the build copies into the page. */
const teacher = new URL("../../../../../experiments/digits/teachers/14x14-classes.safetensors", import.meta.url);
const student = new URL("../../../../../experiments/digits/students/lora-14x14.safetensors", import.meta.url);

let sampler: Promise<DigitSampler> | undefined;

/** Samples digits. The first call loads the student, for the number of samples that it asks for. */
export async function sampleDigits(id: number, choice: DigitChoice): Promise<Message> {
  sampler ??= load(choice.labels.length);
  const { sample } = await sampler;
  const begun = performance.now();
  const { data } = await sample(choice);
  return { type: "digits", id, pixels: data as Float32Array, milliseconds: performance.now() - begun };
}

async function load(count: number): Promise<DigitSampler> {
  const files = { teacher: await bytesOf(teacher), student: await bytesOf(student) };
  const plugin = await families["/families/students/denoiser"]!.load!();
  return createDigitSampler(files, plugin.default as Plugin<"student">, { executor: await createExecutor(), count });
}

async function bytesOf(address: URL): Promise<Uint8Array> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address.href} was not served: ${response.status} ${response.statusText}`);
  return new Uint8Array(await response.arrayBuffer());
}
