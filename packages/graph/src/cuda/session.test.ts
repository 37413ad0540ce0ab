import { TweedieError } from "@tweedie/core";
import { expect, test } from "vitest";
import type { Ort } from "../ort/session.ts";
import { createCudaSession } from "./session.ts";

/** ONNX Runtime that refuses every model with a message. */
const refusing = (message: string) =>
  ({ InferenceSession: { create: () => Promise.reject(new Error(message)) } }) as unknown as Ort;
const create = (message: string) => createCudaSession(refusing(message), new Uint8Array(), "step train");

test.each([
  [
    "CUDA failure 100: no CUDA-capable device is detected ; GPU=-1 ; hostname=a",
    /there is no CUDA-capable device[^]*install the driver of the GPU[^]*--backend ort/,
  ],
  ["CUDA failure 101: invalid device ordinal ; GPU=7", /no CUDA device of this number[^]*nvidia-smi/],
  ["CUDA failure 35: CUDA driver version is insufficient for CUDA runtime version", /driver is too old for CUDA 13/],
  [
    "OrtSessionOptionsAppendExecutionProvider_Cuda: Failed to load shared library",
    /does not load[^]*tweedie backend build cuda/,
  ],
])("%s is an error with what helps", async (message, expected) => {
  await expect(create(message)).rejects.toThrow(expected);
  await expect(create(message)).rejects.toThrow(TweedieError);
});

test("another failure is reported with the step", async () => {
  await expect(create("no such op")).rejects.toThrow(
    "step train: ONNX Runtime does not accept the model: Error: no such op",
  );
});
