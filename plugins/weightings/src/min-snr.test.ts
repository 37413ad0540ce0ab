import { tf } from "@tweedie/core";
import { sigmaOf } from "@tweedie/diffusion";
import { make, scoredBatch, testWeighting } from "@tweedie/testing";
import { expect, test } from "vitest";
import minSnr from "./min-snr.ts";

testWeighting(minSnr);

test("equals min(SNR, gamma) / SNR", () => {
  const batch = scoredBatch(tf.zeros([4, 2]));
  const snr = [...sigmaOf(batch.level).flatten().dataSync()].map((sigma) => sigma ** -2);
  expect(make(minSnr).denoiser!(batch)).toBeAllClose(snr.map((x) => Math.min(x, 5) / x));
});
