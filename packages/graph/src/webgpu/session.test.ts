import { TweedieError } from "@tweedie/core";
import { expect, test } from "vitest";
import type { Ort } from "../ort/session.ts";
import { createGpuSession } from "./session.ts";

/** ONNX Runtime that refuses every model with a message. */
const refusing = (message: string) =>
  ({ InferenceSession: { create: () => Promise.reject(new Error(message)) } }) as unknown as Ort;
const create = (message: string) => createGpuSession(refusing(message), new Uint8Array(), "step train", "cpu");

test.each([
  ["no GPU", "Failed to get a WebGPU adapter: No supported adapters", /finds no GPU.*\n.*--backend ort/],
  [
    "an op that the provider lacks",
    "This session contains graph nodes that are assigned to the default CPU EP, but fallback to CPU EP has been explicitly disabled",
    /step train: ONNX Runtime's WebGPU provider lacks an op of this step\n.*--backend ort/,
  ],
])("%s is an error with another backend", async (_, message, expected) => {
  await expect(create(message)).rejects.toThrow(expected);
  await expect(create(message)).rejects.toThrow(TweedieError);
});

test("another failure is reported with the step", async () => {
  await expect(create("no such op")).rejects.toThrow(
    "step train: ONNX Runtime does not accept the model: Error: no such op",
  );
});
