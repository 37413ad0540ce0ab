import { mapParams, random, tf } from "@tweedie/core";
import { levelOf } from "@tweedie/diffusion";
import { make, testDenoiser } from "@tweedie/testing";
import { expect, test } from "vitest";
import critic from "./critic.ts";

const small = { width: 16, depth: 1 };

testDenoiser(critic, { options: small });
testDenoiser(critic, { options: { ...small, activation: "softplus" }, shape: [3, 3, 1] });

const { init, epsilon } = make(critic, { options: small });
const weights = mapParams(init(random(0, "init"), {}), ({ shape, data }) => tf.tensor(data, [...shape]));
const xt = tf.tensor2d([[0.4, -1]]);
const outputAt = (alphaBar: number, betaBar: number) =>
  epsilon(weights, xt.mul(alphaBar), levelOf(tf.tensor1d([alphaBar]), tf.tensor1d([betaBar]), 2));

test("the output depends on the noise level only through the noise-to-signal ratio", () => {
  expect(outputAt(1, 0.5)).toBeAllClose(outputAt(0.6, 0.3), { rtol: 1e-4 });
  expect(outputAt(1, 0.5).sub(outputAt(1, 2)).abs().dataSync()[0]).toBeGreaterThan(1e-3);
});

test("refuses initialisation from the teacher", () => {
  expect(critic.options.safeParse({ init: "teacher" }).success).toBe(false);
});
