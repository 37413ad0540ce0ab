import { tf } from "@tweedie/core";
import { test, expect } from "vitest";
import { expectCompiled } from "./expect-compiled.ts";

const inputs = {
  x: tf.tensor2d([[0.3, -0.7]]),
  w: tf.tensor2d([
    [1, 2],
    [0.5, -1],
  ]),
};

test("accepts a computation whose compiled graph has the same numbers", () =>
  expectCompiled(({ x, w }) => x!.matMul(w!).tanh(), inputs));

test("names an op that cannot be compiled", async () => {
  await expect(expectCompiled(({ x }) => tf.spectral.fft(tf.complex(x!, x!)).abs(), inputs)).rejects.toThrow(
    /FFT|Complex/,
  );
});

test("rejects numbers that differ", async () => {
  let calls = 0;
  await expect(expectCompiled(({ x }) => x!.mul(++calls), inputs)).rejects.toThrow("differ");
});
